"""Workshops as they stand in the released programme, and who chose them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.forums.models import Hall
from app.platform.db import db
from app.platform.text import Translated
from app.programme.release_rows import Release, ReleasedSession
from app.registrations.models import Choice, Quota, Workshop


@dataclass(frozen=True)
class Offered:
    """A workshop with the session that it is: of the current release, or (`is_released` false) as the public
    read it last. `free` is for showing: what decides is the database, when a place is claimed.
    """

    workshop: Workshop
    title: Translated
    starts_at: datetime | None
    ends_at: datetime | None
    hall: Translated
    places: int
    free: int
    is_released: bool = True

    @property
    def is_full(self) -> bool:
        return not self.free

    def clashes(self, other: "Offered") -> bool:
        """Whether nobody can attend both; what has no hour clashes with nothing."""
        if self.starts_at is None or other.starts_at is None:
            return False
        if self.starts_at == other.starts_at:
            return True
        return _before(self.starts_at, other) and _before(other.starts_at, self)


def every(forum_id: int) -> list[Offered]:
    """All workshops of a forum by their hour, those no longer in the programme too. One statement."""
    return _read(Workshop.forum_id == forum_id)


def one(workshop_id: int) -> Offered:
    """A workshop that is there."""
    return _read(Workshop.id == workshop_id)[0]


def of_registrations(registration_ids: Collection[int]) -> dict[int, list[Offered]]:
    """By the key of a registration the workshops that it chose, by their hour. Two statements."""
    pairs = db.session.execute(
        sa.select(Choice.registration_id, Choice.workshop_id).where(
            Choice.registration_id.in_(registration_ids)
        )
    ).all()
    found: dict[int, list[Offered]] = {key: [] for key in registration_ids}
    for one in _read(Workshop.id.in_({key for _, key in pairs})) if pairs else ():
        for registration_id, workshop_id in pairs:
            if workshop_id == one.workshop.id:
                found[registration_id].append(one)
    return found


def _before(moment: datetime, other: Offered) -> bool:
    """Whether a moment comes before another workshop's end; before all of it, where the end is unknown."""
    return moment < (other.ends_at or other.starts_at or moment)


def _read(where: sa.ColumnElement[bool]) -> list[Offered]:
    last = (
        sa.select(sa.func.max(ReleasedSession.id))
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == Workshop.forum_id, ReleasedSession.ref == Workshop.session_ref)
        .where(ReleasedSession.is_public)
        .correlate(Workshop)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Workshop, Quota, ReleasedSession, Hall.name, Release.is_current)
        .join(Quota, Quota.workshop_id == Workshop.id)
        .outerjoin(ReleasedSession, ReleasedSession.id == last)
        .outerjoin(Release, Release.id == ReleasedSession.release_id)
        .outerjoin(Hall, Hall.id == ReleasedSession.hall_id)
        .where(where)
        .order_by(ReleasedSession.starts_at.is_(None), ReleasedSession.starts_at, Workshop.id)
    )
    return [_offered(*row) for row in rows]


def _offered(
    workshop: Workshop, quota: Quota, session: ReleasedSession | None, hall: Any, is_current: bool | None
) -> Offered:
    return Offered(
        workshop=workshop,
        title=Translated(session.title if session else {}),
        starts_at=session.starts_at if session else None,
        ends_at=session.ends_at if session else None,
        hall=Translated(hall or {}),
        places=quota.places,
        free=quota.free,
        is_released=bool(is_current),
    )
