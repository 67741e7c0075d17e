"""Registering through the real form: the form, its sending, the personal page; then the letters."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, perf_counter, sleep

from app.platform.db import db
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.installation import Installation, Server
from tests.benchmarks.visitor import Visitor

SECONDS = 5
LETTERS = 50
FORM = "/fr/forums/bench/register"


def main() -> None:
    """One person after the other, eight at once, and the time until 50 letters have left."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            lay(made, places=100_000)
            with made.served() as server:
                for clients in (1, 8):
                    _register(server, f"{database}, {clients} at once", clients)
            _letters(made, database)


def lay(made: Installation, *, places: int) -> None:
    """A forum `bench` with one category."""
    app = made.app()
    with app.app_context():
        make.category(make.forum("bench"), places=places)
        db.engine.dispose()


def _register(server: Server, name: str, clients: int) -> None:
    with Visitor(server.port) as first:
        first.register(FORM, "")  # the worker's own first time
        requests = first.requests
    before, began = server.cpu_s(), perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        each = list(threads.map(lambda _: _until(server.port, began + SECONDS), range(clients)))
    took = [one for one_client in each for one in one_client]
    spent = perf_counter() - began
    cpu = (server.cpu_s() - before) / len(took) * 1000
    goal = "≥ 24/s, 40-50 ms CPU" if clients == 8 else ""
    rate = f"{len(took) / spent:.1f}/s, {report.spread(took)}, {cpu:.1f} ms CPU each"
    report.figure(f"{name}: registrations", rate, goal)
    report.figure(f"{name}: requests", str(requests), "≤ 4")


def _until(port: int, end: float) -> list[float]:
    """Register one person after the other, each with a browser of their own; the seconds of each."""
    took = []
    while (began := perf_counter()) < end:
        with Visitor(port) as visitor:
            status = visitor.register(FORM, "")
        if status != 303:
            raise RuntimeError(f"a registration was answered {status}")
        took.append(perf_counter() - began)
    return took


def _letters(made: Installation, database: str) -> None:
    """50 people register with an e-mail while the worker runs; the time until the last letter is out."""
    outbox = made.settings.instance / "outbox"
    with made.worked(), made.served() as server:
        _await(outbox, _sent(outbox))
        already = _sent(outbox)
        began = perf_counter()
        with ThreadPoolExecutor(8) as threads:
            statuses = list(threads.map(lambda n: _write(server.port, n), range(LETTERS)))
        registered = perf_counter() - began
        _await(outbox, already + LETTERS)
        drained = perf_counter() - began
    told = f"{registered:.1f} s to register, {drained:.1f} s until the last letter, badge enclosed"
    report.figure(f"{database}: {statuses.count(303)} letters", told, "≤ 60 s")


def _write(port: int, number: int) -> int:
    with Visitor(port) as visitor:
        return visitor.register(FORM, f"person{number}@example.org")


def _sent(outbox: Path) -> int:
    return len(list(outbox.glob("*.eml"))) if outbox.exists() else 0


def _await(outbox: Path, letters: int) -> None:
    deadline = monotonic() + 60
    while _sent(outbox) < letters:
        if monotonic() > deadline:
            raise RuntimeError(f"{_sent(outbox)} of {letters} letters after 60 s")
        sleep(0.05)


if __name__ == "__main__":
    main()
