"""Writing to those whom a release concerns: each once, whoever presses the button how often."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts import ports
from app.accounts.models import User
from app.audit import actions as audit
from app.people.models import Person
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.programme import concerned, release_letters
from app.programme import ports as programme_ports
from app.programme.concerned import News
from app.programme.release_rows import Release, Told

BLOCK = 10
OLD = lazy("A later programme is released already: its letters say how things stand now.")


def tell(release: Release, since: Release | None, count: int, *, by: User | None) -> None:
    """Have the letters written by a job. `since`: what the readers know; `count`: how many were shown.

    Raises Conflict for a release that is no longer current, and for an event in the archive.
    """
    ports.refuse_closed(release.forum_id)
    if not release.is_current:
        raise Conflict(OLD)
    jobs.later("programme.tell", release_id=release.id, since_id=since.id if since else None)
    audit.record("programme.told", release, by=by, release=release.number, count=count)


@jobs.job("programme.tell", label=lazy("Letters about a change of the programme"))
def write(*, release_id: int, since_id: int | None) -> None:
    """Write what is not written yet; killed, the next worker goes on where it ended."""
    release = db.session.get_one(Release, release_id)
    news = concerned.since(release, db.session.get(Release, since_id) if since_id else None)
    waiting = [one.id for one in reachable(release, news)]
    for start in range(0, len(waiting), BLOCK):
        block = waiting[start : start + BLOCK]
        people = db.session.scalars(sa.select(Person).where(Person.id.in_(block))).all()
        release_letters.prepare(db.session.get_one(Release, release_id), since_id, news, people)
        with unit_of_work():
            _write(release_id, since_id, block)
        jobs.progress(min(start + BLOCK, len(waiting)), len(waiting))
    for teller in programme_ports.tellers.values():
        teller.write(release_id, since_id, news.seen)


def reachable(release: Release, news: News) -> list[Person]:
    """Those concerned who have an address and were not written to."""
    known = concerned.told(release)
    return [one for one in concerned.people(news) if one.email and one.id not in known]


def _write(release_id: int, since_id: int | None, person_ids: list[int]) -> None:
    """A row and its letter stand or fall together; who has a row already is left out."""
    release = db.session.get_one(Release, release_id)
    if not release.is_current:
        return
    found = sa.select(Person).where(Person.id.in_(person_ids), Person.email != "", Person.erased_at.is_(None))
    people = {one.id: one for one in db.session.scalars(found)}
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    rows = [
        {"release_id": release_id, "person_id": key, "since_id": since_id, "created_at": now()}
        for key in people
    ]
    if not rows:
        return
    claim = dialect.insert(Told).values(rows).on_conflict_do_nothing().returning(Told)
    for told in db.session.scalars(claim).all():
        release_letters.send(told, release, people[told.person_id])
