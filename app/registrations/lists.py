"""The office's list of who comes: its columns and its filters."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import request

from app.forums.models import Forum
from app.platform import i18n
from app.platform.i18n import lazy, lazy_context
from app.registrations import list_choices, list_conditions, queries
from app.registrations.list_choices import Choices
from app.registrations.models import Category, Registration
from app.registrations.words import ARRANGEMENT_WORDS, SOURCE_WORDS, STATE_WORDS, State
from app.ui.listing import Column, Filter, Listing, by_name

COLUMNS = (
    Column("name", lazy("Name"), lambda row: row.name, by_name(Registration), exported=False),
    Column("number", lazy("Number"), lambda row: row.number, lambda: Registration.number, exported=False),
    Column("category", lazy("Category"), lambda row: row.category.name, exported=False),
    Column("state", lazy("State"), lambda row: STATE_WORDS[row.state], exported=False),
    Column(
        "registered",
        lazy("Registered on"),
        lambda row: row.created_at,
        lambda: Registration.created_at,
        kind="moment",
        shown=False,
        exported=False,
    ),
)
_CONTACT = {
    "call": lazy("To call"),
    "ending": lazy("Place returns within a day"),
    "proved": lazy_context("contact", "Confirmed"),
    "unproved": lazy_context("contact", "Not confirmed"),
}
_PHOTO = {"yes": lazy("Agreed to pictures"), "no": lazy("Did not agree")}
_WAITS = {"free": lazy("While places are free"), "full": lazy("While no place is free")}
_SINCE = {"today": lazy("Today"), "week": lazy("The last seven days")}


def registrations(forum: Forum, choices: Choices | None = None) -> Listing:
    """The list of a forum. Requests that await an answer come first, while there are some; who waits stands
    by category and rank, where nobody else is listed.
    """
    known = choices or list_choices.read(forum.id)
    columns: tuple[Column, ...] = COLUMNS
    order = "name"
    if State.PENDING in known.states:
        columns, order = (_requests_first(forum.id), *COLUMNS), "todo"
    if request.args.getlist("state") == [State.WAITING.value] or "waits" in request.args:
        columns, order = (_by_rank(), *columns), "rank"
    return Listing(
        "registrations",
        Registration,
        columns,
        filters=(*_first(known), *_aside(known, forum.id)),
        order=order,
    )


def _by_rank() -> Column:
    """By category, then as places are given: `queries.rank`."""
    position = sa.select(Category.position).where(Category.id == Registration.category_id).scalar_subquery()
    order = [position, Registration.category_id, queries.came_at, Registration.id]
    return Column(
        "rank", lazy("Rank on the waiting list"), lambda row: "", lambda: order, shown=False, exported=False
    )


def _requests_first(forum_id: int) -> Column:
    asking = sa.select(Registration.id).where(
        Registration.forum_id == forum_id, Registration.state == State.PENDING
    )

    def order() -> list[Any]:
        name = Registration.sort_ar if i18n.current() == "ar" else Registration.sort_fr
        return [Registration.id.not_in(asking), name]

    return Column("todo", lazy("Requests first"), lambda row: "", order, shown=False, exported=False)


def _first(known: Choices) -> list[Filter]:
    """What one narrows by every day."""
    states = known.offered_states(request.args.getlist("state"))
    return [
        Filter(
            "state",
            lazy("State"),
            lambda: [(one, STATE_WORDS[one]) for one in states],
            lambda value: Registration.state == value,
            Registration.state,
            always=True,
        ),
        Filter(
            "category",
            lazy("Category"),
            known.categories.items,
            lambda value: Registration.category_id == int(value),
            Registration.category_id,
        ),
        Filter("contact", lazy_context("registration", "Contact"), _CONTACT.items, list_conditions.contact),
    ]


def _aside(known: Choices, forum_id: int) -> list[Filter]:
    """What one narrows by now and then."""
    planned: dict[str, Any] = {
        "any": lazy("Something is to be prepared"),
    }
    planned |= {one.value: word for one, word in ARRANGEMENT_WORDS.items()}
    return [
        Filter(
            "delegation",
            lazy("Delegation"),
            known.delegations.items,
            lambda value: Registration.delegation_id == int(value),
            aside=True,
        ),
        Filter("workshop", lazy("Workshop"), known.workshops.items, list_conditions.chose, aside=True),
        Filter(
            "waits", lazy("Waiting list"), _WAITS.items, partial(list_conditions.waits, forum_id), aside=True
        ),
        Filter("prepare", lazy("To prepare"), planned.items, list_conditions.prepares, aside=True),
        Filter(
            "source",
            lazy("Source"),
            SOURCE_WORDS.items,
            lambda value: Registration.source == value,
            aside=True,
        ),
        Filter("photo", lazy("Pictures"), _PHOTO.items, list_conditions.photo, aside=True),
        Filter("since", lazy("Registered on"), _SINCE.items, list_conditions.registered, aside=True),
    ]
