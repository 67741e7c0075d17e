"""Finding rows by the person: by key, and by what a row says of who it is."""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import folded
from app.people.ports import Bears, Subject
from app.platform.db import Model, db
from app.platform.text import fold


def chosen(model: type[Model]) -> Callable[[Subject], Iterable[Any]]:
    """For `Record.rows` of a table that names people by itself: the rows that somebody chose."""
    return lambda subject: _by_key(model, model.id, subject.keys(model.__tablename__))


def pointing(column: Any, table: str) -> Callable[[Subject], Iterable[Any]]:
    """For `Record.rows` of a table with a foreign key: those that point at the person's rows of `table`."""
    return lambda subject: _by_key(column.class_, column, subject.keys(table))


def _by_key(model: type[Model], column: Any, keys: Iterable[int]) -> Iterable[Any]:
    found = sa.select(model).where(column.in_(list(keys))).order_by(model.id)
    return db.session.scalars(found).all() if keys else ()


def alike(model: Any) -> Callable[[Subject], Iterable[Any]]:
    """For `Record.alike` of a searched table with `email`, and perhaps `phone`."""
    return lambda subject: _alike(model, subject)


def _alike(model: Any, subject: Subject) -> Iterable[Any]:
    asked = [sa.func.lower(model.email).in_(subject.emails)]
    if hasattr(model, "phone"):
        asked.append(model.phone.in_(subject.phones))
    if hasattr(model, "search"):
        asked += [model.search.contains(name, autoescape=True) for name in subject.names]
    return db.session.scalars(sa.select(model).where(sa.or_(*asked)).order_by(model.id)).all()


def names_of(all_bears: Iterable[Bears]) -> frozenset[str]:
    """The folded names of rows."""
    return frozenset(filter(None, (fold(name) for one in all_bears for name in one.names)))


def known_by(all_bears: Iterable[Bears]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The mails, phones and folded names of rows, as a subject keeps them."""
    every = list(all_bears)
    emails = frozenset(folded(one.email) for one in every if one.email)
    return emails, frozenset(one.phone for one in every if one.phone), names_of(every)


def removed(row: Any, _by: User) -> bool:
    """For `Record.erase` of a table whose rows go altogether."""
    db.session.delete(row)
    return True


def stays(_row: Any, _by: User) -> bool:
    """For `Record.erase` of a table whose rows are `kept`."""
    return False
