"""Desks that read real codes through the desk's page, over HTTP, on both databases."""

import random
import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import perf_counter, sleep

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations.models import Category, Registration
from app.registrations.words import State
from app.verification import codes, keys
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.installation import Installation, Server
from tests.benchmarks.visitor import Visitor, csrf

PEOPLE = 4_000
BLOCK = 200
SECONDS = 6
CALM_SECONDS, CALM_EVERY_S = 20, 2
DESK = "/ar/office/bench/desk"


class Queue:
    """The people before the gates: each code is handed out once."""

    def __init__(self, badges: list[str]) -> None:
        self._codes: Iterator[str] = iter(badges)
        self._lock = Lock()

    def next(self) -> str:
        """The badge of the next person."""
        with self._lock:
            return next(self._codes)


def main() -> None:
    """Eight desks as fast as they can, then sixteen at one reading every two seconds."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            email, gate_id, badges = _lay(made)
            queue = Queue(badges)
            where = f"{DESK}/{gate_id}/readings"
            with made.served() as server:
                _hurried(server, database, email, where, queue)
                _calm(server, database, email, where, queue)


def _lay(made: Installation) -> tuple[str, int, list[str]]:
    """Account of the desk, its gate, and the codes of everybody."""
    app = made.app()
    with app.app_context():
        forum = make.forum("bench")
        category = make.category(forum, places=PEOPLE)
        gate_id = make.gate(forum).id
        email = make.account(Role.DESK, forum).email
        badges = _people(forum, category)
        db.engine.dispose()
    return email, gate_id, badges


def _people(forum: Forum, category: Category) -> list[str]:
    ids = [secrets.token_hex(codes.ID_BYTES) for _ in range(PEOPLE)]
    numbers = random.Random(1).sample(range(100_000, 1_000_000), PEOPLE)
    people = list(zip(ids, numbers, strict=True))
    for start in range(0, PEOPLE, BLOCK):
        with unit_of_work():
            db.session.add_all(_person(forum, category, *one) for one in people[start : start + BLOCK])
    return [codes.issue(keys.badge_keys(), bytes.fromhex(one), 1) for one in ids]


def _person(forum: Forum, category: Category, public_id: str, number: int) -> Registration:
    return Registration(
        forum_id=forum.id,
        category_id=category.id,
        state=State.CONFIRMED,
        public_id=public_id,
        number=str(number),
        form_token=public_id,
        qr="",  # drawn on badges only
        given_ar="خديجة",
        family_ar="العلمي",
        given_latin="Khadija",
        family_latin="El Alami",
        phone="+212661000000",
        locale="ar",
    )


def _hurried(server: Server, database: str, email: str, where: str, queue: Queue) -> None:
    desks = [Desk(server.port, email, where, queue) for _ in range(8)]
    before, began = server.cpu_s(), perf_counter()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda desk: desk.read_until(began + SECONDS), desks))
    spent = perf_counter() - began
    took = [one for desk in desks for one in desk.took]
    cpu = (server.cpu_s() - before) / len(took) * 1000
    answers = dict(sum((desk.answers for desk in desks), Counter()))
    told = f"{len(took) / spent:.0f} scans/s, {report.spread(took)}, {cpu:.1f} ms CPU each, {answers}"
    report.figure(f"{database}: 8 desks without a pause", told, "≥ 150/s")


def _calm(server: Server, database: str, email: str, where: str, queue: Queue) -> None:
    desks = [Desk(server.port, email, where, queue) for _ in range(16)]
    began = perf_counter()
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda n: desks[n].read_calmly(began + n * CALM_EVERY_S / 16), range(16)))
    took = [one for desk in desks for one in desk.took]
    name = f"{database}: 16 desks, a scan every {CALM_EVERY_S} s"
    report.figure(name, f"{len(took)} scans, {report.spread(took)}", "p99 ≤ 60 ms")


class Desk:
    """One tablet, signed in, with the desk's page open."""

    def __init__(self, port: int, email: str, where: str, queue: Queue) -> None:
        self._visitor, self._where, self._queue = Visitor(port), where, queue
        self._visitor.sign_in(email, make.PASSWORD)
        self._csrf = csrf(self._visitor.get(DESK)[1])
        self.took: list[float] = []
        self.answers: Counter[str] = Counter()

    def read_until(self, end: float) -> None:
        """One after the other."""
        while perf_counter() < end:
            self._read()

    def read_calmly(self, first: float) -> None:
        """At even intervals from `first` on."""
        for n in range(CALM_SECONDS // CALM_EVERY_S):
            sleep(max(0.0, first + n * CALM_EVERY_S - perf_counter()))
            self._read()

    def _read(self) -> None:
        values = {"csrf_token": self._csrf, "code": self._queue.next()}
        began = perf_counter()
        status, page = self._visitor.post(self._where, values, **{"HX-Request": "true"})
        self.took.append(perf_counter() - began)
        answer = page.partition('data-answer="')[2].partition('"')[0]
        self.answers[answer if status == 200 else str(status)] += 1


if __name__ == "__main__":
    main()
