"""Which days an event, its sources and its agreements can bear: a year that was mistyped is none of them."""

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import StopValidation, ValidationError

from app.platform import clock, i18n
from app.platform.i18n import _

FIRST = date(1956, 1, 1)
YEARS_AHEAD = 10
MOST_DAYS = 31


def plausible(_form: Any, field: DateField) -> None:
    """A validator: from 1956 to the end of the tenth year from now."""
    last = date(clock.today().year + YEARS_AHEAD, 12, 31)
    if field.data and not FIRST <= field.data <= last:
        said = {"field": field.label.text, "first": i18n.day(FIRST), "last": i18n.day(last)}
        raise StopValidation(_("%(field)s: please give a day between %(first)s and %(last)s.", **said))


def check_days(first: DateField, last: DateField) -> None:
    """Raise ValidationError at the last day when the two are no range, or a longer one than an event has."""
    if last.data and not first.data:
        raise ValidationError(_("Please give the first day as well."))
    if not (first.data and last.data) or first.errors:
        return
    if last.data < first.data:
        raise ValidationError(_("The last day comes before the first. Correct one of the two."))
    if (last.data - first.data).days >= MOST_DAYS:
        raise ValidationError(_("An event of more than 31 days. Correct the first day or the last."))
