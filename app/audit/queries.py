"""Reading the log."""

import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.audit.models import ChainLink, Entry
from app.platform.clock import at

Lines = sa.Select[Entry, int]
NOBODY = "0"  # stands for an account's key where a job or the public acted


def whole() -> Lines:
    """Each entry with its number in the chain (None: it waits for one), newest first."""
    return (
        sa.select(Entry, ChainLink.position)
        .outerjoin(ChainLink, ChainLink.entry_id == Entry.id)
        .order_by(Entry.id.desc())
    )


def of_forum(forum_id: int) -> Lines:
    """The acts of one forum."""
    return whole().where(Entry.forum_id == forum_id)


def of_subject(forum_id: int, kind: str, subject_id: int) -> Lines:
    """What was done to one thing of a forum."""
    return of_forum(forum_id).where(Entry.subject_kind == kind, Entry.subject_id == subject_id)


def narrowed(
    lines: Lines,
    *,
    act: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
    words: str = "",
    forum: str = "",
    kind: str = "",
    subject: int | None = None,
) -> Lines:
    """Only the lines that answer each question that is asked. Days are days in Morocco, both included."""
    asked: list[sa.ColumnElement[bool]] = []
    if act:
        asked.append(Entry.act == act)
    if person:
        asked.append(Entry.actor_id.is_(None) if person == NOBODY else Entry.actor_id == int(person))
    if since:
        asked.append(Entry.created_at >= at(since, 0))
    if until:
        asked.append(Entry.created_at < at(until + timedelta(days=1), 0))
    if words:
        asked.append(_holds(words))
    if forum:
        asked.append(Entry.forum_id == int(forum))
    if kind:
        asked.append(Entry.subject_kind == kind)
    if subject is not None:
        asked.append(Entry.subject_id == subject)
    return lines.where(*asked)


def _holds(words: str) -> sa.ColumnElement[bool]:
    """The actor's name or the details hold these words; details are kept as JSON, Arabic letters as \\u…."""
    details: Any = sa.cast(Entry.details, sa.Text)
    return sa.or_(
        Entry.actor.icontains(words, autoescape=True),
        details.icontains(json.dumps(words)[1:-1], autoescape=True),
    )
