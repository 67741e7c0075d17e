"""What clashes: told as a naive search tells it, whatever the order, and each thing by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.programme import clash_alone, clashes
from app.programme.conflicts import Band, Clash, Conflict, Open, Room, Severity, Slot, Stay, found
from app.programme.prayer_words import Prayer
from app.programme.words import Kind, Part

MIDNIGHT = datetime(2026, 11, 26, tzinfo=UTC)
DAY = 24 * 60
KINDS = ["plenary", "scientific", "break", "opening"]
HALLS = [Room(1, 50, frozenset({"fr"})), Room(2, 100), Room(3, 300, frozenset({"fr", "en"}))]
HOURS = [(30, 180), (None, 180), (30, None), (None, None)]


def moment(minute: int) -> datetime:
    """A minute of the two days."""
    return MIDNIGHT + timedelta(minutes=minute)


def minute(of: datetime) -> int:
    return int((of - MIDNIGHT).total_seconds() // 60)


def session(key: int, begin: int | None = 540, length: int | None = 60, **more: Any) -> Slot:
    """A session of an hour from nine on, of a kind that needs nobody."""
    starts = None if begin is None else moment(begin)
    ends = starts + timedelta(minutes=length) if starts and length else None
    return Slot(
        **({"key": key, "kind": "other", "ref": f"r{key}", "starts_at": starts, "ends_at": ends} | more)
    )


GRID = st.integers(0, 7).map(lambda half: half * 30)  # half hours, so that ends meet beginnings often enough


@st.composite
def sessions(draw: st.DrawFn) -> list[Slot]:
    """Up to six sessions of one night, or a day earlier or later, that stand in one another's way."""
    made = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        begin = (
            draw(st.none() | GRID) if draw(st.integers(0, 5)) else draw(st.sampled_from([-30, DAY, 2 * DAY]))
        )
        length = draw(st.none() | st.sampled_from([30, 30, 60, 60, 95]))
        made.append(
            session(
                key,
                begin,
                length,
                kind=draw(st.sampled_from(KINDS)),
                hall=draw(st.none() | st.sampled_from([1, 2, 3])),
                stays=tuple(draw(st.lists(stays(begin, length), max_size=3))),
                parts=draw(st.frozensets(st.sampled_from(["speaker", "chair", "rapporteur"]))),
                promised=draw(st.none() | st.sampled_from([50, 51, 400])),
                interpretation=draw(st.frozensets(st.sampled_from(["fr", "en"]))),
            )
        )
    return made


@st.composite
def stays(draw: st.DrawFn, begin: int | None, length: int | None) -> Stay:
    """One of two persons, for the whole of a session or for a talk in it."""
    person = draw(st.integers(1, 2))
    if begin is None or length is None or draw(st.booleans()):
        return Stay(person)
    first = begin + draw(st.sampled_from([0, 10, 20]))
    return Stay(person, moment(first), moment(first + 10))


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """All that a search is given."""
    times = st.tuples(GRID, st.sampled_from([30, 60, 120]))
    days = [
        Open(
            moment(number * DAY),
            moment((number + 1) * DAY),
            *(None if hour is None else moment(number * DAY + hour) for hour in draw(st.sampled_from(HOURS))),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return {
        "slots": draw(sessions()),
        "halls": HALLS,
        "days": days,
        "availabilities": [
            Stay(draw(st.integers(1, 2)), moment(begin), moment(begin + length))
            for begin, length in draw(st.lists(times, max_size=4))
        ],
        "bands": [
            Band(moment(begin), moment(begin + 30), draw(st.sampled_from(["dhuhr", "friday"])))
            for begin in draw(st.lists(GRID, max_size=3))
        ],
        "change_minutes": draw(st.sampled_from([0, 5, 31])),
    }


def minutes_of(slot: Slot) -> set[int]:
    """Each minute of a session, one by one."""
    if slot.starts_at is None:
        return set()
    begin = minute(slot.starts_at)
    return set(range(begin, minute(slot.ends_at) if slot.ends_at else begin + 1))


def minutes_in(slot: Slot, person: int) -> set[int]:
    """Each minute for which a person is in a session; in a break nobody has to be."""
    taken: set[int] = set()
    for stay in slot.stays:
        if stay.person == person and slot.kind != "break":
            own = (
                range(minute(stay.starts_at), minute(stay.ends_at))
                if stay.starts_at and stay.ends_at
                else None
            )
            taken |= minutes_of(slot) if own is None else set(own)
    return taken


def naive(given: dict[str, Any]) -> set[tuple[Any, ...]]:
    """(clash, keys, person, further facts) by comparing every minute of everything with everything."""
    slots, told = given["slots"], set()
    for one, other in combinations(slots, 2):
        keys = one.key, other.key
        if one.hall and one.hall == other.hall and minutes_of(one) & minutes_of(other):
            told.add((Clash.HALL, keys, None))
        for person in (1, 2):
            here, there = minutes_in(one, person), minutes_in(other, person)
            gap = min((abs(a - b) - 1 for a in here for b in there), default=None)
            if gap == -1:
                told.add((Clash.PERSON, keys, person))
            elif gap is not None and gap < given["change_minutes"] and one.hall and other.hall:
                told |= {(Clash.CHANGE, keys, person, gap)} if one.hall != other.hall else set()
    for slot in slots:
        told |= alone(slot, given)
    return told


def alone(slot: Slot, given: dict[str, Any]) -> set[tuple[Any, ...]]:
    """What is wrong with one session."""
    told: set[tuple[Any, ...]] = set()
    keys, taken = (slot.key,), minutes_of(slot)
    hall = next((hall for hall in HALLS if hall.key == slot.hall), None)
    if hall and slot.promised and hall.capacity < slot.promised:
        told.add((Clash.CAPACITY, keys, None))
    missing = sorted(slot.interpretation - (hall.interpretation if hall else set()))
    if missing:
        told.add((Clash.INTERPRETATION, keys, None, tuple(missing)))
    if slot.kind in ("plenary", "scientific") and "chair" not in slot.parts:
        told.add((Clash.MODERATOR, keys, None))
    if slot.kind == "scientific" and "rapporteur" not in slot.parts:
        told.add((Clash.RAPPORTEUR, keys, None))
    if taken and given["days"]:
        day = [
            one for one in given["days"] if min(taken) in range(minute(one.starts_at), minute(one.ends_at))
        ]
        if not day:
            told.add((Clash.DAYS, keys, None))
        elif (day[0].opens_at and min(taken) < minute(day[0].opens_at)) or (
            day[0].closes_at and max(taken) >= minute(day[0].closes_at)
        ):
            told.add((Clash.HOURS, keys, None))
    for band in given["bands"]:
        if slot.kind != "break" and taken & set(range(minute(band.starts_at), minute(band.ends_at))):
            told.add((Clash.FRIDAY if band.prayer == "friday" else Clash.PRAYER, keys, None, band.prayer))
    for person in {stay.person for stay in given["availabilities"]}:
        there = {
            n
            for stay in given["availabilities"]
            if stay.person == person
            for n in range(minute(stay.starts_at), minute(stay.ends_at))
        }
        if minutes_in(slot, person) - there:
            told.add((Clash.AVAILABILITY, keys, person))
    return told


def said(conflict: Conflict) -> tuple[Any, ...]:
    """A conflict as the naive search tells it."""
    more: list[Any] = [conflict.minutes] if conflict.minutes is not None else []
    more += [conflict.languages] if conflict.languages else []
    more += [conflict.band.prayer] if conflict.band else []
    return (conflict.clash, conflict.keys, conflict.person, *more)


@settings(max_examples=300)
@given(programmes())
def test_the_sweep_finds_what_a_search_of_every_minute_finds(given: dict[str, Any]) -> None:
    conflicts = found(**given)
    assert sorted(map(repr, map(said, conflicts))) == sorted(map(repr, naive(given)))


@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_does_not_matter(given: dict[str, Any], chance: Any) -> None:
    mixed = {
        name: chance.sample(value, len(value)) if isinstance(value, list) else value
        for name, value in given.items()
    }
    assert found(**mixed) == found(**given)


@given(programmes())
def test_without_one_of_its_sessions_a_conflict_is_gone_and_all_others_stand(given: dict[str, Any]) -> None:
    conflicts = found(**given)
    for gone in given["slots"]:
        left = [slot for slot in given["slots"] if slot is not gone]
        assert found(**given | {"slots": left}) == [one for one in conflicts if gone.key not in one.keys]


@given(programmes(), st.sampled_from([-1, 1, 7]))
def test_moving_everything_by_days_changes_nothing_but_the_days(given: dict[str, Any], days: int) -> None:
    moved = {
        name: [shifted(one, timedelta(days=days)) for one in value] if isinstance(value, list) else value
        for name, value in given.items()
    }
    assert [said(one) for one in found(**moved)] == [said(one) for one in found(**given)]


def shifted(thing: Any, by: timedelta) -> Any:
    """The same with all its moments later."""
    moved: dict[str, Any] = {
        name: value + by
        for name in ("starts_at", "ends_at", "opens_at", "closes_at")
        if isinstance(value := getattr(thing, name, None), datetime)
    }
    if isinstance(thing, Slot):
        moved["stays"] = tuple(shifted(stay, by) for stay in thing.stays)
    return replace(thing, **moved)


@given(programmes())
def test_each_mark_is_of_one_conflict_and_fits_its_column(given: dict[str, Any]) -> None:
    marks = [one.mark for one in found(**given)]
    assert (len(set(marks)), [mark for mark in marks if len(mark) > 64]) == (len(marks), [])


@given(programmes())
def test_those_that_block_come_first(given: dict[str, Any]) -> None:
    severities = [one.severity for one in found(**given)]
    assert severities == sorted(severities, key=list(Severity).index)


def only(*slots: Slot, **more: Any) -> list[Conflict]:
    """What is found among some sessions."""
    rest: dict[str, Any] = {
        "halls": HALLS,
        "days": [],
        "availabilities": [],
        "bands": [],
        "change_minutes": 5,
    }
    return found(slots, **rest | more)


def test_times_of_presence_that_touch_are_one_and_none_ends_before_the_session_does() -> None:
    slot = session(1, 540, 60, stays=(Stay(1),))

    def there(*times: tuple[int, int]) -> list[Clash]:
        given = [Stay(1, moment(begin), moment(end)) for begin, end in times]
        return [one.clash for one in only(slot, availabilities=given)]

    assert there((540, 600)) == there((540, 570), (570, 600)) == there((500, 700), (520, 530)) == []
    assert there((540, 599)) == there((541, 600)) == there((540, 570), (571, 600)) == [Clash.AVAILABILITY]


def test_a_session_next_to_a_prayer_is_not_across_it_and_each_prayer_is_told_once() -> None:
    slot = session(1, 540, 60)
    bands = [Band(moment(begin), moment(begin + 20), "asr") for begin in (520, 600)]
    assert only(slot, bands=bands) == []
    twice = [Band(moment(begin), moment(begin + 20), "asr") for begin in (540, 580)]
    assert [(one.clash, one.band) for one in only(slot, bands=twice)] == [(Clash.PRAYER, twice[0])]


def test_of_two_sessions_at_once_it_is_not_said_besides_that_the_halls_are_far() -> None:
    short = (Stay(1, moment(540), moment(550)), Stay(1, moment(560), moment(570)))
    one = session(1, 540, 60, hall=1, stays=short)
    inside = session(
        2, 545, 60, hall=2, stays=(Stay(1, moment(545), moment(555)), Stay(1, moment(573), moment(580)))
    )
    assert [found.clash for found in only(one, inside)] == [Clash.PERSON]


def test_the_shortest_way_between_two_halls_is_told() -> None:
    one = session(
        1, 540, 60, hall=1, stays=(Stay(1, moment(540), moment(550)), Stay(1, moment(570), moment(580)))
    )
    other = session(
        2, 540, 60, hall=2, stays=(Stay(1, moment(553), moment(560)), Stay(1, moment(584), moment(590)))
    )
    assert [(found.clash, found.minutes) for found in only(one, other)] == [(Clash.CHANGE, 3)]


MEETING = {"hall": 1, "stays": (Stay(1),)}


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (session(2, 599, hall=1), [Clash.HALL]),
        (session(2, 600, hall=1), []),
        (session(2, 599, hall=2), []),
        (session(2, 540, None, hall=1), [Clash.HALL]),
        (session(2, None, hall=1), []),
        (session(2, 540, hall=1, kind="break"), [Clash.HALL]),
        (session(2, 599, stays=(Stay(1),)), [Clash.PERSON]),
        (session(2, 600, stays=(Stay(1),)), []),
        (session(2, 540, kind="break", stays=(Stay(1),)), []),
        (session(2, 540, stays=(Stay(1, moment(600), moment(620)),), length=120), []),
        (session(2, 604, hall=2, stays=(Stay(1),)), [Clash.CHANGE]),
        (session(2, 605, hall=2, stays=(Stay(1),)), []),
        (session(2, 600, hall=1, stays=(Stay(1),)), []),
    ],
)
def test_two_sessions_stand_in_one_another_s_way(other: Slot, clash: list[Clash]) -> None:
    assert [one.clash for one in only(session(1, **MEETING), other)] == clash


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("part", [Part.MODERATOR, Part.CHAIR, Part.RAPPORTEUR, Part.SPEAKER])
def test_each_kind_of_session_needs_whom_the_table_says(kind: Kind, part: Part) -> None:
    table = {
        Kind.PLENARY: {Clash.MODERATOR},
        Kind.SCIENTIFIC: {Clash.MODERATOR, Clash.RAPPORTEUR},
        Kind.WORKSHOP: {Clash.MODERATOR, Clash.RAPPORTEUR},
        Kind.ROUND_TABLE: {Clash.MODERATOR, Clash.RAPPORTEUR},
    }
    met = {Part.MODERATOR: Clash.MODERATOR, Part.CHAIR: Clash.MODERATOR, Part.RAPPORTEUR: Clash.RAPPORTEUR}
    slot = session(1, kind=kind.value, parts=frozenset({part.value}))
    assert {one.clash for one in only(slot)} == table.get(kind, set()) - {met.get(part)}


def test_the_words_of_the_pure_search_are_those_of_the_programme() -> None:
    kinds = {*clash_alone.LED, *clash_alone.REPORTED, clashes.BREAK}
    parts = {*clash_alone.LEADING, clash_alone.REPORTING}
    assert (kinds - set(Kind), parts - set(Part), clash_alone.FRIDAY) == (set(), set(), Prayer.FRIDAY)


def test_same_hall_same_person_and_other_days_block_and_the_rest_warns() -> None:
    severities = {clash: Conflict(clash, (1,), "").severity for clash in Clash}
    blocking = {clash for clash, severity in severities.items() if severity is Severity.BLOCKS}
    assert blocking == {Clash.HALL, Clash.PERSON, Clash.DAYS}


CLOSE = session(1, 540, hall=1, stays=(Stay(1),)), session(2, 602, hall=2, stays=(Stay(1),))


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"promised": 40, "kind": "opening", "parts": frozenset({"chair"})}, True),
        ({"stays": (Stay(1), Stay(7))}, True),
        ({"key": 9}, True),
        ({"ends_at": moment(661)}, False),
        ({"hall": 3}, False),
        ({"ref": "another"}, False),
    ],
)
def test_a_mark_holds_as_long_as_what_it_is_made_of(change: dict[str, Any], kept: bool) -> None:
    first, second = CLOSE
    before, after = only(first, second), only(first, replace(second, **change))
    assert [one.clash for one in after] == [Clash.CHANGE]
    assert (before[0].mark == after[0].mark) is kept


def test_another_person_in_the_same_two_sessions_is_another_conflict() -> None:
    both = [replace(slot, stays=(Stay(1), Stay(2))) for slot in CLOSE]
    assert len({one.mark for one in only(*both)}) == 2
