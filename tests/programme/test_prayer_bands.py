"""Prayers as bands in the days of a programme."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import unit_of_work
from app.platform.text import Translated
from app.programme import prayer_actions, prayer_bands
from app.programme.conflicts import Band
from app.programme.prayer_words import FIVE, Prayer
from tests import make
from tests.queries import counted

THURSDAY, FRIDAY, RAMADAN = date(2026, 6, 4), date(2026, 6, 5), date(2026, 3, 3)
AS_COMPUTED = {"fajr": None, "dhuhr": None, "asr": None, "maghrib": None, "isha": None, "is_ramadan": None}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(city=Translated(fr="Meknès"), starts_on=RAMADAN, ends_on=FRIDAY)


def correct(forum: Forum, day: date, **values: object) -> None:
    with unit_of_work():
        prayer_actions.correct(forum, day, AS_COMPUTED | values, version=0, by=None)


def minutes(bands: list[Band]) -> dict[str, int]:
    return {band.prayer: int((band.ends_at - band.starts_at) / timedelta(minutes=1)) for band in bands}


def test_each_prayer_holds_some_minutes_from_its_hour(forum: Forum) -> None:
    bands = prayer_bands.bands(forum, [THURSDAY])
    times = prayer_bands.times(forum, THURSDAY)
    assert [(band.prayer, band.starts_at) for band in bands] == [(one, times[one]) for one in FIVE[1:]]
    assert minutes(bands) == {"dhuhr": 20, "asr": 20, "maghrib": 20, "isha": 20}
    assert list(times) == list(FIVE)


def test_friday_s_prayer_takes_the_place_of_dhuhr(forum: Forum) -> None:
    bands = prayer_bands.bands(forum, [FRIDAY])
    assert minutes(bands) == {"friday": 75, "asr": 20, "maghrib": 20, "isha": 20}
    assert bands[0].starts_at == prayer_bands.times(forum, FRIDAY)[Prayer.DHUHR]


def test_in_ramadan_more_is_kept_in_the_evening(forum: Forum) -> None:
    assert minutes(prayer_bands.bands(forum, [RAMADAN])) == {
        "dhuhr": 20,
        "asr": 20,
        "maghrib": 45,
        "isha": 90,
    }


@pytest.mark.parametrize(("day", "said", "evening"), [(RAMADAN, False, (20, 20)), (THURSDAY, True, (45, 90))])
def test_what_somebody_said_of_ramadan_counts(
    forum: Forum, day: date, said: bool, evening: tuple[int, int]
) -> None:
    correct(forum, day, is_ramadan=said)
    found = minutes(prayer_bands.bands(forum, [day]))
    assert (found["maghrib"], found["isha"]) == evening


def test_fajr_is_given_when_asked_for(forum: Forum) -> None:
    bands = prayer_bands.bands(forum, [THURSDAY], with_fajr=True)
    assert [band.prayer for band in bands] == list(FIVE)


def test_an_hour_corrected_by_hand_holds_in_place_of_the_computed_one(forum: Forum) -> None:
    correct(forum, THURSDAY, asr=time(17, 30))
    times = prayer_bands.times(forum, THURSDAY)
    other = prayer_bands.times(forum, THURSDAY - timedelta(days=1))
    assert times[Prayer.ASR] == at(THURSDAY, 17, 30)
    assert abs(times[Prayer.DHUHR] - timedelta(days=1) - other[Prayer.DHUHR]) <= timedelta(minutes=1)


def test_a_programme_that_does_not_mind_prayers_has_none(forum: Forum) -> None:
    with unit_of_work():
        prayer_actions.set_rules(forum, {"change_minutes": 5, "minds_prayers": False}, version=0, by=None)
    assert prayer_bands.bands(forum, [THURSDAY]) == []


def test_without_a_place_those_alone_that_somebody_typed(app: Flask) -> None:
    nowhere = make.forum("nowhere", city=Translated(), starts_on=THURSDAY, ends_on=FRIDAY)
    assert prayer_bands.bands(nowhere, [THURSDAY]) == []
    correct(nowhere, THURSDAY, dhuhr=time(13, 30))
    begin = at(THURSDAY, 13, 30)
    assert prayer_bands.bands(nowhere, [THURSDAY]) == [
        Band(starts_at=begin, ends_at=begin + prayer_bands.PRAYER, prayer=Prayer.DHUHR)
    ]


def test_what_another_event_corrected_is_not_ours(forum: Forum) -> None:
    other = make.forum("other", city=Translated(fr="Meknès"))
    correct(other, THURSDAY, asr=time(17, 30))
    assert prayer_bands.times(forum, THURSDAY)[Prayer.ASR] != at(THURSDAY, 17, 30)


@pytest.mark.parametrize("days", [1, 3])
def test_any_number_of_days_is_read_in_two_queries(forum: Forum, days: int) -> None:
    every = [THURSDAY - timedelta(days=number) for number in range(days)]
    for day in every:
        correct(forum, day, asr=time(17, 30))
    _ = forum.id  # read before it is counted
    assert forum.city
    with counted() as asked:
        prayer_bands.bands(forum, every)
    assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_no_day_has_no_band(forum: Forum) -> None:
    assert prayer_bands.bands(forum, []) == []
