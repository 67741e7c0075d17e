"""Public pages about one event, kept whole until something on them changes."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import request

from app.forums import queries
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import NotFound
from app.platform.page_cache import Watched, cached

View = TypeVar("View", bound=Callable[..., Any])
_counts: dict[str, Callable[[int], sa.ScalarSelect[Any]]] = {}


def count(name: str, number: Callable[[int], sa.ScalarSelect[Any]]) -> None:
    """A number on the pages about an event (given its key) that changes too often to raise their version."""
    _counts[name] = number


def kept(view: View) -> View:
    """Under `@public`: the page hangs on `scope(event)`, on the site, and on what is counted there.

    The event of the address is read only when the page must be drawn; in preparation it is not there.
    """
    return _of_slug(cached(_watched, _loaded)(view))


def kept_without_query(view: View) -> View:
    """As `kept`, for a view that reads a query: with one it is asked each time, and must limit itself."""
    return _of_slug(cached(_watched, _loaded, reads_query=True)(view))


def kept_by_minute(view: View) -> View:
    """As `kept`, and drawn anew with each minute: for a page that says what time it is."""
    return _of_slug(cached(_watched_by_minute, _loaded)(view))


def scope(forum_id: int) -> str:
    """The scope of the pages about an event."""
    return f"forum:{forum_id}"


def _of_slug(view: View) -> View:
    """The view is given the slug of the address, not the event."""
    vars(view)["takes_slug"] = True
    return view


def _watched(values: dict[str, Any]) -> Watched:
    found = sa.select(Forum.id).where(Forum.slug == values["forum"], Forum.state != State.DRAFT)
    forum_id = db.session.scalar(found)
    if forum_id is None:
        raise NotFound()
    return Watched((scope(forum_id),), tuple(number(forum_id) for number in _counts.values()))


def _watched_by_minute(values: dict[str, Any]) -> Watched:
    found = _watched(values)
    minute = sa.bindparam("minute", callable_=_minute, type_=sa.String)  # asked at each request
    return Watched(found.scopes, (*found.counts, sa.select(minute).scalar_subquery()))


def _minute() -> str:
    return f"{now():%H:%M}"


def _loaded(values: dict[str, Any]) -> dict[str, Any]:
    forum: Forum | None = db.session.scalar(queries.by_slug(values["forum"]))
    if forum is None or not forum.is_public:
        raise NotFound()
    if request.view_args is not None:
        request.view_args["forum"] = forum
    return values | {"forum": forum}
