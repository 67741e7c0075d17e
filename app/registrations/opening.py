"""Whether somebody may register now, and in which category."""

from datetime import date, datetime

from app.accounts.models import User
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform import clock
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Category, Delegation
from app.registrations.words import Entry, Seen

_TEAM_REGISTERS = frozenset({ForumState.ANNOUNCED, ForumState.OPEN, ForumState.UNDER_WAY})


def is_now(category: Category, moment: datetime | None = None) -> bool:
    """Whether the hours of the category are open."""
    at = moment or clock.now()
    return (category.opens_at is None or category.opens_at <= at) and (
        category.closes_at is None or at < category.closes_at
    )


def offered(category: Category, *, invited: bool = False) -> bool:
    """Whether the public may choose the category now; `invited` by its link."""
    return shown(category, invited=invited) and is_now(category)


def shown(category: Category, *, invited: bool = False) -> bool:
    """Whether the public knows of the category, whatever its hours; `invited` by its link."""
    hidden = category.seen is Seen.LINK or category.entry is Entry.INVITATION
    return category.seen is not Seen.TEAM and (invited or not hidden)


def refuse(
    forum: Forum,
    category: Category,
    delegation: Delegation | None,
    *,
    invited: bool,
    by: User | None,
    on: date | None,
) -> None:
    """Raises Conflict when nobody, or not this person, may register now. The team registers people from the
    announcement until the event is closed, in any category.
    """
    if by is not None and on is None:
        if forum.state not in _TEAM_REGISTERS:
            raise Conflict(lazy("The event takes no registrations in this state."))
        return
    if not is_open(forum, on):
        raise Conflict(lazy("Registration is not open for this event. What you wrote was not sent."))
    if delegation and delegation.names_until and clock.now() >= delegation.names_until:
        raise Conflict(lazy("The time to name the people of this delegation is over."))
    if on is None and not offered(category, invited=invited or delegation is not None):
        raise Conflict(lazy("This category is not open now. All you wrote is kept: choose another."))
