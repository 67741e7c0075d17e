"""Conflicts of one session by itself: with days, hall, prayers, the hours of its people, its kind. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.programme.clashes import BREAK, Band, Clash, Conflict, Open, Room, Slot, Stay, mark, spans

# Which kinds of session need whom.
LED = frozenset({"plenary", "scientific", "workshop", "round_table"})
REPORTED = frozenset({"scientific", "workshop", "round_table"})
LEADING = frozenset({"moderator", "chair"})
REPORTING = "rapporteur"
FRIDAY = "friday"

Times = list[tuple[datetime, datetime]]


def staffing(slot: Slot) -> Iterator[Conflict]:
    """A kind of session that needs somebody whom it has not."""
    if slot.kind in LED and not slot.parts & LEADING:
        yield _untimed(Clash.MODERATOR, slot, slot.kind)
    if slot.kind in REPORTED and REPORTING not in slot.parts:
        yield _untimed(Clash.RAPPORTEUR, slot, slot.kind)


def room(slot: Slot, halls: Mapping[int, Room]) -> Iterator[Conflict]:
    """More places promised than the hall has; interpretation that it has not, or no hall to interpret in."""
    hall = halls.get(slot.hall) if slot.hall is not None else None
    if hall and slot.promised is not None and slot.promised > hall.capacity:
        made_of = (hall.key, slot.promised, hall.capacity)
        yield Conflict(
            Clash.CAPACITY, (slot.key,), mark(Clash.CAPACITY, [slot], *made_of, timed=False), hall=hall.key
        )
    lacking = tuple(sorted(slot.interpretation - (hall.interpretation if hall else frozenset())))
    if lacking:
        key = hall.key if hall else None
        name = mark(Clash.INTERPRETATION, [slot], key, lacking, timed=False)
        yield Conflict(Clash.INTERPRETATION, (slot.key,), name, hall=key, languages=lacking)


def day(slot: Slot, days: Sequence[Open]) -> Iterator[Conflict]:
    """A session belongs to the day on which it begins. Of an event without days nothing is said."""
    if slot.starts_at is None or slot.until is None or not days:
        return
    begin, end = slot.starts_at, slot.until
    own = next((one for one in days if one.starts_at <= begin < one.ends_at), None)
    if own is None:
        yield Conflict(Clash.DAYS, (slot.key,), mark(Clash.DAYS, [slot]))
    elif (own.opens_at and begin < own.opens_at) or (own.closes_at and end > own.closes_at):
        yield Conflict(Clash.HOURS, (slot.key,), mark(Clash.HOURS, [slot]))


def prayers(slot: Slot, bands: Iterable[Band]) -> Iterator[Conflict]:
    """A session, other than a break, across the time of a prayer; each prayer once."""
    if slot.starts_at is None or slot.until is None or slot.kind == BREAK:
        return
    told = set()
    for band in bands:
        if band.starts_at < slot.until and slot.starts_at < band.ends_at and band.prayer not in told:
            told.add(band.prayer)
            clash = Clash.FRIDAY if band.prayer == FRIDAY else Clash.PRAYER
            yield Conflict(clash, (slot.key,), mark(clash, [slot], str(band.prayer)), band=band)


def presence(slot: Slot, times: Mapping[int, Times]) -> Iterator[Conflict]:
    """A person who is not there all the time that is asked; each person once. See `presences`."""
    if slot.kind == BREAK:
        return
    away = set()
    for stay in slot.stays:
        known = times.get(stay.person)
        if known is None:
            continue
        for begin, end, _slot in spans(slot, stay):
            if not any(first <= begin and end <= last for first, last in known):
                away.add(stay.person)
    for person in away:
        name = mark(Clash.AVAILABILITY, [slot], person)
        yield Conflict(Clash.AVAILABILITY, (slot.key,), name, person=person)


def presences(given: Iterable[Stay]) -> dict[int, Times]:
    """When persons said they are there, times that touch joined; who said nothing is not in it."""
    found: dict[int, Times] = defaultdict(list)
    for stay in given:
        if stay.starts_at and stay.ends_at:
            found[stay.person].append((stay.starts_at, stay.ends_at))
    return {person: _joined(times) for person, times in found.items()}


def _joined(times: Times) -> Times:
    whole: Times = []
    for begin, end in sorted(times):
        if whole and begin <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((begin, end))
    return whole


def _untimed(clash: Clash, slot: Slot, *facts: object) -> Conflict:
    return Conflict(clash, (slot.key,), mark(clash, [slot], *map(str, facts), timed=False))
