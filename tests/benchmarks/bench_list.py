"""The list of 20,000 registrations: as it opens, searched, filtered, deep inside."""

from time import perf_counter
from urllib.parse import quote

from app.accounts.models import Role
from app.platform.db import db
from tests import make
from tests.benchmarks import crowd, installation, report
from tests.benchmarks.installation import Server
from tests.benchmarks.visitor import Visitor

TIMES = 30
ASKED = {
    "first page": "",
    "search, Arabic": "?q=خديجه الخلفي",
    "search, a phone": "?q=06 12 04 56 78",
    "chips": "?state=waiting&category=1&category=2",
    "search and chips": "?q=khadija&state=confirmed",
    "latest first": "?sort=-registered",
    "page 390": "?page=390",
}


def main() -> None:
    """One person after the other, on one kept connection; the processor of each page."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = crowd.lay(made)
            with app.app_context():
                email = make.account(Role.ADMINISTRATOR).email
                db.session.remove()
                db.engine.dispose()
            with made.served() as server, Visitor(server.port) as visitor:
                visitor.sign_in(email, make.PASSWORD)
                for name, query in ASKED.items():
                    _open(server, visitor, f"{database}, {name}", crowd.LIST + query.replace(" ", "+"))


def _open(server: Server, visitor: Visitor, name: str, path: str) -> None:
    address = quote(path, safe="/?=&+")
    for _ in range(4):  # each worker once or twice
        visitor.get(address)
    took, before = [], server.cpu_s()
    for _ in range(TIMES):
        began = perf_counter()
        status, _page = visitor.get(address)
        took.append(perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"{name} was answered {status}")
    cpu = (server.cpu_s() - before) / TIMES * 1000
    report.figure(name, f"{report.spread(took)}, {cpu:.0f} ms CPU", "≤ 60 ms p50")


if __name__ == "__main__":
    main()
