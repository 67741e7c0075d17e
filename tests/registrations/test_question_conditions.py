"""Conditions between questions, and the choices that stay, whatever an organiser does with them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.registrations import typed_days
from app.registrations.question_actions import merged
from app.registrations.question_conditions import YES, concerned, is_answered
from app.registrations.question_rows import Option

VALUES = some.sampled_from(["a", "b", YES])
ANSWERS = some.one_of(VALUES, some.lists(VALUES, unique=True), some.just(True), some.none(), some.integers())


@dataclass(frozen=True)
class Asked:
    id: int
    depends_on_id: int | None
    depends_on_value: str


@some.composite
def forms(draw: Any) -> list[Asked]:
    """Questions that wait for one another in any way, circles and gaps among them."""
    keys = draw(some.permutations(range(1, 7)))
    before = some.one_of(some.none(), some.integers(1, 9))
    return [Asked(key, draw(before), draw(VALUES)) for key in keys]


@given(forms(), some.dictionaries(some.integers(1, 6), ANSWERS))
def test_a_question_is_asked_exactly_when_the_one_it_waits_for_is_and_was_answered_so(
    questions: list[Asked], answers: dict[int, Any]
) -> None:
    found = concerned(questions, answers)
    for one in questions:
        met = one.depends_on_id is None or (
            one.depends_on_id in found and is_answered(one.depends_on_value, answers.get(one.depends_on_id))
        )
        circle = not met or _leads_to_a_first(one, questions)
        assert (one.id in found) == (met and circle)


def _leads_to_a_first(one: Asked, questions: list[Asked]) -> bool:
    known, seen = {each.id: each for each in questions}, set()
    while one.depends_on_id is not None and one.id not in seen:
        seen.add(one.id)
        one = known[one.depends_on_id]
    return one.depends_on_id is None


@given(forms(), some.dictionaries(some.integers(1, 6), ANSWERS))
def test_the_order_in_which_questions_stand_changes_nothing(
    questions: list[Asked], answers: dict[int, Any]
) -> None:
    assert concerned(questions, answers) == concerned(questions[::-1], answers)


@pytest.mark.parametrize(
    ("wanted", "value", "met"),
    [
        ("a", "a", True),
        ("a", ["b", "a"], True),
        ("a", ["b"], False),
        (YES, True, True),
        (YES, None, False),
        ("a", None, False),
        ("1", 1, False),
    ],
)
def test_a_condition_waits_for_a_choice_one_of_several_or_a_tick(wanted: str, value: Any, met: bool) -> None:
    assert is_answered(wanted, value) is met


KEYS = some.sampled_from(["k1", "k2", "k3", "k4", ""])
LABELS = some.dictionaries(some.sampled_from(["ar", "fr"]), some.text(min_size=1, max_size=4), min_size=1)
SENT = some.lists(some.fixed_dictionaries({"key": KEYS, "label": LABELS, "offered": some.booleans()}))


@given(SENT, some.sets(some.sampled_from(["k1", "k2", "k3"])))
def test_a_choice_that_somebody_made_is_never_lost_and_no_key_is_given_twice(
    sent: list[dict[str, Any]], used: set[str]
) -> None:
    held = [Option(key=key, label={"fr": key}, offered=True) for key in ("k1", "k2", "k3")]
    found = merged(held, sent, frozenset(used))
    keys = [one["key"] for one in found]
    assert used <= set(keys)
    assert len(keys) == len(set(keys))
    assert [one["label"] for one in found[: len(sent)]] == [one["label"] for one in sent]
    # A key that was made up names no choice.
    assert "k4" not in keys and "" not in keys
    left_out = used - {one["key"] for one in sent}
    assert all(not one["offered"] for one in found if one["key"] in left_out)


@given(some.dates(min_value=date(1000, 1, 1)), some.sampled_from(["/", "-", ".", " ", " / "]))
def test_every_day_is_read_as_it_is_typed_in_morocco(day: date, between: str) -> None:
    for figures in (f"{day.day:02}", str(day.day)):
        typed = between.join([figures, f"{day.month:02}", str(day.year)])
        arabic = typed.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert typed_days.read(typed) == typed_days.read(arabic) == day
    assert typed_days.read(day.isoformat()) == day


@given(some.text())
def test_what_is_no_day_is_none_and_never_an_error(text: str) -> None:
    found = typed_days.read(text)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    "typed", ["22/06/19", "22 juin 2019", "31/02/2019", "22/06", "", "06/22/2019", "0/0/0000"]
)
def test_a_day_that_could_be_another_is_none(typed: str) -> None:
    assert typed_days.read(typed) is None
