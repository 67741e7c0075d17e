"""What the public may choose now: the categories with what is free in each, in four statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _
from app.registrations import opening, queries, waiting
from app.registrations.entry_links import Entered
from app.registrations.models import Category
from app.registrations.words import Entry


@dataclass(frozen=True)
class Choosable:
    """A category as the public may choose it. `free` is for showing alone, within the places of the whole
    event and of the delegation; none while somebody waits for them. `opens_at`: when it opens, if it is not
    open yet: shown, not to be chosen. `note`: how it is entered, "" where a place is given at once.
    """

    category: Category
    free: int
    is_full: bool
    opens_at: datetime | None
    note: str

    def told(self, *, waits: bool = True) -> str:
        """Its name in a list, with that it is full; `waits`: whether who chooses it would join a list."""
        name = self.category.name.said()
        if not self.is_full:
            return name
        if waits and self.category.entry is not Entry.APPROVAL:
            return str(_("%(category)s (full: waiting list)", category=name))
        return str(_("%(category)s (full)", category=name))


def listed(forum: Forum, entered: Entered | None = None, moment: datetime | None = None) -> list[Choosable]:
    """What the public sees, in the order of the office; of a link the one category into which it leads. Those
    whose hours are over are left out.
    """
    at = moment or now()
    found = [entered.category] if entered else db.session.scalars(queries.categories(forum.id)).all()
    whole = db.session.scalar(queries.total(forum.id))
    limits = [one.free for one in (whole, entered and entered.delegation and entered.delegation.quota) if one]
    queued = frozenset() if entered and entered.delegation else waiting.those_waited_for(forum.id)
    return [
        _choosable(one, limits, at, is_queued=one.id in queued)
        for one in found
        if opening.shown(one, invited=entered is not None) and (one.closes_at is None or at < one.closes_at)
    ]


def _choosable(category: Category, limits: list[int], at: datetime, *, is_queued: bool) -> Choosable:
    on_approval = category.entry is Entry.APPROVAL  # there the team says who is first
    free = 0 if is_queued and not on_approval else min([category.quota.free, *limits])
    later = category.opens_at if category.opens_at and category.opens_at > at else None
    note: Any = _("The team answers each request.") if on_approval else ""
    return Choosable(category, free, is_full=not free, opens_at=later, note=str(note))
