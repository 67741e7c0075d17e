"""What changes the programme."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Overtaken
from app.programme.models import Session


def add(forum: Forum, values: Mapping[str, Any], *, by: User | None) -> Session:
    """Add a session."""
    session = Session(forum_id=forum.id, **values)
    db.session.add(session)
    audit.record("session.added", session, by=by)
    return session


def edit(session: Session, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change a session. Raises Overtaken when it is no longer the version that was opened."""
    if session.version != version:
        raise Overtaken()
    for name, value in values.items():
        setattr(session, name, value)
    audit.record("session.edited", session, by=by, changes=audit.changes(session))


def remove(session: Session, *, by: User | None) -> None:
    """Take a session out of the programme."""
    audit.record("session.removed", session, by=by)
    db.session.delete(session)
