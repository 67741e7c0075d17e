"""Reading the programme."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

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
