"""The only clock: moments are aware and in UTC; a day belongs to a zone."""

import zoneinfo
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The pinned tz database decides, not that of the machine, which may be years old: Morocco has left its
# summer time, and the changes of Ramadan with it, in September 2026.
zoneinfo.reset_tzpath(to=())

ZONE = ZoneInfo("Africa/Casablanca")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo = ZONE) -> date:
    """The calendar day in `zone`."""
    return now().astimezone(zone).date()


def local(moment: datetime, zone: ZoneInfo = ZONE) -> datetime:
    """The same moment on the wall clock of `zone`."""
    return moment.astimezone(zone)


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = ZONE) -> datetime:
    """The moment at which the wall clock of `zone` shows this hour on this day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
