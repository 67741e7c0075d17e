"""Conflicts between two sessions: the same hall, the same person, too little time between two halls. Pure.

Back to back is no clash. Each list is sorted by time once and swept, so that only what is near is compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from app.programme.clashes import BREAK, Clash, Conflict, Slot, Span, mark, spans

Pair = tuple[Slot, Slot]


def found(slots: Iterable[Slot], change_minutes: int) -> Iterator[Conflict]:
    """Each pair once for its hall, and once for each person."""
    halls: dict[int, list[Span]] = defaultdict(list)
    people: dict[int, list[Span]] = defaultdict(list)
    for slot in slots:
        if slot.hall is not None and slot.starts_at and slot.until:
            halls[slot.hall].append(Span(slot.starts_at, slot.until, slot))
        if slot.kind != BREAK:
            for stay in slot.stays:
                people[stay.person].extend(spans(slot, stay))
    for hall, taken in halls.items():
        for one, other in _near(taken, timedelta()):
            pair = _pair(one.slot, other.slot)
            yield Conflict(Clash.HALL, _keys(pair), mark(Clash.HALL, pair, hall), hall=hall)
    for person, taken in people.items():
        if len(taken) > 1:
            yield from _of_person(person, taken, change_minutes)


def _of_person(person: int, taken: list[Span], change_minutes: int) -> Iterator[Conflict]:
    both: dict[tuple[int, ...], Pair] = {}
    close: dict[tuple[int, ...], tuple[int, Pair]] = {}
    for one, other in _near(taken, timedelta(minutes=change_minutes)):
        pair = _pair(one.slot, other.slot)
        keys = _keys(pair)
        if one.slot.key == other.slot.key:
            continue
        if other.starts_at < one.ends_at:
            both[keys] = pair
        elif None not in (one.slot.hall, other.slot.hall) and one.slot.hall != other.slot.hall:
            gap = int((other.starts_at - one.ends_at).total_seconds() // 60)
            close[keys] = min(gap, close[keys][0]) if keys in close else gap, pair
    for keys, pair in both.items():
        yield Conflict(Clash.PERSON, keys, mark(Clash.PERSON, pair, person), person=person)
    for keys, (gap, pair) in close.items():
        if keys not in both:
            halls = [slot.hall for slot in pair]
            yield Conflict(
                Clash.CHANGE, keys, mark(Clash.CHANGE, pair, person, halls), person=person, minutes=gap
            )


def _near(taken: list[Span], within: timedelta) -> Iterator[tuple[Span, Span]]:
    """Each two of which the later begins before the other is over, or less than `within` after."""
    still: list[Span] = []
    for span in sorted(taken, key=lambda one: (one.starts_at, one.ends_at, one.slot.key)):
        still = [one for one in still if one.ends_at + within > span.starts_at]
        for one in still:
            yield one, span
        still.append(span)


def _pair(one: Slot, other: Slot) -> Pair:
    return (one, other) if one.key <= other.key else (other, one)


def _keys(pair: Pair) -> tuple[int, ...]:
    return tuple(slot.key for slot in pair)
