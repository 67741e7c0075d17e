"""Columns that stand in the tables that are taken away alone: under the heads that the import knows."""

from typing import Any

import sqlalchemy as sa

from app.people import events, ports
from app.people.import_fields import FIELDS
from app.people.merge_rows import Sort
from app.people.models import Person, Tie
from app.people.scope import Scope
from app.platform.db import db
from app.platform.i18n import lazy
from app.ui.listing import Column


def _column(sort: Sort, key: str, value: Any) -> Column:
    return Column(key, FIELDS[sort][key].label, value, shown=False)


NAMES = (
    _column(Sort.PERSON, "given_ar", lambda row: row.given_ar),
    _column(Sort.PERSON, "family_ar", lambda row: row.family_ar),
    _column(Sort.PERSON, "given_latin", lambda row: row.given_latin),
    _column(Sort.PERSON, "family_latin", lambda row: row.family_latin),
)
FUNCTIONS = (
    _column(Sort.PERSON, "function_ar", lambda row: row.function.get("ar", "")),
    _column(Sort.PERSON, "function_fr", lambda row: row.function.get("fr", "")),
)
ORGANISATION_NAMES = (
    _column(Sort.ORGANISATION, "name_ar", lambda row: row[0].name.get("ar", "")),
    _column(Sort.ORGANISATION, "name_fr", lambda row: row[0].name.get("fr", "")),
)


def events_column(where: Scope) -> Column:
    """The events of the scope in which a person is; asked for now, in a few questions for all rows."""
    held: dict[int, list[str]] = {}
    for forum_id, name in events.readable(where).items():
        for key in db.session.scalars(sa.select(Person.id).where(in_event(forum_id))):
            held.setdefault(key, []).append(name.said())
    return Column("events", lazy("Events"), lambda row: " · ".join(held.get(row.id, ())), shown=False)


def in_event(forum_id: int) -> sa.ColumnElement[bool]:
    """Whether a person was added to an event or has a part in it."""
    return parts_in(forum_id, ports.people, Person.id, Tie.person_id)


def parts_in(forum_id: int, presences: list[ports.Presence], key: Any, column: Any) -> sa.ColumnElement[bool]:
    """Whether a row was added to an event or has a part in it."""
    forum = frozenset({forum_id})
    tied = sa.select(column).where(Tie.forum_id.in_(forum), column.is_not(None))
    return sa.or_(key.in_(tied), *(key.in_(one.within(forum)) for one in presences))
