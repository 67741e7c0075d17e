"""What changes forums."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import lifecycle, ports
from app.forums.lifecycle import State
from app.forums.models import Forum, Hall, Partner, Theme
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy

Part = TypeVar("Part", Hall, Theme, Partner)


class AddressTaken(Conflict):
    """Two events cannot stand under one address."""


def create(values: Mapping[str, Any], *, by: User | None) -> Forum:
    """Add a forum in preparation."""
    forum = Forum()
    _fill(forum, values)
    _settle(forum)
    audit.record("forum.created", forum, by=by, slug=forum.slug)
    return forum


def edit(forum: Forum, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change a forum. Raises Conflict when it is no longer the version that was opened."""
    if forum.version != version:
        raise Conflict(lazy("Somebody else changed this event after you opened it. Yours is not saved yet."))
    _fill(forum, values)
    changes = audit.changes(forum)
    _settle(forum)
    audit.record("forum.edited", forum, by=by, changes=changes)


def move(forum: Forum, to: State, *, by: User | None) -> None:
    """Take the next step of its life. Raises Conflict when there is no such step, or something is missing."""
    if to not in lifecycle.NEXT[forum.state]:
        raise Conflict(lazy("This event is no longer at that step. Open it again to see where it stands."))
    missing = [str(sentence) for question in ports.missing for sentence in question(forum, to)]
    if missing:
        raise Conflict(" ".join(missing))
    forum.state = to
    audit.record("forum.moved", forum, by=by, changes=audit.changes(forum))


def add_hall(forum: Forum, *, name: Mapping[str, str], capacity: int, by: User | None) -> Hall:
    """Add a hall at the end."""
    return _add(forum.halls, Hall(name=name, capacity=capacity), forum, by)


def add_theme(forum: Forum, *, name: Mapping[str, str], by: User | None) -> Theme:
    """Add a theme at the end."""
    return _add(forum.themes, Theme(name=name), forum, by)


def add_partner(forum: Forum, *, organisation_id: int, role: str, by: User | None) -> Partner:
    """Add a partner at the end. Raises Conflict when it holds that part already."""
    if any(one.organisation_id == organisation_id and one.role == role for one in forum.partners):
        raise Conflict(lazy("This organisation has that part already."))
    return _add(forum.partners, Partner(organisation_id=organisation_id, role=role), forum, by)


def remove(forum: Forum, part: Hall | Theme | Partner, *, by: User | None) -> None:
    """Take a hall, theme or partner away."""
    audit.record(f"{part.__tablename__}.removed", part, by=by)
    db.session.delete(part)


def _add(parts: Sequence[Part], part: Part, forum: Forum, by: User | None) -> Part:
    part.forum_id = forum.id
    part.position = max((one.position for one in parts), default=0) + 1
    db.session.add(part)
    audit.record(f"{part.__tablename__}.added", part, by=by)
    return part


def _settle(forum: Forum) -> None:
    """Write the row now. Of two events that take one address at once, the second is refused here."""
    try:
        with db.session.begin_nested():
            db.session.add(forum)
            db.session.flush()
    except IntegrityError as error:
        raise AddressTaken(lazy("Another event has this address already. Choose another.")) from error


def _fill(forum: Forum, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(forum, name, value)
