"""A real server and a real Chromium. Every test here is a `browser` test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.serving import make_server

from deploy import system

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000
EXPECTED = (
    "Failed to load resource: the server responded",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "htmx:afterRequest",
    "htmx:sendError",
)
PHONE, DESK = (390, 844), (1280, 900)

Scheme = Literal["light", "dark"]
Browse = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a running server: `localhost`, which browsers take for a secure context."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the application of the test."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the worker: the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, live: str) -> Iterator[Browse]:
    """Makes pages, each of a person of their own: `browse(locale="fr", size=DESK, scheme="dark")`.

    Paths are relative to the live server. At the end, any error of a script, any word of the content security
    policy and any request to elsewhere fails the test.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def page(
        *, locale: str = "ar", size: tuple[int, int] = PHONE, scheme: Scheme = "light", **more: Any
    ) -> Page:
        width, height = size
        context = chromium.new_context(
            base_url=live,
            locale=f"{locale}-MA",
            timezone_id="Africa/Casablanca",
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.extend(_complaint(message)))
        context.on("request", lambda request: complaints.extend(_foreign(request, live)))
        return context.new_page()

    yield page
    for context in opened:
        context.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    """An answer of 404 or 422, or a network cut by the test, is told on the console too."""
    expected = message.text.startswith(EXPECTED)
    return [message.text] if message.type == "error" and not expected else []


def _foreign(request: Request, live: str) -> list[str]:
    ours = request.url.startswith((live, "data:", "blob:"))
    return [] if ours else [f"A request went to {request.url}"]
