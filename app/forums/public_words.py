"""Dates, places, sizes, hours, languages and roles as the public pages say them."""

from datetime import datetime, time

from markupsafe import Markup

from app.forums.documents import ENDINGS
from app.forums.models import Day, Document, Forum, Partner, PartnerRole
from app.forums.public_rules import is_told_by_sources, shown_state, told_dates
from app.forums.words import spoken
from app.platform.clock import ZONE
from app.platform.i18n import _, context, days, hour, listing, number
from app.platform.text import ltr

_KB, _MB = 1_000, 1_000_000


state, dates = shown_state, told_dates


def when(forum: Forum) -> str:
    """The dates, else what is said of them, else that nobody says them."""
    if forum.starts_on:
        return days(forum.starts_on, forum.ends_on or forum.starts_on)
    if forum.date_note:
        return forum.date_note.said()
    return str(_("Date: not in the source") if is_told_by_sources(forum) else _("Date: not stated"))


def no_city(forum: Forum) -> str:
    """That nobody says the city."""
    return str(_("City: not in the source") if is_told_by_sources(forum) else _("City: not stated"))


def absent(forum: Forum) -> str:
    """What stands in place of a fact that nobody says."""
    return str(_("not in the source") if is_told_by_sources(forum) else _("not stated"))


def file_kind(document: Document) -> Markup:
    """What the file is: its usual ending, in capitals."""
    return ltr(ENDINGS[document.content_type][0].upper() if document.content_type in ENDINGS else "")


def file_size(size: int) -> str:
    """A number of bytes, to the tenth of a megabyte or the whole kilobyte."""
    if size >= _MB:
        return str(_("%(size)s MB", size=number(round(size / _MB, 1))))
    return str(_("%(size)s kB", size=number(max(1, round(size / _KB)))))


def languages(found: list[str]) -> str:
    """The languages in the words of the page."""
    return listing(spoken(found))


def opening(day: Day) -> str:
    """From when to when the doors are open; nothing where it is not known."""
    if day.opens_at is None:
        return ""
    begin = _hour(day, day.opens_at)
    if day.closes_at is None:
        return str(_("from %(begin)s", begin=begin))
    return str(context("hours", "from %(begin)s to %(end)s", begin=begin, end=_hour(day, day.closes_at)))


def partners_by_role(forum: Forum) -> list[tuple[PartnerRole, list[Partner]]]:
    """The roles in the order of their list, in each the partners in the order typed."""
    found = [(role, [one for one in forum.partners if one.role is role]) for role in PartnerRole]
    return [(role, partners) for role, partners in found if partners]


def _hour(day: Day, at: time) -> str:
    return hour(datetime.combine(day.on, at, tzinfo=ZONE))
