"""Public pages on gunicorn with the demo data, on both databases; what a browser fetches at first view."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from time import perf_counter

from flask import Flask
from playwright.sync_api import BrowserContext, sync_playwright

from app.platform import page_cache
from deploy import system
from tests.benchmarks import bench_registration, installation, report
from tests.benchmarks.installation import Server
from tests.benchmarks.load import press
from tests.browser.conftest import FLAGS

PAGES = {
    "home": "/ar/",
    "live forum": "/fr/forums/forum-demo/",
    "practical page": "/fr/forums/forum-demo/practical",
    "Meknes": "/ar/forums/meknes-2019/",
}
RUSH = "/fr/forums/bench/"
TIMES = 25


def main() -> None:
    """Rate, times, processor, size, conditional requests; then the first view in Chromium."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            bench_registration.lay(made, places=100_000)
            app = made.app()
            for name, path in PAGES.items():
                drawn_anew(app, f"{database}, {name}", path)
            with made.served() as server:
                for name, path in PAGES.items():
                    once(server, f"{database}, {name}", path)
                    under_load(server, f"{database}, {name}", path)
                _beside_registrations(server, database)
                if database == "SQLite":
                    first_views(server, PAGES)


def once(server: Server, name: str, path: str) -> None:
    """The first answer, its size, and what a browser that has it is told."""
    cold, _, plain = _get(server.port, path)
    _, headers, packed = _get(server.port, path, **{"Accept-Encoding": "gzip"})
    report.figure(f"{name}: first answer of a worker", f"{cold * 1000:.0f} ms")
    sizes = f"{len(plain)} bytes plain, {len(packed)} as sent ({headers.get('Content-Encoding', 'plain')})"
    report.figure(f"{name}: HTML", sizes)
    tag = headers.get("ETag")
    if tag is None:
        report.figure(f"{name}: If-None-Match", "no ETag", "304")
        return
    again = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    _, second, body = _get(server.port, path, **again)
    report.figure(f"{name}: If-None-Match", f"{second['status']}, {len(body)} bytes", "304")


def drawn_anew(app: Flask, name: str, path: str) -> None:
    """What drawing a page costs whoever comes first after a change; in this process, without a server."""
    client, took = app.test_client(), []
    for _ in range(TIMES):
        page_cache.forget(app)
        began = perf_counter()
        client.get(path)
        took.append(perf_counter() - began)
    report.figure(f"{name}: drawn anew", report.spread(took), "≤ 60 ms")


def under_load(server: Server, name: str, path: str, goal: str = "≥ 600 req/s") -> None:
    """Rate, times and processor of a page, with one connection and with eight."""
    alone = press(server.port, path, connections=1, seconds=1)
    report.figure(f"{name}: one after the other", report.spread(alone.took))
    press(server.port, path, seconds=0.5)
    before = server.cpu_s()
    pressed = press(server.port, path)
    each = (server.cpu_s() - before) / len(pressed.took) * 1000
    rate = f"{pressed.per_second:.0f} req/s, {report.spread(pressed.took)}"
    report.figure(f"{name}: 8 connections", f"{rate}, {each:.1f} ms CPU each, {pressed.statuses}", goal)


def _beside_registrations(server: Server, database: str) -> None:
    """Four people register one after the other while eight connections ask for the event's page, whose free
    places change with each.
    """
    end = perf_counter() + 5
    with ThreadPoolExecutor(5) as threads:
        people = [threads.submit(bench_registration.until, server.port, end) for _ in range(4)]
        pressed = press(server.port, RUSH)
        registered = sum(len(one.result()) for one in people)
    told = f"{pressed.per_second:.0f} req/s, {report.spread(pressed.took)}, {pressed.statuses}"
    report.figure(f"{database}, page of the event: beside registrations", told)
    report.figure(f"{database}, registrations beside it", f"{registered / 5:.1f}/s")


def _get(port: int, path: str, **headers: str) -> tuple[float, dict[str, str], bytes]:
    """Seconds, headers (with the status), body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    began = perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    spent = perf_counter() - began
    connection.close()
    return spent, {**dict(answer.headers.items()), "status": str(answer.status)}, body


def first_views(server: Server, pages: Mapping[str, str]) -> None:
    """What a phone with nothing kept asks for, page by page (name → path)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.browser(), args=FLAGS)
        for name, path in pages.items():
            context = browser.new_context(viewport={"width": 390, "height": 844})
            asked, arrived = _view(context, f"http://localhost:{server.port}{path}")
            told = f"{len(asked)} requests, {arrived / 1000:.0f} kB on the wire with headers"
            report.figure(f"Chromium, {name}: first view", told, "≤ 6 requests, ≤ 90 kB")
            context.close()
        browser.close()


def _view(context: BrowserContext, address: str) -> tuple[set[str], float]:
    """The addresses that a browser with nothing kept asks for, and the bytes that came."""
    page = context.new_page()
    asked: set[str] = set()
    sizes: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: asked.add(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return {one for one in asked if one.startswith("http")}, sum(sizes)


if __name__ == "__main__":
    main()
