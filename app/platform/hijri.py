"""The Hijri calendar as computed, never official: Morocco begins its months when the moon was seen, often
a day after the Umm al-Qura calendar says.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import icu

_RAMADAN = 8  # the ninth month, counted from 0
_NOON = time(12)  # far from any day's edge


def in_ramadan(day: date) -> bool:
    """Whether a day is one of Ramadan by the Umm al-Qura calendar; right to a day more or less."""
    calendar = _calendar()
    calendar.setTime(datetime.combine(day, _NOON, UTC).timestamp())
    return bool(calendar.get(icu.UCalendarDateFields.MONTH) == _RAMADAN)


@cache
def _zone() -> Any:
    return icu.TimeZone.createTimeZone("UTC")


def _calendar() -> Any:
    """A new one each time: it holds the moment it was set to, and threads share what is kept."""
    return icu.Calendar.createInstance(_zone(), icu.Locale("ar@calendar=islamic-umalqura"))
