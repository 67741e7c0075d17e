"""Where the sun stands, by the almanac's short formulae: what the prayer times are checked against."""

from datetime import UTC, datetime
from math import asin, atan2, cos, degrees, radians, sin

NOON_OF_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def stands(latitude: float, longitude: float, moment: datetime) -> tuple[float, float]:
    """(height above the horizon without refraction, hour angle) in degrees, right to about 0.02°.

    Source: "Computing approximate solar coordinates", US Naval Observatory.
    """
    days = (moment - NOON_OF_2000).total_seconds() / 86_400
    anomaly = radians(357.529 + 0.98560028 * days)
    mean = 280.459 + 0.98564736 * days
    along = radians(mean + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    tilt = radians(23.439 - 0.00000036 * days)
    ascension = degrees(atan2(cos(tilt) * sin(along), cos(along)))
    declination = asin(sin(tilt) * sin(along))
    sidereal = 15 * (18.697374558 + 24.06570982441908 * days)
    hour = (sidereal + longitude - ascension + 180) % 360 - 180
    north = radians(latitude)
    height = asin(sin(north) * sin(declination) + cos(north) * cos(declination) * cos(radians(hour)))
    return degrees(height), hour
