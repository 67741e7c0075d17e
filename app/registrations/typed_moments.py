"""A moment typed as a day and an hour of the wall clock of Morocco; without an hour it is the whole day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import DateField, TimeField
from wtforms.validators import ValidationError

from app.platform import clock, i18n
from app.platform.i18n import _

_MIDNIGHT = time()


def since(day: date | None, hour: time | None) -> datetime | None:
    """From when: from the first hour of the day, where none is given."""
    begin = hour or _MIDNIGHT
    return clock.at(day, begin.hour, begin.minute) if day else None


def until(day: date | None, hour: time | None) -> datetime | None:
    """Until when: to the end of the day, where no hour is given."""
    if day is None:
        return None
    return since(day, hour) if hour else clock.at(day + timedelta(days=1), 0)


def typed_since(moment: datetime | None) -> tuple[date | None, time | None]:
    """What a person types for `since`."""
    local = clock.local(moment) if moment else None
    return (local.date(), local.time() if local.time() != _MIDNIGHT else None) if local else (None, None)


def typed_until(moment: datetime | None) -> tuple[date | None, time | None]:
    """What a person types for `until`."""
    local = clock.local(moment) if moment else None
    if local and local.time() == _MIDNIGHT:
        return local.date() - timedelta(days=1), None
    return (local.date(), local.time()) if local else (None, None)


def said_until(moment: datetime) -> str:
    """«Friday 4 December 2026 at 18:00», or the day alone where it is open to its end."""
    day, hour = typed_until(moment)
    return _said(day, hour, moment)


def said_since(moment: datetime) -> str:
    """The same for a beginning."""
    day, hour = typed_since(moment)
    return _said(day, hour, moment)


def lacks_day(day: DateField, hour: TimeField) -> bool:
    """Whether an hour stands without its day."""
    return bool(hour.data and not day.data and not day.errors)


def refuse_after(last: date | None, day: DateField) -> None:
    """Raise ValidationError for a day after the last of the event; an event without dates has none."""
    if last and day.data and day.data > last:
        said = i18n.day(last)
        raise ValidationError(_("This is after the last day of the event: %(day)s.", day=said))


def _said(day: date | None, hour: time | None, moment: datetime) -> str:
    words: Any = i18n.day(day) if day else ""
    if hour is None:
        return str(words)
    return str(_("%(day)s at %(time)s", day=words, time=i18n.hour(moment)))
