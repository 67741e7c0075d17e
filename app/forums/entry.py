"""An event as people put it into their calendars."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app

from app.forums.kept import scope
from app.forums.models import Day, Forum
from app.forums.public_words import opening
from app.platform.calendar import Entry
from app.platform.clock import at
from app.platform.db import db
from app.platform.i18n import _, current
from app.platform.i18n import day as in_words
from app.platform.page_versions import number
from app.platform.text import search_words


def of(forum: Forum) -> Entry | None:
    """One entry over the whole event, whose text tells the hours of each day; none without a date.

    One, so that a day which goes, or loses its hours, leaves nothing behind in anybody's calendar.
    """
    if forum.starts_on is None:
        return None
    starts, ends = _span(forum, forum.starts_on, forum.ends_on or forum.starts_on)
    about = [forum.motto.said() or forum.about.said(), *(_told(day) for day in forum.days)]
    return Entry(
        uid=_uid(forum),
        # Raised by each change of the event or of a part of it; versions of days go with the days.
        sequence=db.session.scalar(sa.select(number(scope(forum.id)))) or 0,
        title=forum.name.said(),
        starts=starts,
        ends=ends,
        place=place(forum),
        about="\n".join(line for line in about if line),
        url=current_app.config["SETTINGS"].base_url + _path(forum),
        point=point(forum),
    )


def place(forum: Forum) -> str:
    """Venue, address and city in one line, in the language of the page; no city that the address names."""
    venue, address, city = (text.said() for text in (forum.venue, forum.address, forum.city))
    if f" {_plain(city)} " in f" {_plain(address)} ":
        city = ""
    return ("، " if current() == "ar" else ", ").join(part for part in (venue, address, city) if part)


def _span(forum: Forum, first: date, last: date) -> tuple[date, date] | tuple[datetime, datetime]:
    """From the first opening to the last closing; whole days where one of the two is not known."""
    hours = {day.on: day for day in forum.days}
    begin, end = hours.get(first), hours.get(last)
    if begin and begin.opens_at and end and end.closes_at:
        opens, closes = begin.opens_at, end.closes_at
        return at(first, opens.hour, opens.minute), at(last, closes.hour, closes.minute)
    return first, last


def _told(day: Day) -> str:
    """A day with its hours and its title; nothing for one of which no more is known than its date."""
    said = [part for part in (opening(day), day.title.said()) if part]
    line = in_words(day.on)
    for part in said:
        line = str(_("%(first)s, %(second)s", first=line, second=part))
    return line if said else ""


def _plain(text: str) -> str:
    return " ".join(search_words(text))


def point(forum: Forum) -> tuple[float, float] | None:
    """Latitude and longitude, where they are known."""
    if forum.latitude is None or forum.longitude is None:
        return None
    return forum.latitude, forum.longitude


def _path(forum: Forum) -> str:
    # Not url_for: letters are filled outside any request.
    words = {"locale": current(), "forum": forum}
    return current_app.url_map.bind("localhost").build("forums.show", words)


def _uid(forum: Forum) -> str:
    """The same for ever, also when the address of the event changes; it shows no key of a row."""
    base = current_app.config["SETTINGS"].base_url
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{base}/event/{forum.id}/"))
