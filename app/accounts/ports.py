"""What accounts ask of the features above them.

`administration`: the entries of the administrator's navigation. `name_events`: what the forums are called,
whose roles and invitations are shown here. `keep_closed`: which of them nobody changes any more.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from app.ui.areas import Desk

administration: list[Desk] = []


class Event(Protocol):
    """A forum, as far as an account's pages and letters speak of it."""

    id: Any
    slug: Any

    @property
    def name(self) -> Any: ...

    @property
    def is_archived(self) -> bool: ...


Find = Callable[[frozenset[int] | None], Sequence[Event]]
_find: list[Find] = []


def name_events(find: Find) -> None:
    """Say where the forums with some keys (None: all of them) are found."""
    _find[:] = [find]


def events(ids: frozenset[int] | None = None) -> dict[int, Event]:
    """The forums with these keys, by key, newest first; without keys, all of them."""
    if ids is not None and not ids:
        return {}
    return {event.id: event for find in _find for event in find(ids)}


def event(forum_id: int | None) -> Event | None:
    """One forum; None for the installation."""
    return events(frozenset({forum_id})).get(forum_id) if forum_id is not None else None


_refusals: list[Callable[[int], None]] = []


def keep_closed(refuse: Callable[[int], None]) -> None:
    """Say what raises Conflict for a forum that is read and no longer changed."""
    _refusals[:] = [refuse]


def refuse_closed(forum_id: int | None) -> None:
    """Raise Conflict for a forum in the archive. Inside a unit of work it then stays out of it to the end."""
    for refuse in _refusals:
        if forum_id is not None:
            refuse(forum_id)
