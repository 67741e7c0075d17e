"""What changed between two programmes, for any two of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.programme.diffing import (
    Difference,
    Lecture,
    Spot,
    Staff,
    Standing,
    Turn,
    differences,
    is_telling,
    lectures,
    shown,
    turns,
)

REFS = st.sampled_from(["a1", "b2", "c3", "d4"])
TITLES = st.dictionaries(st.sampled_from(["ar", "fr"]), st.sampled_from(["Eau", "ماء"]), max_size=2)
MINUTES = st.one_of(st.none(), st.sampled_from([15, 30, 60]))
TALKS = st.lists(st.tuples(REFS, TITLES, MINUTES), max_size=3, unique_by=lambda talk: talk[0]).map(lectures)
STAFF = st.builds(
    Staff,
    person=st.one_of(st.none(), st.integers(1, 3)),
    unnamed=st.just(""),
    part=st.sampled_from(["speaker", "chair"]),
    talk=st.one_of(st.none(), REFS),
)
SPOTS = st.builds(
    Spot,
    starts_at=st.one_of(
        st.none(), st.sampled_from(["2026-12-05T09:00:00+00:00", "2026-12-05T10:00:00+00:00"])
    ),
    minutes=MINUTES,
    hall_id=st.one_of(st.none(), st.integers(1, 2)),
)
STANDINGS = st.builds(
    Standing,
    ref=REFS,
    title=TITLES,
    spot=SPOTS,
    is_public=st.booleans(),
    people=st.lists(STAFF, max_size=3).map(tuple),
    talks=TALKS,
    details=st.sampled_from(["", "an abstract"]),
    kind=st.sampled_from(["plenary", "workshop"]),
)
PROGRAMMES = st.lists(STANDINGS, max_size=4, unique_by=lambda one: one.ref).map(
    lambda found: {one.ref: one for one in found}
)
PLAIN = Standing(
    ref="a1",
    title={"fr": "Eau"},
    spot=Spot("2026-12-05T09:00:00+00:00", 60, 1),
    is_public=True,
    people=(Staff(1, "", "chair", None), Staff(2, "", "speaker", "t1")),
    talks=(Lecture("t1", {"fr": "Oueds"}, 0, 30), Lecture("t2", {"fr": "Nappes"}, 30, 30)),
)


@given(PROGRAMMES)
def test_a_programme_does_not_differ_from_itself(programme: dict[str, Standing]) -> None:
    assert differences(programme, programme) == []


@given(PROGRAMMES, PROGRAMMES)
def test_the_differences_put_into_one_programme_make_the_other(
    before: dict[str, Standing], after: dict[str, Standing]
) -> None:
    made = dict(before)
    for one in differences(before, after):
        made.pop(one.ref, None)
        if one.after:
            made[one.ref] = one.after
    assert made == after


@given(PROGRAMMES, PROGRAMMES)
def test_each_session_is_told_once_and_what_is_new_one_way_is_cancelled_the_other(
    before: dict[str, Standing], after: dict[str, Standing]
) -> None:
    there, back = differences(before, after), differences(after, before)
    assert sorted(one.ref for one in there) == sorted({one.ref for one in there})
    other = {Turn.NEW: Turn.CANCELLED, Turn.CANCELLED: Turn.NEW}
    turned = {one.ref: {other.get(turn, turn) for turn in one.turns} for one in there}
    assert turned == {one.ref: set(one.turns) for one in back}


@given(PROGRAMMES, PROGRAMMES)
def test_to_the_public_a_session_is_new_when_it_first_reads_it(
    before: dict[str, Standing], after: dict[str, Standing]
) -> None:
    found = {one.ref: one.turns for one in differences(shown(before), shown(after))}
    seen, sees = ({ref for ref, one in programme.items() if one.is_public} for programme in (before, after))
    assert {ref for ref, of in found.items() if of == (Turn.NEW,)} == sees - seen
    assert {ref for ref, of in found.items() if of == (Turn.CANCELLED,)} == seen - sees


@given(PROGRAMMES, PROGRAMMES)
def test_all_who_have_a_part_before_or_after_are_named(
    before: dict[str, Standing], after: dict[str, Standing]
) -> None:
    for one in differences(before, after):
        both = [*(one.before.people if one.before else ()), *(one.after.people if one.after else ())]
        assert one.people == {part.person for part in both} - {None}


def _with(**values: object) -> Standing:
    return replace(PLAIN, **values)  # type: ignore[arg-type]


SWAPPED = lectures([("t2", {"fr": "Nappes"}, 30), ("t1", {"fr": "Oueds"}, 30)])
REWORDED = (Lecture("t1", {"fr": "Les oueds"}, 0, 30), PLAIN.talks[1])


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (_with(), ()),
        (_with(spot=Spot("2026-12-05T10:00:00+00:00", 60, 1)), (Turn.MOVED,)),
        (_with(spot=Spot("2026-12-05T09:00:00+00:00", 90, 1)), (Turn.MOVED,)),
        (_with(spot=Spot("2026-12-05T09:00:00+00:00", 60, 2)), (Turn.MOVED,)),
        (_with(title={"fr": "Eaux"}), (Turn.RETITLED,)),
        (_with(talks=REWORDED), (Turn.RETITLED,)),
        (_with(people=PLAIN.people[:1]), (Turn.RESTAFFED,)),
        (_with(people=(*PLAIN.people[:1], Staff(2, "", "chair", "t1"))), (Turn.RESTAFFED,)),
        (_with(people=(*PLAIN.people[:1], Staff(2, "", "speaker", "t2"))), (Turn.RESTAFFED,)),
        (_with(people=PLAIN.people[::-1]), (Turn.DETAILED,)),
        (_with(talks=SWAPPED), (Turn.REORDERED,)),
        (_with(talks=PLAIN.talks[:1]), (Turn.DETAILED,)),
        (_with(details="an abstract"), (Turn.DETAILED,)),
        (_with(kind="workshop"), (Turn.DETAILED,)),
        (_with(is_public=False), (Turn.DETAILED,)),
        (
            _with(spot=Spot(None, None, None), title={"fr": "Eaux"}, people=(), details="an abstract"),
            (Turn.MOVED, Turn.RETITLED, Turn.RESTAFFED),
        ),
    ],
)
def test_what_counts_as_which_change(after: Standing, expected: tuple[Turn, ...]) -> None:
    assert turns(PLAIN, after) == expected


def test_those_concerned_are_not_told_of_mere_details() -> None:
    told = {turn: is_telling(Difference("a1", (turn,), PLAIN, PLAIN)) for turn in Turn}
    assert [turn for turn, is_so in told.items() if not is_so] == [Turn.DETAILED]


def test_a_talk_begins_where_the_one_before_ends_and_nothing_is_known_after_an_unknown_length() -> None:
    found = lectures([("a", {}, 15), ("b", {}, None), ("c", {}, 20)])
    assert [talk.after for talk in found] == [0, 15, None]
