"""What the search for conflicts reads and what it answers. Pure: the standard library alone.

Moments are aware datetimes of any zone. A session whose length is not known is taken to last a minute, one
whose hour is not known clashes in time with nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

MOMENT = timedelta(minutes=1)
BREAK = "break"


class Severity(StrEnum):
    """What a conflict does to a release."""

    BLOCKS = "blocks"
    WARNS = "warns"


class Clash(StrEnum):
    """What is wrong; in the order in which conflicts of one moment are told."""

    HALL = "hall"
    PERSON = "person"
    DAYS = "days"
    HOURS = "hours"
    CHANGE = "change"
    AVAILABILITY = "availability"
    CAPACITY = "capacity"
    INTERPRETATION = "interpretation"
    PRAYER = "prayer"
    FRIDAY = "friday"
    MODERATOR = "moderator"
    RAPPORTEUR = "rapporteur"


BLOCKING = frozenset({Clash.HALL, Clash.PERSON, Clash.DAYS})


@dataclass(frozen=True, slots=True)
class Stay:
    """A person from one moment to another; in a session without moments: for the whole of it."""

    person: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A session, as far as conflicts go. `parts`: those that somebody has, be the name known or not."""

    key: int
    kind: str
    ref: str = ""  # lives longer than the key: a mark is made of it
    hall: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    stays: tuple[Stay, ...] = ()
    parts: frozenset[str] = frozenset()
    promised: int | None = None
    interpretation: frozenset[str] = frozenset()

    @property
    def until(self) -> datetime | None:
        if self.starts_at is None:
            return None
        return max(self.ends_at or self.starts_at, self.starts_at + MOMENT)


@dataclass(frozen=True, slots=True)
class Room:
    """A hall: how many it holds, and into which languages it can interpret."""

    key: int
    capacity: int
    interpretation: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Open:
    """A day of the event, from midnight to midnight, and when its doors open and close if that is known."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The time that a prayer takes; `prayer` is a Prayer, "friday" for that of Friday noon."""

    starts_at: datetime
    ends_at: datetime
    prayer: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict. `keys` are those of its sessions, in their order.

    `mark` is the same as long as what it is made of is: sessions, their times, hall, person, places,
    languages. An acceptance is kept under it, and falls when one of them changes.
    """

    clash: Clash
    keys: tuple[int, ...]
    mark: str
    person: int | None = None
    hall: int | None = None
    band: Band | None = None
    languages: tuple[str, ...] = ()
    minutes: int | None = None  # between the two sessions

    @property
    def severity(self) -> Severity:
        return Severity.BLOCKS if self.clash in BLOCKING else Severity.WARNS


class Span(NamedTuple):
    """Some time of a session."""

    starts_at: datetime
    ends_at: datetime
    slot: Slot


def spans(slot: Slot, stay: Stay) -> Iterator[Span]:
    """When somebody is in a session; nothing where its hour is not known."""
    begin, end = stay.starts_at or slot.starts_at, stay.ends_at or slot.until
    if begin is not None and end is not None:
        yield Span(begin, max(end, begin + MOMENT), slot)


def mark(clash: Clash, slots: Iterable[Slot], *facts: object, timed: bool = True) -> str:
    """See `Conflict`; 64 letters at most."""
    told: list[object] = []
    for slot in sorted(slots, key=lambda one: one.key):
        told.append(slot.ref or slot.key)
        if timed and slot.starts_at and slot.until:
            told += [slot.starts_at.timestamp(), slot.until.timestamp()]
    return f"{clash}-{sha256(repr((told, facts)).encode()).hexdigest()[:40]}"
