"""How long a session lasts, by its length or by the hour at which it ends. Pure."""

from datetime import date, datetime, time, timedelta

from app.platform import clock

SHORTEST, LONGEST = 5, 720


def moment(day: date, hour: time) -> datetime:
    """An hour of the wall clock, in UTC."""
    return clock.at(day, hour.hour, hour.minute)


def until(day: date, begin: time, end: time) -> int:
    """The minutes from one hour to another; an end that is not after the first is of the next day."""
    last = day if end > begin else day + timedelta(days=1)
    return round((moment(last, end) - moment(day, begin)).total_seconds() / 60)


def end_of(starts_at: datetime, minutes: int) -> time:
    """The hour of the wall clock at which a session ends."""
    return clock.local(starts_at + timedelta(minutes=minutes)).time()
