"""What changes persons."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.audit import actions as audit
from app.people import sovereign, ties
from app.people.models import Person
from app.people.removing import forget
from app.people.scope import Scope
from app.platform import storage
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken


def enter(values: Mapping[str, Any], *, forum_id: int | None, by: User | None) -> Person:
    """Add a person to the directory, and to that of a forum. Raises Conflict for the Sovereign and the Royal
    Family.
    """
    person = Person()
    _fill(person, values)
    db.session.add(person)
    audit.record("person.added", person, by=by, forum_id=forum_id)
    if forum_id is not None:
        ties.tie(person, forum_id, by=by)
    return person


def edit(
    person: Person, values: Mapping[str, Any], *, version: int, by: User | None, forum_id: int | None = None
) -> None:
    """Change a person; the log tells which fields, never what stood in them. Raises Overtaken when the
    person is no longer the version that was opened.
    """
    if person.version != version:
        raise Overtaken()
    before = person.photo_key
    _fill(person, values)
    if before and before != person.photo_key:
        storage.delete_after_commit(before)
    fields = sorted({field.partition(".")[0] for field in audit.changes(person)})
    audit.record("person.edited", person, by=by, forum_id=forum_id, fields=fields)


def remove(person: Person, *, where: Scope, by: User | None, forum_id: int | None = None) -> None:
    """Take a person out of the directory. Raises Conflict while something points at them, and says what."""
    key = person.photo_key
    forget(person, where=where, by=by, forum_id=forum_id)
    if key:
        storage.delete_after_commit(key)


def _fill(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    if sovereign.styled(*person.name.values(), person.given_ar, person.family_ar):
        raise Conflict(sovereign.REASON)
