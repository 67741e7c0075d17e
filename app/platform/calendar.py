"""Entries for people's calendars (RFC 5545): the only importer of icalendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText
from icalendar.parser import Contentline

from app.platform.clock import now

_WHOLE = 75  # bytes from which a line is folded


@dataclass(frozen=True)
class Entry:
    """What happens when: whole days (dates, the last one included), or moments; without `ends` a moment whose
    end is not known.

    `uid` stays that of the entry for ever; a greater `sequence` replaces what a calendar holds. One that is
    `cancelled` stays in the file, so that calendars strike it out.
    """

    uid: str
    sequence: int
    title: str
    starts: date | datetime
    ends: date | datetime | None
    place: str = ""
    about: str = ""
    url: str = ""
    point: tuple[float, float] | None = None  # latitude, longitude
    categories: Sequence[str] = ()
    cancelled: bool = False
    tentative: bool = False


def ics(entries: Iterable[Entry], *, name: str, locale: str) -> bytes:
    """A calendar file. Moments are in UTC: the rules of Moroccan time in an old phone do not matter."""
    made = Calendar()
    made.add("prodid", f"-//Mounadara//{locale.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", vText(name))
    for entry in entries:
        made.add_component(_event(entry, locale))
    return b"\r\n".join(_folded(line) for line in made.content_lines())


def _folded(line: Contentline) -> bytes:
    # The library goes through each line letter by letter; most are short.
    plain = line.encode()
    return plain if len(plain) < _WHOLE else bytes(line.to_ical())  # type: ignore[no-untyped-call]


def _event(entry: Entry, locale: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now())
    event.add("status", _status(entry))
    event.add("dtstart", entry.starts)
    if entry.ends is not None:
        # The end of whole days is the first day after them.
        whole_days = not isinstance(entry.ends, datetime)
        event.add("dtend", date.fromordinal(entry.ends.toordinal() + 1) if whole_days else entry.ends)
    for field, text in (("summary", entry.title), ("location", entry.place), ("description", entry.about)):
        if text:
            event.add(field, text, parameters={"LANGUAGE": locale})
    if entry.categories:
        event.add("categories", list(entry.categories))
    if entry.url:
        event.add("url", entry.url)
    if entry.point:
        event.add("geo", entry.point)
    event.add("transp", "OPAQUE" if _takes_time(entry) else "TRANSPARENT")
    return event


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _takes_time(entry: Entry) -> bool:
    """The nights between the days of an event are not taken; nothing is by what is cancelled."""
    if entry.cancelled or not (isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime)):
        return False
    return entry.ends - entry.starts < timedelta(days=1)
