"""What the office's page about workshops shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.forums.models import Forum
from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import _, day
from app.programme import released
from app.programme.release_rows import ReleasedSession
from app.programme.schedule_words import hours
from app.registrations import workshop_reading
from app.registrations.models import Choice, Registration, Workshop
from app.registrations.standing import LIVE
from app.registrations.workshop_reading import Offered


@dataclass(frozen=True)
class Page:
    """`offered`: those that stand in the current release; `gone`: those that do not, or not for the public;
    `lacking`: sessions that ask for registration and are not offered. `chosen`: by the key of a workshop how
    many chose it and are still to come, those too who wait.
    """

    offered: list[Offered]
    gone: list[Offered]
    lacking: list[ReleasedSession]
    chosen: dict[int, int]


def page(forum: Forum) -> Page:
    """Three statements for any number of workshops."""
    every = workshop_reading.every(forum.id)
    return Page(
        offered=[one for one in every if one.is_released],
        gone=[one for one in every if not one.is_released],
        lacking=list(db.session.scalars(lacking(forum.id))),
        chosen=chosen(forum.id),
    )


def lacking(forum_id: int) -> sa.Select[ReleasedSession]:
    """The sessions that the public reads and that ask for registration, without a workshop."""
    offered = sa.select(Workshop.session_ref).where(Workshop.forum_id == forum_id)
    return (
        released.shown_alone(forum_id)
        .options(joinedload(ReleasedSession.hall))
        .where(ReleasedSession.needs_registration, ReleasedSession.ref.not_in(offered))
    )


def chosen(forum_id: int) -> dict[int, int]:
    """By the key of a workshop how many chose it: who holds a place, and who waits or asks for one."""
    rows = db.session.execute(
        sa.select(Choice.workshop_id, sa.func.count())
        .join(Registration, Registration.id == Choice.registration_id)
        .where(Registration.forum_id == forum_id, Registration.state.in_(LIVE))
        .group_by(Choice.workshop_id)
    )
    return dict(rows.all())


def proposed(session: ReleasedSession) -> int | None:
    """How many places are proposed: those promised, else those of the hall."""
    return session.capacity or (session.hall.capacity if session.hall else None)


def when(starts_at: datetime | None, ends_at: datetime | None) -> str:
    """«Friday 4 December 2026, from 9 h to 10 h»."""
    if starts_at is None:
        return str(_("Hour not stated"))
    told = {"first": day(local(starts_at).date()), "second": hours(starts_at, ends_at)}
    return str(_("%(first)s, %(second)s", **told))


def clashing(forum_id: int, offers: Iterable[Offered]) -> list[tuple[Offered, Offered, int]]:
    """The pairs of workshops at one time that the same persons chose, with how many: a statement in all."""
    known = {one.workshop.id: one for one in offers if one.is_released}
    one, other = sa.orm.aliased(Choice), sa.orm.aliased(Choice)
    both = (
        sa.select(one.workshop_id, other.workshop_id, sa.func.count())
        .join(other, sa.and_(other.registration_id == one.registration_id))
        .join(Registration, Registration.id == one.registration_id)
        .where(one.workshop_id < other.workshop_id)
        .where(Registration.forum_id == forum_id, Registration.state.in_(LIVE))
        .group_by(one.workshop_id, other.workshop_id)
    )
    return [
        (known[first], known[second], count)
        for first, second, count in db.session.execute(both)
        if first in known and second in known and known[first].clashes(known[second])
    ]
