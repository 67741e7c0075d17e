"""What places ask of an organiser: before the registration opens, and day by day."""

from datetime import datetime

import sqlalchemy as sa

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.ports import Lack, Need
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _, lazy, plural
from app.platform.text import isolate
from app.programme.release_rows import ReleasedSession
from app.registrations import queries, workshop_lists, workshop_reading
from app.registrations.models import Category
from app.registrations.words import Seen

_TOLD_IN = frozenset({State.ANNOUNCED, State.OPEN, State.UNDER_WAY})


def missing(forum: Forum, to: State) -> list[Lack]:
    """Registration opens on an event with a category that has places and that somebody can enter; that the
    hours of a category are past, and that a workshop is not offered, is said.
    """
    if to is not State.OPEN:
        return []
    at, found = now(), db.session.scalars(queries.categories(forum.id)).all()
    entered = [one for one in found if one.quota.places]
    if not entered:
        return [Lack(lazy("A category with at least one place is missing."), "categories.index")]
    if all(one.seen is Seen.TEAM for one in entered):
        sentence = lazy("Every category with places is for the team alone: nobody else could register.")
        return [Lack(sentence, "categories.index")]
    if not any(_enters(one, at) for one in entered):
        sentence = lazy("The hours of every category with places are past: nobody could register.")
        return [Lack(sentence, "categories.index")]
    past = [one for one in entered if _is_past(one, at)]
    told = lazy("A category is closed already by its own hours. Check them.")
    return [Lack(told, "categories.edit", {"category_id": one.id}, blocks=False) for one in past]


def today(forum: Forum) -> list[Need]:
    """Workshops that wait to be offered, and those that a release moved onto another one."""
    if forum.state not in _TOLD_IN:
        return []
    found = []
    lacking = workshop_lists.lacking(forum.id).with_only_columns(sa.func.count(ReleasedSession.id))
    count = db.session.scalar(lacking.order_by(None)) or 0
    if count:
        title = plural(
            "%(num)d session asks for registration and is not offered as a workshop",
            "%(num)d sessions ask for registration and are not offered as workshops",
            count,
        )
        text = _("Say how many places each has: then people can choose.")
        found.append(Need(title, text, "workshops.index", "registrations.settings"))
    for first, second, persons in workshop_lists.clashing(forum.id, workshop_reading.every(forum.id)):
        words = {"first": isolate(first.title.said()), "second": isolate(second.title.said())}
        found.append(
            Need(
                _("Two workshops are now at the same time: %(first)s, %(second)s", **words),
                plural("%(num)d person chose both.", "%(num)d persons chose both.", persons),
                "registry.index",
                "registrations.list",
                {"workshop": first.workshop.id},
            )
        )
    return found


def _enters(category: Category, at: datetime) -> bool:
    return category.seen is not Seen.TEAM and not _is_past(category, at)


def _is_past(category: Category, at: datetime) -> bool:
    return category.closes_at is not None and category.closes_at <= at
