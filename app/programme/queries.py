"""Reading the programme."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.programme.models import Participation, Session


def sessions(forum_id: int) -> sa.Select[Session]:
    """The sessions of a forum with hall, theme and people: by time, then in the order typed."""
    return (
        sa.select(Session)
        .where(Session.forum_id == forum_id)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Session.position, Session.id)
        .options(
            joinedload(Session.hall),
            joinedload(Session.theme),
            selectinload(Session.people).joinedload(Participation.person),
        )
    )


def session(forum_id: int, session_id: int) -> sa.Select[Session]:
    """One session, found through its forum."""
    return (
        sa.select(Session)
        .where(Session.forum_id == forum_id, Session.id == session_id)
        .options(joinedload(Session.hall))
    )


def people_within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the persons with a part in the programmes of these forums (None: of any)."""
    found = (
        sa.select(Participation.person_id)
        .join(Session, Session.id == Participation.session_id)
        .where(Participation.person_id.is_not(None))
    )
    return found if forum_ids is None else found.where(Session.forum_id.in_(forum_ids))


def people_shown() -> sa.Select[Any]:
    """The keys of the persons whom the public sees in a programme."""
    return people_within(None).join(Forum, Forum.id == Session.forum_id).where(Forum.state != State.DRAFT)
