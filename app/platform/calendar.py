"""Entries for people's calendars (RFC 5545): the only importer of icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText

from app.platform.clock import now


@dataclass(frozen=True)
class Entry:
    """What happens when: whole days (dates, the last one included), or moments.

    `uid` stays that of the entry for ever; a greater `sequence` replaces what a calendar holds.
    """

    uid: str
    sequence: int
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str = ""
    about: str = ""
    url: str = ""
    point: tuple[float, float] | None = None  # latitude, longitude


def ics(entries: Iterable[Entry], *, name: str, locale: str) -> bytes:
    """A calendar file. Moments are in UTC: the rules of Moroccan time in an old phone do not matter."""
    made = Calendar()
    made.add("prodid", f"-//Mounadara//{locale.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", vText(name))
    for entry in entries:
        made.add_component(_event(entry, locale))
    file: bytes = made.to_ical()
    return file


def _event(entry: Entry, locale: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now())
    whole_days = not isinstance(entry.ends, datetime)
    event.add("dtstart", entry.starts)
    # The end of whole days is the first day after them.
    event.add("dtend", date.fromordinal(entry.ends.toordinal() + 1) if whole_days else entry.ends)
    for field, text in (("summary", entry.title), ("location", entry.place), ("description", entry.about)):
        if text:
            event.add(field, text, parameters={"LANGUAGE": locale})
    if entry.url:
        event.add("url", entry.url)
    if entry.point:
        event.add("geo", entry.point)
    # The nights between the days of an event are not taken.
    busy = (
        isinstance(entry.starts, datetime)
        and isinstance(entry.ends, datetime)
        and entry.ends - entry.starts < timedelta(days=1)
    )
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    return event
