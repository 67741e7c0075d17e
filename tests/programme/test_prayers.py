"""Prayer times, against the ministry's own tables and against the sun."""

from datetime import UTC, date, datetime, timedelta
from math import radians, tan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.platform.clock import local
from app.programme.prayer_words import FIVE, Prayer
from app.programme.prayers import at_place
from tests.programme.sunlight import stands

# As the ministry of Habous published them (habous.gov.ma/prieres, month of Rabia II 1448), read in the public
# archive github.com/schawki/habous-prayer-times-data. Legal time was UTC then, since 20 September 2026.
PUBLISHED = {
    ("Rabat", 34.02, -6.84): {
        "2026-09-26": "04:49 12:24 15:44 18:23 19:37",
        "2026-10-02": "04:54 12:22 15:38 18:14 19:29",
        "2026-10-12": "05:02 12:19 15:29 18:01 19:15",
    },
    ("Casablanca", 33.59, -7.61): {
        "2026-09-26": "04:53 12:27 15:47 18:26 19:40",
        "2026-10-12": "05:05 12:22 15:32 18:05 19:19",
    },
    ("Meknès", 33.89, -5.55): {
        "2026-09-26": "04:44 12:19 15:39 18:19 19:32",
        "2026-10-12": "04:57 12:14 15:24 17:58 19:10",
    },
    ("Agadir", 30.42, -9.60): {
        "2026-09-26": "05:04 12:35 15:55 18:35 19:45",
        "2026-10-12": "05:13 12:30 15:42 18:15 19:26",
    },
    ("Oujda", 34.68, -1.91): {
        "2026-09-26": "04:29 12:04 15:24 18:05 19:18",
        "2026-10-12": "04:42 11:59 15:09 17:43 18:56",
    },
}
TABLES = [(*town, day, hours) for town, days in PUBLISHED.items() for day, hours in days.items()]
SEASONS = [date(2026, month, 21) for month in range(1, 13)]
CORNERS = [(35.89, -5.4), (34.68, -1.91), (32.3, -9.24), (27.15, -13.2), (20.9, -17.05)]
MINUTE = timedelta(minutes=1)

everywhere = st.tuples(st.floats(20.7, 36.0), st.floats(-17.2, -0.9))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(("town", "latitude", "longitude", "day", "hours"), TABLES)
def test_they_are_those_of_the_ministry_to_three_minutes(
    town: str, latitude: float, longitude: float, day: str, hours: str
) -> None:
    computed = at_place(latitude, longitude, date.fromisoformat(day))
    for prayer, hour in zip(FIVE, hours.split(), strict=True):
        published = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=UTC)
        assert abs(computed[prayer] - published) <= 3 * MINUTE, (town, prayer)


@pytest.mark.parametrize("day", SEASONS)
@pytest.mark.parametrize(("latitude", "longitude"), CORNERS)
def test_the_sun_stands_where_each_prayer_asks(latitude: float, longitude: float, day: date) -> None:
    """Half a minute of rounding is an eighth of a degree of the sun's way; noon is known to some seconds."""
    found = at_place(latitude, longitude, day)
    fajr, _ = stands(latitude, longitude, found[Prayer.FAJR])
    isha, _ = stands(latitude, longitude, found[Prayer.ISHA])
    highest, hour = stands(latitude, longitude, found[Prayer.DHUHR] - 5 * MINUTE)
    sunset, _ = stands(latitude, longitude, found[Prayer.MAGHRIB] - 5 * MINUTE)
    asr, _ = stands(latitude, longitude, found[Prayer.ASR])
    assert fajr == pytest.approx(-19, abs=0.15)
    assert isha == pytest.approx(-17, abs=0.15)
    assert hour == pytest.approx(0, abs=0.2)
    assert sunset == pytest.approx(-0.833, abs=0.15)  # half its disc, and what the air bends
    assert 1 / tan(radians(asr)) - 1 / tan(radians(highest)) == pytest.approx(1, abs=0.02)


@given(everywhere, days)
@settings(max_examples=300, deadline=None)
def test_they_follow_each_other_on_every_day_in_all_of_morocco(place: tuple[float, float], day: date) -> None:
    found = at_place(*place, day)
    moments = [found[prayer] for prayer in FIVE]
    assert moments == sorted(set(moments))
    assert {local(moment).date() for moment in moments} == {day}
    assert {(moment.second, moment.tzinfo) for moment in moments} == {(0, UTC)}


def _on_the_wall(day: date) -> list[timedelta]:
    moments = [local(at_place(33.89, -5.55, day)[prayer]) for prayer in FIVE]
    return [timedelta(hours=moment.hour, minutes=moment.minute) for moment in moments]


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        (date(2026, 2, 14), date(2026, 2, 15), -60),
        (date(2026, 3, 21), date(2026, 3, 22), 60),
        (date(2026, 2, 15), date(2026, 2, 16), 0),
    ],
)
def test_the_clock_change_of_ramadan_moves_each_by_an_hour(before: date, after: date, shift: int) -> None:
    moved = [new - old for old, new in zip(_on_the_wall(before), _on_the_wall(after), strict=True)]
    assert all(abs(one - shift * MINUTE) <= 2 * MINUTE for one in moved)


def test_a_day_of_ramadan_has_the_clock_of_ramadan() -> None:
    """Six days later the sun sets six minutes later, and the wall shows it 54 minutes earlier."""
    before, inside = date(2026, 2, 14), date(2026, 2, 20)
    maghrib = FIVE.index(Prayer.MAGHRIB)
    later = at_place(33.89, -5.55, inside)[Prayer.MAGHRIB] - at_place(33.89, -5.55, before)[Prayer.MAGHRIB]
    assert later - timedelta(days=6) == 6 * MINUTE
    assert _on_the_wall(inside)[maghrib] - _on_the_wall(before)[maghrib] == -54 * MINUTE
