"""The workshops of a registration as lines of text."""

from collections.abc import Iterable

from app.platform.clock import local
from app.platform.i18n import _, day
from app.programme.schedule_words import hours
from app.registrations import workshop_choice
from app.registrations.models import Registration
from app.registrations.workshop_reading import Offered


def of(registration: Registration) -> list[str]:
    """One line a workshop, by their hour: title, day, hours, hall."""
    return [line(one) for one in workshop_choice.of([registration.id])[registration.id]]


def line(one: Offered) -> str:
    """«Water and mountain · Friday 4 December 2026 · from 9 h to 10 h · Hall A»."""
    return " · ".join(part for part in (one.title.said() or str(_("Workshop")), where(one)) if part)


def titled(found: Iterable[Offered]) -> list[tuple[str, str]]:
    """Title and `where` of each, for pages."""
    return [(one.title.said() or str(_("Workshop")), where(one)) for one in found]


def where(one: Offered) -> str:
    """Day, hours and hall; that it is not in the programme any more, where it is not."""
    if not one.is_released:
        return str(_("not in the programme any more"))
    on = day(local(one.starts_at).date()) if one.starts_at else ""
    return " · ".join(part for part in (on, hours(one.starts_at, one.ends_at), one.hall.said()) if part)
