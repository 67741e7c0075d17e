"""The sentences of the overview about registrations, each for a count."""

from datetime import datetime
from typing import Any

from app.platform.clock import local
from app.platform.i18n import _, day, hour, plural


def asking(count: int) -> Any:
    return plural("%(num)d request awaits your answer", "%(num)d requests await your answer", count)


def calling(count: int) -> Any:
    return plural("%(num)d person to call", "%(num)d persons to call", count)


def served(count: int) -> Any:
    return plural(
        "%(num)d person waits while places are free", "%(num)d persons wait while places are free", count
    )


def waiting(count: int) -> Any:
    return plural("%(num)d person waits for a place", "%(num)d persons wait for a place", count)


def ending(count: int) -> Any:
    return plural("%(num)d kept place returns within a day", "%(num)d kept places return within a day", count)


def new(count: int) -> Any:
    return plural("%(num)d registration today", "%(num)d registrations today", count)


def ends(first: datetime | None) -> str:
    """When the first of them returns; "" when none does."""
    if first is None:
        return ""
    return str(_("The first on %(day)s at %(time)s.", day=day(local(first).date()), time=hour(first)))
