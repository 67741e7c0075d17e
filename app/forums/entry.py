"""An event as people put it into their calendars."""

import uuid
from datetime import datetime, time
from functools import partial

from flask import current_app, url_for

from app.forums.models import Day, Forum
from app.platform.calendar import Entry
from app.platform.clock import at
from app.platform.i18n import _, current


def of(forum: Forum) -> list[Entry]:
    """One entry a day where each day has its hours, else one over the whole days; none without a date."""
    if forum.starts_on is None:
        return []
    make = partial(
        Entry,
        sequence=forum.version + sum(day.version for day in forum.days),
        place=place(forum),
        about=forum.motto.said() or forum.about.said(),
        url=current_app.config["SETTINGS"].base_url + url_for("forums.show", forum=forum),
        point=(forum.latitude, forum.longitude) if forum.latitude and forum.longitude else None,
    )
    title = forum.name.said()

    def named(day: Day) -> str:
        return _("%(first)s, %(second)s", first=title, second=day.title.said()) if day.title else title

    if forum.days and all(day.opens_at and day.closes_at for day in forum.days):
        return [
            make(
                uid=_uid(forum, day.on.isoformat()),
                title=named(day),
                starts=_moment(day, day.opens_at),
                ends=_moment(day, day.closes_at),
            )
            for day in forum.days
        ]
    return [make(uid=_uid(forum), title=title, starts=forum.starts_on, ends=forum.ends_on or forum.starts_on)]


def place(forum: Forum) -> str:
    """Venue, address and city in one line, in the language of the page."""
    parts = [text.said() for text in (forum.venue, forum.address, forum.city) if text]
    return ("، " if current() == "ar" else ", ").join(parts)


def _uid(forum: Forum, part: str = "") -> str:
    """The same for ever, also when the address of the event changes; it shows no key of a row."""
    base = current_app.config["SETTINGS"].base_url
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{base}/event/{forum.id}/{part}"))


def _moment(day: Day, hour: time | None) -> datetime:
    hour = hour or time()
    return at(day.on, hour.hour, hour.minute)
