"""Reading the programme."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.audit.models import Entry
from app.platform.db import db
from app.programme.models import Participation, Session


def sessions(forum_id: int) -> sa.Select[Session]:
    """The sessions of the draft with hall, theme, talks and people: by time, then in the order typed."""
    found = (
        sa.select(Session)
        .where(Session.forum_id == forum_id)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Session.position, Session.id)
        .options(joinedload(Session.hall), joinedload(Session.theme))
    )
    return with_parts(found)


def with_parts(found: sa.Select[Session]) -> sa.Select[Session]:
    """These sessions with their talks and people."""
    return found.options(
        selectinload(Session.talks), selectinload(Session.people).joinedload(Participation.person)
    )


def session(forum_id: int, session_id: int) -> sa.Select[Session]:
    """One session, found through its forum."""
    return (
        sa.select(Session)
        .where(Session.forum_id == forum_id, Session.id == session_id)
        .options(joinedload(Session.hall))
    )


def people_within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the persons with a part in the drafts of these forums (None: of any)."""
    found = (
        sa.select(Participation.person_id)
        .join(Session, Session.id == Participation.session_id)
        .where(Participation.person_id.is_not(None))
    )
    return found if forum_ids is None else found.where(Session.forum_id.in_(forum_ids))


def was_removed(forum_id: int, session_id: int) -> bool:
    """Whether a session of this forum was there once, as the log tells."""
    entry = (Entry.subject_kind == "session", Entry.subject_id == session_id, Entry.forum_id == forum_id)
    return (
        db.session.scalar(sa.select(Entry.id).where(*entry, Entry.act == "session.removed").limit(1))
        is not None
    )
