"""Ramadan as computed, against the days on which Morocco began it."""

from datetime import date, timedelta

import pytest

from app.platform.hijri import in_ramadan

# Announced by the ministry of Habous after the sighting of the moon.
BEGAN = [date(2022, 4, 3), date(2023, 3, 23), date(2024, 3, 12), date(2025, 3, 2)]


@pytest.mark.parametrize("began", BEGAN)
def test_it_is_right_to_a_day(began: date) -> None:
    around = [began + timedelta(days=number) for number in range(-2, 3)]
    assert [in_ramadan(day) for day in (around[0], around[-1])] == [False, True]


def test_it_lasts_29_or_30_days_once_in_a_year_of_the_moon() -> None:
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]
    inside = [day for day in days if in_ramadan(day)]
    assert (inside[0], inside[-1], len(inside)) == (date(2025, 3, 1), date(2025, 3, 29), 29)
