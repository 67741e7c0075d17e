"""The events among which the person who asks may choose."""

from typing import Any

from flask import request

from app.accounts import ports
from app.people import queries
from app.people.ports import Presence
from app.people.scope import Scope
from app.platform.errors import NotFound
from app.platform.i18n import _


def choosable(where: Scope, *, none: bool = False) -> dict[int, Any]:
    """The names of the events of a scope that may be changed, by key, newest first; for administrators also
    none (key 0).
    """
    open_ones = {key: one.name for key, one in ports.events(where.forums).items() if not one.is_archived}
    return ({0: _("No event")} if none and where.everything else {}) | open_ones


def readable(where: Scope) -> dict[int, Any]:
    """The names of all events of a scope, by key, newest first."""
    return {key: event.name for key, event in ports.events(where.forums).items()}


def asked_event(where: Scope) -> str:
    """The event that the address names (?forum=slug), as the value of a choice; "" for none of the scope."""
    slug = request.args.get("forum", "")
    found = (str(key) for key, event in ports.events(where.forums).items() if event.slug == slug)
    return next(found, "")


def of_scope(where: Scope, forum_id: int) -> int:
    """The key of an event, if it is of the scope. Raises NotFound."""
    if forum_id not in ports.events(where.forums):
        raise NotFound()
    return forum_id


def only_event(where: Scope) -> int | None:
    """The event of somebody who has but one: what they do is told in its log."""
    return next(iter(where.forums)) if where.forums is not None and len(where.forums) == 1 else None


def names(keys: set[int]) -> dict[int, Any]:
    """What some events are called, by key."""
    return {key: event.name for key, event in ports.events(frozenset(keys)).items()}


def held(presences: list[Presence], keys: list[int], forums: frozenset[int] | None) -> dict[int, list[Any]]:
    """The events of some persons, by key: those of the scope, and those where the public sees them."""
    found = {key: set[int]() for key in keys}
    for key, parts in queries.parts(presences, keys).items():
        found[key] |= {part.forum_id for part in parts if part.is_public}
        found[key] |= {part.forum_id for part in parts if forums is None or part.forum_id in forums}
    for key, forum_id in queries.tied_people(keys):
        if forums is None or forum_id in forums:
            found[key].add(forum_id)
    named = names(set().union(*found.values()))
    return {
        key: [name for forum_id, name in named.items() if forum_id in each] for key, each in found.items()
    }
