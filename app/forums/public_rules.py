"""What an event is to the public on a day: to come, open, over. Pure but for the clock."""

from datetime import date, timedelta

from app.forums.lifecycle import State
from app.forums.models import Day, Forum
from app.platform.clock import today

OVER = frozenset({State.CLOSED, State.ARCHIVED})
_MONTH = 31


def has_ended(forum: Forum, on: date | None = None) -> bool:
    """Whether its last day is past `on` that day, or today, whatever the step that the team has taken."""
    last = forum.ends_on or forum.starts_on
    return last is not None and last < (on or today())


def is_over(forum: Forum) -> bool:
    """Whether the public reads of it as of something past."""
    return forum.state in OVER or has_ended(forum)


def is_open(forum: Forum, on: date | None = None) -> bool:
    """Whether anybody may register `on` that day, or today: the step says so, the last day is not past."""
    return forum.state is State.OPEN and not has_ended(forum, on)


def shown_state(forum: Forum) -> State:
    """The step that the public reads: closed once the last day is past, before the team has closed it."""
    return State.CLOSED if has_ended(forum) and forum.state not in OVER else forum.state


def is_told_by_sources(forum: Forum) -> bool:
    """Whether what is unknown of it is missing in a source: of something past alone, and not invented."""
    return is_over(forum) and any(source["kind"] != "demo" for source in forum.sources)


def told_dates(forum: Forum) -> list[tuple[date, Day | None]]:
    """Each date from the first to the last with what is known of it; none while nothing is known of any. Of
    an event longer than a month, those alone of which something is known.
    """
    told = {day.on: day for day in forum.days}
    every = list(told)
    if forum.starts_on and told:
        length = ((forum.ends_on or forum.starts_on) - forum.starts_on).days + 1
        if length <= _MONTH:
            every = [forum.starts_on + timedelta(days=number) for number in range(length)]
    return [(on, told.get(on)) for on in every]
