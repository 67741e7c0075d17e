"""Many new rows of the directory in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.people.models import Organisation, Person
from app.platform.db import db
from app.platform.text import indexed

_NOT_COPIED = frozenset({"id", "created_at", "version"})


def columns(made: Person | Organisation) -> dict[str, Any]:
    """The columns of a row that is not in the session, with the keys by which it is found and sorted."""
    names = [one.key for one in made.__mapper__.column_attrs if one.key not in _NOT_COPIED]
    return {name: getattr(made, name) for name in names} | indexed(made) | {"version": 1}


def insert(model: type[Person] | type[Organisation], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Give the keys in the order of the rows."""
    statement = sa.insert(model).returning(model.id, sort_by_parameter_order=True)
    return db.session.scalars(statement, list(rows)).all()
