"""Names that followed one another, each with its first and last day where they are known. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any


class Fault(Enum):
    """What is wrong with the days of a name."""

    REVERSED = "reversed"
    OVERLAPS = "overlaps"


Span = tuple[date | None, date | None]


def borne_on(
    day: date, current: Mapping[str, str], named_since: date | None, earlier: Sequence[Mapping[str, Any]]
) -> Mapping[str, str]:
    """The name borne on a day, by locale; the current one where no earlier name is known to have stood."""
    if named_since is not None and day >= named_since:
        return current
    for one in earlier:
        since, until = _day(one["since"]), _day(one["until"])
        known = since is not None or until is not None
        if known and (since is None or since <= day) and (until is None or day <= until):
            return {key: one[key] for key in ("ar", "fr") if one[key]}
    return current


def faults(spans: Sequence[Span], named_since: date | None) -> dict[int, Fault]:
    """What is wrong, by the place of the name. An unknown day is never held against a name."""
    found: dict[int, Fault] = {}
    for place, (since, until) in enumerate(spans):
        if since and until and until < since:
            found[place] = Fault.REVERSED
        elif _after(named_since, since, until) or any(_overlap((since, until), o) for o in spans[:place]):
            found[place] = Fault.OVERLAPS
    return found


def _after(named_since: date | None, *days: date | None) -> bool:
    """Whether a day lies in the time of the present name."""
    return named_since is not None and any(day and day >= named_since for day in days)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two names surely stood on one day."""
    return any(
        since and until and any(day and since <= day <= until for day in days)
        for (since, until), days in ((one, other), (other, one))
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
