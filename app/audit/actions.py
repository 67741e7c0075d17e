"""Writing the log."""

from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.platform.db import Model, db


class Actor(Protocol):
    """Whoever acts: an account. Nobody is None: the public, or a job."""

    id: Any
    name: Any


def record(
    act: str,
    subject: Model,
    *,
    by: Actor | None,
    session: Session | None = None,
    forum_id: int | None = None,
    **details: Any,
) -> None:
    """Add one entry in the open transaction (or in that of `observe()`); it stands or falls with the act.

    Give `forum_id` for a subject that knows its forum only through another row.
    `details` are JSON values and hold no secret: no code, link or password.
    """
    session = session or db.session()
    if sa.inspect(subject).pending:
        session.flush()  # it has no key yet
    session.add(
        Entry(
            act=act,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            forum_id=forum_id or _forum_of(subject),
            actor_id=by.id if by else None,
            actor=by.name if by else "",
            details=details or None,
        )
    )


def _forum_of(subject: Model) -> int | None:
    return subject.id if subject.__tablename__ == "forum" else getattr(subject, "forum_id", None)
