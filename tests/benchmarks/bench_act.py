"""An act of the office with its entry in the log, by eight people at once; and while the log is chained."""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Role
from app.audit.models import ChainLink
from app.platform.db import db
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.installation import Server
from tests.benchmarks.visitor import Visitor, csrf

CLIENTS = 8
SECONDS = 12  # the chain is made every 10 s
OFFICE = "/fr/office/bench/categories"


def main() -> None:
    """Moving places of a category: the sending, then the page that follows."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = made.app()
            emails, addresses = _lay(app)
            made.flask("jobs", "run-due")
            with made.served() as server:
                clerks = [_Clerk(server.port, *one) for one in zip(emails, addresses, strict=True)]
                _act(server, f"{database}, no job runs", clerks)
                with made.worked():
                    before = _chained(app)
                    _act(server, f"{database}, the log is chained", clerks)
                    report.figure(f"{database}: entries chained meanwhile", str(_chained(app) - before))


def _lay(app: Flask) -> tuple[list[str], list[str]]:
    """An organiser and a category for each client."""
    with app.app_context():
        forum = make.forum("bench")
        addresses = [f"organiser{n}@example.org" for n in range(CLIENTS)]
        emails = [make.account(Role.ORGANISER, forum, one).email for one in addresses]
        kinds = [make.category(forum, name=f"فئة {n}").id for n in range(CLIENTS)]
        db.session.remove()
        db.engine.dispose()
    return emails, [f"{OFFICE}/{kind}/places" for kind in kinds]


def _chained(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(sa.select(sa.func.count(ChainLink.id))) or 0
        db.session.remove()
        db.engine.dispose()
    return found


def _act(server: Server, name: str, clerks: list["_Clerk"]) -> None:
    before, began = server.cpu_s(), perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        each = list(threads.map(lambda clerk: clerk.move_until(began + SECONDS), clerks))
    spent = perf_counter() - began
    took = [one for clerk in each for one in clerk]
    cpu = (server.cpu_s() - before) / len(took) * 1000
    told = f"{len(took) / spent:.0f} acts/s with their pages, {report.spread(took)}, {cpu:.1f} ms CPU each"
    report.figure(name, told)


class _Clerk:
    """Somebody of the office, signed in, with the page of the places open."""

    def __init__(self, port: int, email: str, address: str) -> None:
        self._visitor, self._address = Visitor(port), address
        self._visitor.sign_in(email, make.PASSWORD)
        self._csrf = csrf(self._visitor.get(OFFICE)[1])

    def move_until(self, end: float) -> list[float]:
        """The seconds of each sending."""
        took, places = [], 10
        while (began := perf_counter()) < end:
            places = 30 - places
            status, _ = self._visitor.post(self._address, {"csrf_token": self._csrf, "places": str(places)})
            took.append(perf_counter() - began)
            if status != 303:
                raise RuntimeError(f"moving places was answered {status}")
            self._visitor.get(self._visitor.location)  # also takes the notice out of the cookie
        return took


if __name__ == "__main__":
    main()
