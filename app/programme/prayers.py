"""The hours of the five prayers at a place, by the method of Morocco's ministry of Habous. Pure.

Fajr begins when the sun stands 19° below the horizon, Isha at 17°. The ministry's tables put Dhuhr five
minutes after the sun's highest point, and Maghrib about five after sunset (four to six by the height of the
town). Asr begins when the shadow of a thing has grown by its own length since noon, as the Maliki school has
it. Compared with those tables: see tests/programme/test_prayers.py.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import atan, degrees, radians, tan
from types import MappingProxyType

from astral import Observer, SunDirection, sun

from app.programme.prayer_words import Prayer

FAJR_BELOW = 19.0
ISHA_BELOW = 17.0
AFTER_NOON = timedelta(minutes=5)
AFTER_SUNSET = timedelta(minutes=5)
_HALF_A_MINUTE = timedelta(seconds=30)


@lru_cache(maxsize=2_000)
def at_place(latitude: float, longitude: float, day: date) -> Mapping[Prayer, datetime]:
    """The five prayers of a day as moments in UTC, to the minute; Dhuhr stands there on Fridays too.

    For the latitudes of Morocco: nearer to the poles the sun does not go so deep on each night, which raises
    ValueError.
    """
    observer = Observer(latitude, longitude)
    noon = sun.noon(observer, day)
    found = {
        Prayer.FAJR: sun.dawn(observer, day, depression=FAJR_BELOW),
        Prayer.DHUHR: noon + AFTER_NOON,
        Prayer.ASR: _asr(observer, noon),
        Prayer.MAGHRIB: sun.sunset(observer, day) + AFTER_SUNSET,
        Prayer.ISHA: sun.dusk(observer, day, depression=ISHA_BELOW),
    }
    return MappingProxyType({prayer: _to_the_minute(moment) for prayer, moment in found.items()})


def _asr(observer: Observer, noon: datetime) -> datetime:
    highest = sun.elevation(observer, noon, with_refraction=False)
    shadow = 1 + tan(radians(90 - highest))  # in lengths of what throws it
    return sun.time_at_elevation(
        observer,
        degrees(atan(1 / shadow)),
        noon.date(),
        direction=SunDirection.SETTING,
        with_refraction=False,
    )


def _to_the_minute(moment: datetime) -> datetime:
    return (moment + _HALF_A_MINUTE).replace(second=0, microsecond=0)
