"""What changes the halls, days, themes, partners, contacts and documents of a forum.

The row of the forum is locked first: two editors at once are told in turn what the rules say.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import office_queries, parts_rules
from app.forums.models import Contact, Day, Document, Forum, Hall, Partner, Theme
from app.platform import storage
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy

_GONE = lazy("Somebody else removed this meanwhile.")
Part = TypeVar("Part", Hall, Day, Theme, Partner, Contact, Document)
# How a desk is reached may be somebody's own number, and where a file is kept is nobody's business.
_UNTOLD = frozenset({"phone", "email", "key", "content_type"})


def add(forum: Forum, model: type[Part], values: Mapping[str, Any], *, by: User | None) -> Part:
    """Add a part at the end. Raises a PartRefused that names the field."""
    parts_rules.lock(forum)
    part = model(forum_id=forum.id, **values)
    parts_rules.check(forum, part)
    if not isinstance(part, Day):
        last = sa.select(sa.func.max(model.position)).where(model.forum_id == forum.id)
        part.position = (db.session.scalar(last) or 0) + 1
    db.session.add(part)
    _settle(part)
    audit.record(f"{part.__tablename__}.added", part, by=by)
    return part


def edit(forum: Forum, part: Any, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change a part. Raises Overtaken when it is no longer the version that was opened, or a PartRefused."""
    parts_rules.lock(forum)
    if part.version != version:
        raise Overtaken()
    if isinstance(part, Document) and values.get("key", part.key) != part.key:
        storage.delete_after_commit(part.key)
    for name, value in values.items():
        setattr(part, name, value)
    parts_rules.check(forum, part)
    changes = audit.changes(part)
    told = {name: pair for name, pair in changes.items() if name not in _UNTOLD}
    untold = sorted({"phone", "email"} & set(changes))
    _settle(part)
    fields: dict[str, Any] = {"fields": untold} if untold else {}
    audit.record(f"{part.__tablename__}.edited", part, by=by, changes=told, **fields)


def shift(forum: Forum, part: Any, up: bool, *, by: User | None) -> None:
    """Move a part one place up or down; at the end of the list nothing happens. Raises Conflict for one
    that is gone.
    """
    parts_rules.lock(forum)
    row = list(office_queries.parts(type(part), forum.id))
    if part not in row:
        raise Conflict(_GONE)
    place = row.index(part)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    for position, one in enumerate(row, 1):
        one.position = position
    audit.record(f"{part.__tablename__}.shifted", part, by=by, position=other + 1)


def remove(forum: Forum, part: Any, *, by: User | None) -> None:
    """Take a part away, and with a document its file. Raises Conflict when somebody else did."""
    parts_rules.lock(forum)
    if part not in office_queries.parts(type(part), forum.id):
        raise Conflict(_GONE)
    if isinstance(part, Document):
        storage.delete_after_commit(part.key)
    audit.record(f"{part.__tablename__}.removed", part, by=by)
    db.session.delete(part)


def add_hall(forum: Forum, *, by: User | None, **values: Any) -> Hall:
    """Add a hall at the end: `name` and `capacity`, and what else is known of it."""
    return add(forum, Hall, values, by=by)


def add_theme(forum: Forum, *, by: User | None, **values: Any) -> Theme:
    """Add a theme at the end."""
    return add(forum, Theme, values, by=by)


def add_partner(forum: Forum, *, organisation_id: int, role: str, by: User | None) -> Partner:
    """Add a partner at the end. Raises PartRefused when it holds that part already."""
    return add(forum, Partner, {"organisation_id": organisation_id, "role": role}, by=by)


def _settle(part: Any) -> None:
    """Write the row now, so that a rule of the database speaks here and not at the commit."""
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise Overtaken() from error
