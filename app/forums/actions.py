"""What changes forums."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import checklist, lifecycle, ports
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.parts_actions import add_hall, add_partner, add_theme
from app.forums.parts_rules import lock, lock_even_archived
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy

__all__ = ["add_hall", "add_partner", "add_theme", "create", "edit", "move"]
# Of a whole page of text its name is enough.
_LONG = frozenset({"about", "concept", "directions", "other_titles", "sources"})


class AddressTaken(Conflict):
    """Two events cannot stand under one address."""


class StillNeeded(Conflict):
    """What the event needs at its present step would be taken from it: `lacks`, with their fields."""

    def __init__(self, lacks: Sequence[ports.Lack]) -> None:
        super().__init__(" ".join(str(one.sentence) for one in lacks))
        self.lacks = lacks


class DatesInUse(Conflict):
    """Something of the forum stands on a day that would no longer be one of its days."""


def create(values: Mapping[str, Any], *, by: User | None, record: bool = True) -> Forum:
    """Add a forum in preparation. Without `record` the caller tells the log what it was made from."""
    forum = Forum()
    _fill(forum, values)
    _settle(forum)
    if record:
        audit.record("forum.created", forum, by=by, slug=forum.slug)
    return forum


def edit(forum: Forum, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change a forum. Raises Overtaken when it is no longer the version that was opened, AddressTaken,
    DatesInUse when a day or a session would stand outside the new dates, and StillNeeded.
    """
    lock(forum)
    if forum.version != version:
        raise Overtaken()
    if "starts_on" in values:
        _refuse_outside(forum, values["starts_on"], values["ends_on"])
    before = {str(one.sentence) for one in checklist.kept(forum)}
    _fill(forum, values)
    # What was missing already, or is past by now, is no fault of this change.
    taken = [one for one in checklist.kept(forum) if str(one.sentence) not in before]
    if taken:
        raise StillNeeded(taken)
    changes = audit.changes(forum)
    long = sorted({name.partition(".")[0] for name in changes} & _LONG)
    short = {name: pair for name, pair in changes.items() if name.partition(".")[0] not in _LONG}
    _settle(forum)
    fields: dict[str, Any] = {"fields": long} if long else {}
    audit.record("forum.edited", forum, by=by, changes=short, **fields)


def move(forum: Forum, to: State, *, by: User | None) -> None:
    """Take a step of its life. Raises Conflict when there is no such step, or something is missing."""
    lock_even_archived(forum)
    if to not in lifecycle.NEXT[forum.state]:
        raise Conflict(lazy("This event is no longer at that step. Open it again to see where it stands."))
    missing = [str(one.sentence) for one in checklist.lacks(forum, to) if one.blocks]
    if missing:
        raise Conflict(" ".join(missing))
    forum.state = to
    audit.record("forum.moved", forum, by=by, changes=audit.changes(forum))


def _refuse_outside(forum: Forum, first: date | None, last: date | None) -> None:
    named = [str(one) for things in ports.datings.values() for one in things(forum, first, last)]
    if named:
        sentence = lazy(
            "Outside these dates: %(things)s. Move or remove that first.", things=", ".join(named)
        )
        raise DatesInUse(sentence)


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
