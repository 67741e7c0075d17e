"""What needs the team of a forum today, and its next dates: what forums themselves know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.forums import office_queries
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.ports import Need
from app.platform import clock
from app.platform.clock import today
from app.platform.i18n import _, day, hour, plural


@dataclass(frozen=True)
class Dated:
    """Something that comes: its day in words, what it is, how far away it is."""

    when: str
    title: Any
    text: Any


def needs_today(forum: Forum) -> list[Need]:
    """The step that the calendar suggests, letters that failed, invitations that run out."""
    return [*_suggested(forum), *_letters(forum), *_invitations(forum)]


def of(forum: Forum) -> list[Dated]:
    """The next dates: the first day, the next opening of the doors, the last day."""
    first, last = forum.starts_on, forum.ends_on or forum.starts_on
    if first is None or last is None or last < today():
        return []
    found = [(first, _("First day"), "")] if first >= today() else []
    opening = office_queries.next_opening(forum.id, max(today(), first))
    if opening and opening.opens_at:
        at = clock.at(opening.on, opening.opens_at.hour, opening.opens_at.minute)
        found.append((opening.on, _("Doors open"), hour(at)))
    if last > first:
        found.append((last, _("Last day"), ""))
    found.sort(key=lambda one: one[0])
    return [Dated(day(on), title, text or far(on)) for on, title, text in found]


def far(on: date) -> str:
    """«in 12 days», «today»; "" for what is past."""
    left = (on - today()).days
    if left < 0:
        return ""
    return str(plural("in %(num)d day", "in %(num)d days", left)) if left else str(_("today"))


def _suggested(forum: Forum) -> list[Need]:
    first, last = forum.starts_on, forum.ends_on or forum.starts_on
    step = {"endpoint": "forums.move", "permission": "forums.announce"}
    if forum.state is State.OPEN and first and last and first <= today() <= last:
        title = _("It begins today") if first == today() else _("It has begun")
        values = {"state": State.UNDER_WAY.value}
        return [Need(title, _("Mark the event as under way: the public sees it."), values=values, **step)]
    if forum.state is State.UNDER_WAY and last and last < today():
        values = {"state": State.CLOSED.value}
        return [Need(_("It is over"), _("Close the event: the public sees it."), values=values, **step)]
    return []


def _letters(forum: Forum) -> list[Need]:
    count = office_queries.undelivered(forum.id)
    if not count:
        return []
    title = plural("%(num)d message could not be delivered", "%(num)d messages could not be delivered", count)
    text = _("See why, correct the address, then send again.")
    return [Need(title, text, "messages.index", "messages.list", {"state": "failed"}, "urgent")]


def _invitations(forum: Forum) -> list[Need]:
    count = office_queries.unanswered(forum.id)
    if not count:
        return []
    title = plural(
        "%(num)d invitation to the team runs out", "%(num)d invitations to the team run out", count
    )
    return [Need(title, _("Send it again, or withdraw it."), "team.index", "team.manage")]
