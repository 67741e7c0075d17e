"""Reading what was released: all that the public, the desk and the letters know of a programme."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession


def current(forum_id: int) -> sa.Select[Release]:
    """The release that the public reads."""
    return sa.select(Release).where(Release.forum_id == forum_id, Release.is_current)


def releases(forum_id: int) -> sa.Select[Release]:
    """All releases, the latest first."""
    return sa.select(Release).where(Release.forum_id == forum_id).order_by(Release.number.desc())


def sessions(release_id: int | sa.ScalarSelect[int]) -> sa.Select[ReleasedSession]:
    """The sessions of a release, internal ones too, with hall, theme, talks and people: by time, then in the
    order typed.
    """
    return alone(release_id).options(
        selectinload(ReleasedSession.talks),
        selectinload(ReleasedSession.people).joinedload(ReleasedPart.person),
    )


def alone(release_id: int | sa.ScalarSelect[int]) -> sa.Select[ReleasedSession]:
    """The same without talks and people, which `schedule_reading.items` reads faster."""
    return bare(release_id).options(joinedload(ReleasedSession.hall), joinedload(ReleasedSession.theme))


def bare(release_id: int | sa.ScalarSelect[int]) -> sa.Select[ReleasedSession]:
    """The same rows and nothing else."""
    return (
        sa.select(ReleasedSession)
        .where(ReleasedSession.release_id == release_id)
        .order_by(
            ReleasedSession.starts_at.is_(None),
            ReleasedSession.starts_at,
            ReleasedSession.position,
            ReleasedSession.id,
        )
    )


def shown(forum_id: int) -> sa.Select[ReleasedSession]:
    """The sessions that the public reads, as `sessions` gives them."""
    return sessions(_current_id(forum_id)).where(ReleasedSession.is_public)


def shown_alone(forum_id: int) -> sa.Select[ReleasedSession]:
    """The same, as `alone` gives them."""
    return alone(_current_id(forum_id)).where(ReleasedSession.is_public)


def _current_id(forum_id: int) -> sa.ScalarSelect[int]:
    return sa.select(Release.id).where(Release.forum_id == forum_id, Release.is_current).scalar_subquery()


def first_hour(forum_id: int, begin: datetime, end: datetime) -> sa.Select[Any]:
    """When the first session that the public reads begins between two moments."""
    return (
        sa.select(sa.func.min(ReleasedSession.starts_at))
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum_id, Release.is_current, ReleasedSession.is_public)
        .where(ReleasedSession.starts_at.between(begin, end))
    )


def people_within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the persons with a part in what these forums released last (None: any forum)."""
    found = _parts(ReleasedPart.person_id).where(ReleasedPart.person_id.is_not(None))
    return found if forum_ids is None else found.where(Release.forum_id.in_(forum_ids))


def people_shown() -> sa.Select[Any]:
    """The keys of the persons whom the public sees in a programme."""
    return (
        people_within(None)
        .join(Forum, Forum.id == Release.forum_id)
        .where(Forum.state != State.DRAFT, ReleasedSession.is_public)
    )


def _parts(column: InstrumentedAttribute[Any]) -> sa.Select[Any]:
    return (
        sa.select(column)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.is_current)
    )
