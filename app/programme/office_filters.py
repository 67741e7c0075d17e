"""How the list of sessions is narrowed, in its address: by day, hall, theme and kind."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum, Hall, Theme
from app.forums.office_queries import parts
from app.platform import i18n
from app.platform.clock import at, local
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.programme.models import Session
from app.programme.words import KIND_WORDS, Kind
from app.ui.listing import Column, Filter, Listing

NONE = "none"


def listing_of(forum: Forum) -> Listing:
    """The list of the sessions of a forum, by time, then in the order set by hand."""
    order = Column("when", lazy("When"), lambda row: row.title, lambda: [Session.starts_at, Session.position])
    filters = (
        Filter("day", lazy("Day"), lambda: _days(forum.id), _on),
        Filter("hall", lazy("Hall"), lambda: _named(Hall, forum.id), lambda key: _of(Session.hall_id, key)),
        Filter(
            "theme", lazy("Theme"), lambda: _named(Theme, forum.id), lambda key: _of(Session.theme_id, key)
        ),
        Filter("kind", lazy("Kind of session"), _kinds, lambda key: Session.kind == Kind(key)),
    )
    return Listing("programme", Session, (order,), filters, order="when")


def days_held(forum_id: int) -> list[date | None]:
    """The days that have sessions, None at the end where some have no hour."""
    moments = db.session.scalars(sa.select(Session.starts_at).where(Session.forum_id == forum_id)).all()
    days = {local(one).date() for one in moments if one}
    return [*sorted(days), *([None] if None in moments else [])]


def _days(forum_id: int) -> list[tuple[str, Any]]:
    held = days_held(forum_id)
    return [
        (day.isoformat() if day else NONE, i18n.day(day) if day else _("Without an hour")) for day in held
    ]


def _on(value: str) -> sa.ColumnElement[bool]:
    if value == NONE:
        return Session.starts_at.is_(None)
    day = date.fromisoformat(value)
    return sa.and_(Session.starts_at >= at(day, 0), Session.starts_at < at(day + timedelta(days=1), 0))


def _named(model: type[Any], forum_id: int) -> list[tuple[str, Any]]:
    rows: Sequence[Any] = parts(model, forum_id)
    return [*((str(row.id), row.name) for row in rows), *([(NONE, _("not stated"))] if rows else [])]


def _of(column: Any, key: str) -> Any:
    return column.is_(None) if key == NONE else column == int(key)


def _kinds() -> list[tuple[str, Any]]:
    return [(key.value, word) for key, word in KIND_WORDS.items()]
