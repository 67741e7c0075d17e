"""Registering through the real form: the form, its sending, the personal page; and the letters."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import monotonic, perf_counter, sleep

import sqlalchemy as sa
from flask import Flask

from app.platform.db import db
from app.platform.mail import OutgoingMail, State
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.installation import Installation, Server
from tests.benchmarks.visitor import Visitor

SECONDS = 5
LETTERS = 50
FORM = "/fr/forums/bench/register"
_people = count(1)


def main() -> None:
    """The time until 50 letters have left; then one person after the other, and eight at once."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = lay(made, places=100_000)
            with made.served() as server:
                with made.worked():
                    _letters(app, server, database)
                for clients in (1, 8):
                    _register(server, f"{database}, {clients} at once", clients)


def lay(made: Installation, *, places: int) -> Flask:
    """A forum `bench` with one category; the application that looks at it."""
    app = made.app()
    with app.app_context():
        make.category(make.forum("bench"), places=places)
        db.engine.dispose()
    return app


def come(port: int) -> int:
    """One more person registers, with a browser and an e-mail of their own; the status."""
    with Visitor(port) as visitor:
        return visitor.register(FORM, f"person{next(_people)}@example.org")


def _register(server: Server, name: str, clients: int) -> None:
    with Visitor(server.port) as first:
        first.register(FORM, f"person{next(_people)}@example.org")
        requests = first.requests
    before, began = server.cpu_s(), perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        each = list(threads.map(lambda _: until(server.port, began + SECONDS), range(clients)))
    took = [one for one_client in each for one in one_client]
    spent = perf_counter() - began
    cpu = (server.cpu_s() - before) / len(took) * 1000
    goal = "≥ 24/s, 40-50 ms CPU" if clients == 8 else ""
    rate = f"{len(took) / spent:.1f}/s, {report.spread(took)}, {cpu:.1f} ms CPU each"
    report.figure(f"{name}: registrations", rate, goal)
    report.figure(f"{name}: requests", str(requests), "≤ 4")


def until(port: int, end: float) -> list[float]:
    """One person after the other until `end` (of perf_counter); the seconds of each."""
    took = []
    while (began := perf_counter()) < end:
        status = come(port)
        if status != 303:
            raise RuntimeError(f"a registration was answered {status}")
        took.append(perf_counter() - began)
    return took


def _letters(app: Flask, server: Server, database: str) -> None:
    """50 people register while the worker runs, which has first sent what the demo data left."""
    await_outbox(app)
    began = perf_counter()
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: come(server.port), range(LETTERS)))
    registered = perf_counter() - began
    await_outbox(app)
    drained = perf_counter() - began
    told = f"{registered:.1f} s to register, {drained:.1f} s until the last letter, badge enclosed"
    report.figure(f"{database}: {statuses.count(303)} letters", told, "≤ 60 s")


def await_outbox(app: Flask) -> None:
    """Until every letter is sent."""
    deadline = monotonic() + 60
    unsent = sa.select(sa.func.count()).where(OutgoingMail.state != State.SENT)
    with app.app_context():
        while left := db.session.scalar(unsent):
            db.session.rollback()
            if monotonic() > deadline:
                raise RuntimeError(f"{left} letters not sent after 60 s")
            sleep(0.1)
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
