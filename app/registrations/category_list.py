"""What the office's page about categories says of each."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _, current
from app.registrations import entry_links, opening, queries, typed_moments
from app.registrations.models import Category, Registration
from app.registrations.words import Entry, Seen, State


@dataclass(frozen=True)
class Line:
    """A category with how many wait in it and ask for it, its hours in words, and its link ("" without)."""

    category: Category
    waiting: int
    pending: int
    state: tuple[str, str]
    hours: list[str]
    link: str


def lines(forum: Forum) -> list[Line]:
    """The categories of a forum in their order: three statements for any number of them."""
    asked = sa.select(Registration.category_id, Registration.state, sa.func.count()).where(
        Registration.forum_id == forum.id, Registration.state.in_((State.WAITING, State.PENDING))
    )
    rows = db.session.execute(asked.group_by(Registration.category_id, Registration.state))
    counts = {(key, state): count for key, state, count in rows}
    return [
        Line(
            one,
            counts.get((one.id, State.WAITING), 0),
            counts.get((one.id, State.PENDING), 0),
            _state(one),
            _hours(one),
            link(one),
        )
        for one in db.session.scalars(queries.categories(forum.id))
    ]


def link(category: Category) -> str:
    """The link that leads into a category, in the reader's language; "" where none does."""
    by_link = category.seen is Seen.LINK or category.entry is Entry.INVITATION
    return entry_links.url(category, current()) if by_link and category.seen is not Seen.TEAM else ""


def _state(category: Category) -> tuple[Any, str]:
    """(words, tone): whether places are left, and whether one may enter at this hour."""
    at = now()
    if category.closes_at and category.closes_at <= at:
        return _("Closed"), "calm"
    if not opening.is_now(category, at):
        return _("Not open yet"), "calm"
    if not category.quota.free:
        return _("Full"), "attention"
    return _("Places are free"), "good"


def _hours(category: Category) -> list[str]:
    found = []
    if category.opens_at:
        found.append(_("Opens: %(when)s", when=typed_moments.said_since(category.opens_at)))
    if category.closes_at:
        found.append(_("Closes: %(when)s", when=typed_moments.said_until(category.closes_at)))
    return [str(one) for one in found]
