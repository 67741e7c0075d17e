"""Prayers as bands of time in the days of a programme. They are soft: a session across one is warned of."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import lazy
from app.programme.conflicts import Band
from app.programme.prayer_days import PrayerTimes, prayers_of, rules_of
from app.programme.prayer_words import Prayer

FRIDAY = 4  # of date.weekday()
# Each counts from the call: ablutions, the way to the prayer room and back, the prayer.
PRAYER = timedelta(minutes=20)
# Friday at noon: two sermons and the prayer, most often in a mosque that is reached on foot.
FRIDAY_PRAYER = timedelta(minutes=75)
# In Ramadan, Maghrib is the hour of breaking the fast: a meal comes with the prayer.
BREAKING_THE_FAST = timedelta(minutes=45)
# In Ramadan, the prayers of tarawih follow Isha.
WITH_TARAWIH = timedelta(minutes=90)

LENGTHS: tuple[tuple[Any, timedelta], ...] = (
    (lazy("A prayer"), PRAYER),
    (lazy("Friday prayer, at noon"), FRIDAY_PRAYER),
    (lazy("Maghrib in Ramadan, with the breaking of the fast"), BREAKING_THE_FAST),
    (lazy("Isha in Ramadan, with tarawih"), WITH_TARAWIH),
)


def bands(forum: Forum, days: Iterable[date], *, with_fajr: bool = False) -> list[Band]:
    """The bands of these days in the order of time, in two queries; on Fridays, Friday's takes Dhuhr's place.

    None when the rules of the forum leave prayers out of account; without a known place, those alone whose
    hour somebody typed. Fajr comes before any programme begins: it is given when asked for.
    """
    rules = db.session.scalar(rules_of(forum.id))
    if rules is not None and not rules.minds_prayers:
        return []
    every = [band for day in prayers_of(forum, days) for band in of_day(day)]
    return [band for band in every if with_fajr or band.prayer is not Prayer.FAJR]


def times(forum: Forum, day: date) -> Mapping[Prayer, datetime]:
    """The prayers of one day as moments in UTC, Friday's under Dhuhr; those that are known."""
    return prayers_of(forum, [day])[0].times


def of_day(day: PrayerTimes) -> list[Band]:
    """The bands of one day, Fajr among them."""
    return [_band(day, prayer, begin) for prayer, begin in day.times.items()]


def _band(day: PrayerTimes, prayer: Prayer, begin: datetime) -> Band:
    if prayer is Prayer.DHUHR and day.on.weekday() == FRIDAY:
        return Band(starts_at=begin, ends_at=begin + FRIDAY_PRAYER, prayer=Prayer.FRIDAY)
    length = PRAYER
    if day.is_ramadan:
        length = {Prayer.MAGHRIB: BREAKING_THE_FAST, Prayer.ISHA: WITH_TARAWIH}.get(prayer, PRAYER)
    return Band(starts_at=begin, ends_at=begin + length, prayer=prayer)
