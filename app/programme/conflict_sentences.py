"""The sentence of each kind of conflict. It names what clashes with its hours; labels and colons, so that in
no language a word has to agree with a name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.forums.words import spoken
from app.platform.clock import local
from app.platform.i18n import _, context, day, days, hour, lazy, listing, number
from app.platform.text import Translated, isolate
from app.programme.clashes import Clash, Conflict, Open, Room, Slot, Stay
from app.programme.prayer_words import PRAYER_WORDS, Prayer
from app.programme.slots import Item

_SENTENCES = {
    Clash.HALL: lazy(
        "Same hall, %(hall)s, on %(day)s: “%(first)s” (%(hours)s) and “%(second)s” (%(second_hours)s)."
    ),
    Clash.PERSON: lazy(
        "Same person, %(person)s, on %(day)s: “%(first)s” (%(hours)s) and “%(second)s” (%(second_hours)s)."
    ),
    Clash.DAYS: lazy("Outside the days of the event (%(days)s): “%(first)s” (%(when)s)."),
    Clash.CHANGE: lazy(
        "Too little time to change halls, %(person)s, on %(day)s: “%(first)s” (%(hours)s, %(hall)s) and"
        " “%(second)s” (%(second_hours)s, %(second_hall)s). Minutes between them: %(minutes)s;"
        " minutes needed: %(needed)s."
    ),
    Clash.AVAILABILITY: lazy(
        "Not there at that time, %(person)s: “%(first)s” (%(when)s). Times of presence: %(times)s."
    ),
    Clash.CAPACITY: lazy(
        "Hall too small for “%(first)s” (%(when)s). Places promised: %(promised)s;"
        " places in the hall %(hall)s: %(places)s."
    ),
    Clash.PRAYER: lazy("Across a time of prayer, %(prayer)s (%(band)s): “%(first)s” (%(when)s)."),
    Clash.FRIDAY: lazy("Across the Friday prayer (%(band)s): “%(first)s” (%(when)s)."),
    Clash.MODERATOR: lazy("Neither moderator nor chair: “%(first)s” (%(when)s)."),
    Clash.RAPPORTEUR: lazy("No rapporteur: “%(first)s” (%(when)s)."),
}
_TOO_EARLY = lazy("Before the doors open (%(doors)s): “%(first)s” (%(when)s).")
_TOO_LATE = lazy("Goes on after the doors close (%(doors)s): “%(first)s” (%(when)s).")
_NO_BOOTH = lazy(
    "Interpretation that the hall %(hall)s does not offer (%(languages)s): “%(first)s” (%(when)s)."
)
_NO_HALL = lazy("Interpretation without a hall (%(languages)s): “%(first)s” (%(when)s).")


@dataclass(frozen=True)
class Place:
    """A hall: its name, and what conflicts know of it."""

    name: Translated
    room: Room


@dataclass(frozen=True)
class Facts:
    """What was read of a draft; `people` are the names of those whom a conflict concerns."""

    items: Mapping[int, Item]
    halls: Mapping[int, Place]
    days: Sequence[Open]
    availabilities: Sequence[Stay]
    needed: int  # minutes from one hall to another
    people: dict[int, str] = field(default_factory=dict)

    def in_time(self, conflict: Conflict) -> list[Item]:
        """The sessions of a conflict, the earlier first."""
        found = [self.items[key] for key in conflict.keys]
        return sorted(found, key=lambda item: item.slot.starts_at.timestamp() if item.slot.starts_at else 0)


def sentence(conflict: Conflict, facts: Facts) -> str:
    """In the language in force."""
    words = _SENTENCES.get(conflict.clash)
    first, *others = facts.in_time(conflict)
    told = _told(conflict, first, facts)
    if others:
        told.update(_second(others[0], facts))
    if conflict.clash is Clash.HOURS:
        words, doors = _doors(first.slot, facts.days)
        told["doors"] = lambda: doors
    elif conflict.clash is Clash.INTERPRETATION:
        words = _NO_HALL if conflict.hall is None else _NO_BOOTH
    return str(words) % told


def when(slot: Slot) -> str:
    """«Monday 1 June 2026, from 09:00 to 10:30»."""
    if slot.starts_at is None:
        return str(_("hour not stated"))
    return str(context("when", "%(day)s, %(hours)s", day=_day(slot.starts_at), hours=_of(slot)))


class _Words(dict[str, Callable[[], str]]):
    """What a sentence may name: said only when it does."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(name)()


def _told(conflict: Conflict, item: Item, facts: Facts) -> _Words:
    slot, band = item.slot, conflict.band
    hall = facts.halls.get(slot.hall) if slot.hall is not None else None
    return _Words(
        first=lambda: isolate(item.name),
        hours=lambda: _of(slot),
        when=lambda: when(slot),
        day=lambda: _day(slot.starts_at),
        days=lambda: _event(facts.days),
        hall=lambda: isolate(hall.name.said()) if hall else "",
        person=lambda: isolate(facts.people.get(conflict.person or 0, "")),
        promised=lambda: number(slot.promised or 0),
        places=lambda: number(hall.room.capacity) if hall else "",
        needed=lambda: number(facts.needed),
        minutes=lambda: number(conflict.minutes or 0),
        languages=lambda: listing(spoken(list(conflict.languages))),
        times=lambda: _times(conflict.person, facts.availabilities),
        prayer=lambda: str(PRAYER_WORDS[Prayer(band.prayer)]) if band else "",
        band=lambda: _range(band.starts_at, band.ends_at) if band else "",
    )


def _second(item: Item, facts: Facts) -> _Words:
    hall = facts.halls.get(item.slot.hall) if item.slot.hall is not None else None
    return _Words(
        second=lambda: isolate(item.name),
        second_hours=lambda: _of(item.slot),
        second_hall=lambda: isolate(hall.name.said()) if hall else "",
    )


def _doors(slot: Slot, open_days: Sequence[Open]) -> tuple[Any, str]:
    begin = slot.starts_at
    # There is one: a session outside all days is another kind of conflict.
    own = next(one for one in open_days if begin and one.starts_at <= begin < one.ends_at)
    if own.opens_at and begin and begin < own.opens_at:
        return _TOO_EARLY, hour(own.opens_at)
    return _TOO_LATE, hour(own.closes_at or own.ends_at)


def _times(person: int | None, given: Sequence[Stay]) -> str:
    own = [one for one in given if one.person == person and one.starts_at and one.ends_at]
    return listing([when(Slot(key=0, kind="", starts_at=one.starts_at, ends_at=one.ends_at)) for one in own])


def _event(open_days: Sequence[Open]) -> str:
    return days(_date(open_days[0].starts_at), _date(open_days[-1].starts_at)) if open_days else ""


def _of(slot: Slot) -> str:
    if slot.starts_at is None:
        return ""
    if slot.ends_at is None:
        return str(_("from %(begin)s", begin=hour(slot.starts_at)))
    return _range(slot.starts_at, slot.ends_at)


def _range(begin: datetime, end: datetime) -> str:
    return str(context("hours", "from %(begin)s to %(end)s", begin=hour(begin), end=hour(end)))


def _day(moment: datetime | None) -> str:
    return day(_date(moment)) if moment else ""


def _date(moment: datetime) -> Any:
    return local(moment).date()
