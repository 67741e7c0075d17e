"""Writing to those whose workshops a release moved or cancelled: once for each registration and release."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.platform import letters
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.programme.diffing import Difference, Turn
from app.programme.ports import Reach
from app.programme.release_rows import Release
from app.registrations import workshop_letters
from app.registrations.models import Choice, Registration, Workshop
from app.registrations.standing import LIVE
from app.registrations.workshop_rows import WorkshopTold

BLOCK = 10


def reach(release: Release, changed: Sequence[Difference]) -> Reach:
    """How many are to be written to, were written to, and gave no e-mail. One statement."""
    told = _told(release.id)
    counts = db.session.execute(
        sa.select(
            sa.func.count().filter(Registration.email != "", ~told),
            sa.func.count().filter(told),
            sa.func.count().filter(Registration.email == "", ~told),
        ).where(_concerned(release, changed))
    ).one()
    return Reach(*counts)


def write(release_id: int, since_id: int | None, changed: Sequence[Difference]) -> None:
    """Write what is not written yet, block by block; killed, the next worker goes on where it ended."""
    release = db.session.get_one(Release, release_id)
    waiting = sa.select(Registration.id).where(
        _concerned(release, changed), Registration.email != "", ~_told(release_id)
    )
    keys = list(db.session.scalars(waiting.order_by(Registration.id)))
    for start in range(0, len(keys), BLOCK):
        with unit_of_work():
            _write(release_id, since_id, keys[start : start + BLOCK])


def refs(changed: Sequence[Difference]) -> set[str]:
    """The sessions of which those who chose them are told: at another hour, in another hall, or cancelled."""
    return {one.ref for one in changed if {Turn.MOVED, Turn.CANCELLED} & set(one.turns)}


def _concerned(release: Release, changed: Sequence[Difference]) -> sa.ColumnElement[bool]:
    chosen = (
        sa.select(Choice.registration_id)
        .join(Workshop, Workshop.id == Choice.workshop_id)
        .where(Workshop.forum_id == release.forum_id, Workshop.session_ref.in_(refs(changed)))
    )
    return sa.and_(
        Registration.id.in_(chosen), Registration.state.in_(LIVE), Registration.erased_at.is_(None)
    )


def _told(release_id: int) -> sa.ColumnElement[bool]:
    about = sa.select(WorkshopTold.registration_id).where(WorkshopTold.release_id == release_id)
    return Registration.id.in_(about)


def _write(release_id: int, since_id: int | None, keys: list[int]) -> None:
    """A row and its letter stand or fall together; who has a row already, or left meanwhile, is left out."""
    release = db.session.get_one(Release, release_id)
    if not release.is_current:
        return
    stands = (Registration.state.in_(LIVE), Registration.email != "", Registration.erased_at.is_(None))
    found = sa.select(Registration).where(Registration.id.in_(keys), *stands)
    people = {one.id: one for one in db.session.scalars(found)}
    if not people:
        return
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    rows = [
        {"release_id": release_id, "registration_id": key, "since_id": since_id, "created_at": now()}
        for key in people
    ]
    claim = dialect.insert(WorkshopTold).values(rows).on_conflict_do_nothing()
    for key in db.session.scalars(claim.returning(WorkshopTold.registration_id)).all():
        one = people[key]
        letters.send(
            workshop_letters.CHANGED, one.id, to=one.email, locale=one.locale, forum_id=release.forum_id
        )
