"""Signing in through the form, password and all: argon2 of 19 MiB, 2 passes, 1 lane."""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from flask import Flask

from app.accounts import security
from app.accounts.models import Role
from app.platform.db import db
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.installation import Server
from tests.benchmarks.visitor import Visitor, csrf

ALONE = 20
SECONDS = 8
CLIENTS = 8
FORM = "/fr/sign-in"


def main() -> None:
    """The password alone; one person after the other; eight at once, each with an account of their own."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = made.app()
            emails = _lay(app)
            if database == "SQLite":
                _password_alone(app)
            with made.served() as server:
                took = [_sign_in(server.port, emails[0]) for _ in range(ALONE)]
                report.figure(f"{database}: one after the other", report.spread(took))
                _at_once(server, database, emails)


def _lay(app: Flask) -> list[str]:
    with app.app_context():
        forum = make.forum("bench")
        emails = [make.account(Role.DESK, forum, f"desk{n}@example.org").email for n in range(CLIENTS)]
        db.session.remove()
        db.engine.dispose()
    return emails


def _password_alone(app: Flask) -> None:
    with app.app_context():
        took = []
        for _ in range(ALONE):
            began = perf_counter()
            security.hashed(make.PASSWORD)
            took.append(perf_counter() - began)
    report.figure("one hash in one process", report.spread(took))


def _at_once(server: Server, database: str, emails: list[str]) -> None:
    before, began = server.cpu_s(), perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        each = list(threads.map(lambda email: _until(server.port, email, began + SECONDS), emails))
    spent = perf_counter() - began
    took = [one for client in each for one in client]
    cpu = (server.cpu_s() - before) / len(took) * 1000
    rate = f"{len(took) / spent:.1f} sign-ins/s, {report.spread(took)}, {cpu:.1f} ms CPU each"
    report.figure(f"{database}: {CLIENTS} at once", f"{rate}, {server.memory_mb():.0f} MB")


def _until(port: int, email: str, end: float) -> list[float]:
    took = []
    while perf_counter() < end:
        took.append(_sign_in(port, email))
    return took


def _sign_in(port: int, email: str) -> float:
    """The seconds of sending the form, by a visitor who was never here."""
    with Visitor(port) as visitor:
        values = {"csrf_token": csrf(visitor.get(FORM)[1]), "email": email, "password": make.PASSWORD}
        began = perf_counter()
        status, _ = visitor.post(FORM, values)
        spent = perf_counter() - began
    if status != 303:
        raise RuntimeError(f"signing in was answered {status}")
    return spent


if __name__ == "__main__":
    main()
