"""What needs the team of a forum today, and its next dates: what forums themselves know."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.forums import lifecycle, office_queries
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.ports import Lack, Need
from app.platform import clock
from app.platform.clock import today
from app.platform.i18n import _, day, hour, lazy, plural

SOON = timedelta(days=7)
_UNREADY = {
    State.DRAFT: lazy("The public does not see this event yet."),
    State.ANNOUNCED: lazy("Nobody can register yet."),
}


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
    if first is None or last is None or last < today() or forum.state is State.ARCHIVED:
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


def stands_below(lacks: list[Lack]) -> list[Need]:
    """What blocks the next step and can be mended now: it stands further down on the overview."""
    count = sum(one.blocks and bool(one.endpoint) for one in lacks)
    if not count:
        return []
    title = plural(
        "%(num)d thing keeps you from the next step", "%(num)d things keep you from the next step", count
    )
    return [Need(title, "", "forums.office", "forums.announce", {"_anchor": "next"})]


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
    if first and today() < first <= today() + SOON and forum.state in _UNREADY:
        values = {"state": lifecycle.NEXT[forum.state][0].value}
        return [Need(_("First day: %(far)s", far=far(first)), _UNREADY[forum.state], values=values, **step)]
    if not last or last >= today():
        return []
    if forum.state is State.OPEN:
        values, text = {"state": State.UNDER_WAY.value}, _("Mark it as under way, then close it.")
        return [Need(_("It is over"), text, values=values, **step)]
    if forum.state in (State.ANNOUNCED, State.UNDER_WAY):
        values, text = {"state": State.CLOSED.value}, _("Close the event: the public sees it.")
        return [Need(_("It is over"), text, values=values, **step)]
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
