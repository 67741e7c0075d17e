"""The wall clock of Morocco, as the pinned tz database tells it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.platform import clock


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 2, 14, tzinfo=UTC), 1),
        (datetime(2026, 3, 1, tzinfo=UTC), 0),  # Ramadan
        (datetime(2026, 4, 1, tzinfo=UTC), 1),
        (datetime(2026, 10, 1, tzinfo=UTC), 0),  # the year's clock since 20 September 2026
        (datetime(2027, 6, 1, tzinfo=UTC), 0),
    ],
)
def test_the_wall_clock_follows_the_pinned_database_and_not_the_machine(moment: datetime, hours: int) -> None:
    assert clock.local(moment).utcoffset() == timedelta(hours=hours)
    assert moment.astimezone(ZoneInfo("Africa/Casablanca")).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("day", [date(2026, 2, 15), date(2026, 3, 22)])
def test_both_nights_on_which_the_clock_changed_have_each_hour_once_more_or_less(day: date) -> None:
    begin, end = clock.at(day, 0), clock.at(day + timedelta(days=1), 0)
    assert end - begin == timedelta(hours=25 if day.month == 2 else 23)
