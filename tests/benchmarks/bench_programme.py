"""A programme of 150 sessions: what the public reads, a release, its conflicts, its letters."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import sqlalchemy as sa
from flask import Flask

from app.forums.models import Forum, Hall
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.mail import OutgoingMail
from app.platform.text import Translated
from app.programme import checking, conflicts, released, releasing, telling
from app.programme.conflicts import Open, Room
from app.programme.models import Session
from app.programme.prayer_bands import bands
from app.programme.prayer_days import days_of
from app.programme.release_rows import Release
from app.programme.rule_rows import CHANGE_MINUTES
from app.programme.slots import drafted
from tests import make
from tests.benchmarks import bench_home, bench_registration, installation, report
from tests.queries import counted

SESSIONS, PEOPLE, CHECKED = 150, 120, 300
WHOLE = "/fr/forums/bench/programme/"
PAGES = {
    "programme": WHOLE,
    "changes": f"{WHOLE}changes",
    "calendar": f"{WHOLE}calendar.ics",
}


def main() -> None:
    """Each database; the search for conflicts, which knows none, once."""
    for database in installation.DATABASES:
        with installation.empty(database) as made:
            made.flask("db", "upgrade")
            app = made.app()
            with app.app_context():
                forum = make.forum("bench")
                make.programme(forum, SESSIONS, PEOPLE)
                _release(database, forum, f"release of {SESSIONS} sessions with {PEOPLE} people")
                _move_everything(forum)
                release = _release(database, forum, f"release in which {SESSIONS} sessions moved")
                _check(database, make.forum("large"))
                for name, path in PAGES.items():
                    bench_home.drawn_anew(app, f"{database}, {name}", path)
                _letters(database, made, app, release.id)
            with made.served() as server:
                bench_home.once(server, f"{database}, programme", WHOLE)
                bench_home.under_load(server, f"{database}, programme", WHOLE, "≥ 300 req/s")
                if database == "SQLite":
                    bench_home.first_views(server, {"programme": WHOLE})


def _release(database: str, forum: Forum, what: str) -> Release:
    began = perf_counter()
    with counted() as statements, unit_of_work():
        made = releasing.release(forum, name=Translated(), note=Translated(), by=None)
    told = f"{perf_counter() - began:.2f} s, {len(statements)} statements, {len(made.changes)} changes"
    report.figure(f"{database}, {what}", told)
    return made


def _move_everything(forum: Forum) -> None:
    """Each session five minutes later: everybody is concerned."""
    with unit_of_work():
        for session in db.session.scalars(sa.select(Session).where(Session.forum_id == forum.id)):
            assert session.starts_at
            session.starts_at += timedelta(minutes=5)


def _check(database: str, forum: Forum) -> None:
    """The search alone, and with reading the draft and telling in words what was found."""
    make.programme(forum, CHECKED, PEOPLE)
    with unit_of_work():
        moved = sa.select(Session).where(Session.forum_id == forum.id).order_by(Session.id).limit(10)
        for session in db.session.scalars(moved):
            assert session.starts_at
            session.starts_at += timedelta(hours=1)
    with counted() as statements:
        found = checking.of(forum)
    facts = f"{len(found)} conflicts, {len(statements)} statements"
    report.figure(
        f"{database}, conflicts of {CHECKED} sessions", f"{_took(lambda: checking.of(forum), 15)}, {facts}"
    )
    if database == "SQLite":
        slots = [item.slot for item in drafted(forum.id)]
        rooms = [
            Room(one.id, one.capacity)
            for one in db.session.scalars(sa.select(Hall).where(Hall.forum_id == forum.id))
        ]
        days = [Open(at(on, 0), at(on + timedelta(days=1), 0)) for on in days_of(forum)]
        taken = bands(forum, days_of(forum))
        alone = _took(lambda: conflicts.found(slots, rooms, days, (), taken, CHANGE_MINUTES), 50)
        report.figure(f"conflicts of {CHECKED} sessions, the search alone", alone, "≤ 20 ms")


def _letters(database: str, made: installation.Installation, app: Flask, release_id: int) -> None:
    """Everybody is concerned: letters written in blocks, then carried by the worker, calendar enclosed."""
    release = db.session.get_one(Release, release_id)
    before = db.session.scalars(released.releases(release.forum_id).offset(1).limit(1)).one()
    began = perf_counter()
    telling.write(release_id=release.id, since_id=before.id)
    written = perf_counter() - began
    count = db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) or 0
    db.session.remove()
    db.engine.dispose()
    began = perf_counter()
    with made.worked():
        bench_registration.await_outbox(app)
    sent = perf_counter() - began
    told = f"written {count / written:.0f}/s, sent {count / sent:.1f}/s with the start of the worker"
    report.figure(f"{database}, {count} letters to those concerned", told)


def _took(work: Callable[[], object], times: int) -> str:
    took = []
    for _ in range(times):
        began = perf_counter()
        work()
        took.append(perf_counter() - began)
    return report.spread(took)


if __name__ == "__main__":
    main()
