"""Writing the log."""

from datetime import date, datetime, time
from enum import Enum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.platform.db import Model, db
from app.platform.text import Translated

_KEPT_BY_THEMSELVES = frozenset({"version", "search", "sort_ar", "sort_fr"})


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


def changes(row: Model) -> dict[str, list[Any]]:
    """What is about to change in a row, for `record(…, changes=…)`: field → [before, after], as JSON values.

    A text in several languages is told by language, "title.fr". Ask before the flush, of a row that was read
    in this unit of work: else nobody knows any more what stood there. Not for rows about people.
    """
    found: dict[str, list[Any]] = {}
    state = sa.inspect(row)
    for attribute in state.mapper.column_attrs:
        name, history = attribute.key, state.attrs[attribute.key].history
        if name in _KEPT_BY_THEMSELVES or not history.has_changes():
            continue
        before, after = (next(iter(values or ()), None) for values in (history.deleted, history.added))
        if isinstance(after, Translated):
            was = before or {}
            each = {locale: [was.get(locale, ""), after.get(locale, "")] for locale in sorted({*was, *after})}
            found |= {f"{name}.{key}": pair for key, pair in each.items() if pair[0] != pair[1]}
        else:
            found[name] = [_plain(before), _plain(after)]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _forum_of(subject: Model) -> int | None:
    return subject.id if subject.__tablename__ == "forum" else getattr(subject, "forum_id", None)
