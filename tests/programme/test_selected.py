"""What several sessions would become, and why one cannot follow."""

from datetime import date

import pytest
from flask import Flask

from app.platform.clock import at
from app.programme.models import Session
from app.programme.selected import Act, mark, steps

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)
# Africa/Casablanca goes one hour back for Ramadan on 15 February 2026, and forth again on 22 March.
BEFORE, RAMADAN = date(2026, 2, 14), date(2026, 2, 16)


def session(key: int = 1, day: date | None = DAY, hour: int = 10, minutes: int | None = 60) -> Session:
    return Session(id=key, version=1, starts_at=at(day, hour) if day else None, minutes=minutes)


@pytest.mark.parametrize(
    ("held", "minutes", "leaves"),
    [
        (session(hour=10), 30, False),
        (session(hour=10), -600, False),
        (session(hour=10), -601, True),
        (session(hour=22), 59, False),
        (session(hour=22), 60, True),  # it would end at midnight, which is the next day
        (session(hour=22, minutes=None), 119, False),
        (session(hour=22, minutes=None), 120, True),
        (session(hour=23, minutes=120), 10, False),  # it ends after midnight already
        (session(day=None), 10, True),
    ],
)
def test_a_session_moves_within_its_day(app: Flask, held: Session, minutes: int, leaves: bool) -> None:
    (step,) = steps(Act.MOVE, minutes, [held])
    assert bool(step.refusal) is leaves
    if not leaves:
        assert held.starts_at
        assert (step.values["starts_at"] - held.starts_at).total_seconds() == 60 * minutes


def test_on_another_day_a_session_keeps_the_hour_of_the_wall_clock(app: Flask) -> None:
    (step,) = steps(Act.DAY, RAMADAN, [session(day=BEFORE, hour=9)])
    assert step.values == {"starts_at": at(RAMADAN, 9)}
    (none,) = steps(Act.DAY, NEXT, [session(day=None)])
    assert (none.values, bool(none.refusal)) == ({}, True)


@pytest.mark.parametrize(
    ("act", "value", "values"),
    [
        (Act.HALL, 3, {"hall_id": 3}),
        (Act.THEME, None, {"theme_id": None}),
        (Act.SHOWN, False, {"is_public": False}),
        (Act.REMOVE, None, {}),
    ],
)
def test_what_else_is_set_is_set_whatever_the_hour(
    app: Flask, act: Act, value: object, values: dict[str, object]
) -> None:
    assert [one.values for one in steps(act, value, [session(), session(2, day=None)])] == [values, values]


def test_a_mark_is_of_the_act_the_value_and_the_versions(app: Flask) -> None:
    first, second = session(1), session(2)
    seen = mark(Act.MOVE, 10, [first, second])
    assert mark(Act.MOVE, 10, [second, first]) == seen
    assert mark(Act.MOVE, 15, [first, second]) != seen
    assert mark(Act.HALL, 10, [first, second]) != seen
    assert mark(Act.MOVE, 10, [first]) != seen
    second.version = 2
    assert mark(Act.MOVE, 10, [first, second]) != seen
