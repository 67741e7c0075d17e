"""Whether a registration may be changed or transferred now. Each refusal says what to do instead."""

from datetime import datetime

from app.accounts.models import User
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform import clock
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import opening, rules
from app.registrations.models import Category, Registration
from app.registrations.standing import LIVE
from app.registrations.words import State

LATE = lazy("Changes by this page are closed. Please call the help number.")
LATE_TO_CANCEL = lazy("Cancelling by this page is closed. Please call the help number.")
ENDED = lazy("This registration does not stand any more: nothing in it is changed.")
_CLOSED = lazy("This category is not open now. Nothing was changed: choose another.")
_HELD = lazy(
    "Please confirm your contact first, by the link that we sent you. Then you can change the category."
)
_DELEGATION = lazy("The people of a delegation keep its category.")
_NOT_CONFIRMED = lazy("Only a confirmed registration can be transferred. You can cancel this one.")
# The person sees the registration; nothing is changed in an event of these states.
_OVER = frozenset({ForumState.CLOSED, ForumState.ARCHIVED})


def changes_close(forum: Forum) -> datetime | None:
    """When persons can change their registrations no more."""
    return rules.of(forum.id).changes_until or _first_midnight(forum)


def cancelling_closes(forum: Forum) -> datetime | None:
    """When persons can cancel no more."""
    return rules.of(forum.id).cancel_until or _first_midnight(forum)


def may_change(registration: Registration, forum: Forum) -> bool:
    """Whether the person changes it now."""
    return registration.state in LIVE and forum.state not in _OVER and rules.may_change(forum)


def may_transfer(registration: Registration, forum: Forum) -> bool:
    """Whether the person gives it to a colleague now."""
    return registration.state is State.CONFIRMED and may_change(registration, forum)


def may_cancel(registration: Registration, forum: Forum) -> bool:
    """Whether the person cancels it now."""
    return registration.state in LIVE and forum.state not in _OVER and rules.may_cancel(forum)


def refuse(registration: Registration, forum: Forum, category: Category | None, *, by: User | None) -> None:
    """Raises Conflict when this change is not allowed. `category`: another than that which stands."""
    if registration.state not in LIVE or registration.erased_at:
        raise Conflict(ENDED)
    if category and registration.delegation_id is not None:
        raise Conflict(_DELEGATION)
    if by is not None:
        return
    if not may_change(registration, forum):
        raise Conflict(LATE)
    if category and registration.state is State.HELD:
        raise Conflict(_HELD)
    if category and not opening.offered(category):
        raise Conflict(_CLOSED)


def refuse_transfer(registration: Registration, forum: Forum, *, by: User | None) -> None:
    """Raises Conflict when it cannot be given to somebody else."""
    if registration.state is not State.CONFIRMED or registration.erased_at:
        raise Conflict(_NOT_CONFIRMED if registration.state in LIVE else ENDED)
    if by is None and not may_change(registration, forum):
        raise Conflict(LATE)


def refuse_cancelling(registration: Registration, forum: Forum) -> None:
    """Raises Conflict when the person cannot cancel now; of one that ended, `moving` says so."""
    if registration.state in LIVE and not may_cancel(registration, forum):
        raise Conflict(LATE_TO_CANCEL)


def _first_midnight(forum: Forum) -> datetime | None:
    return clock.at(forum.starts_on, 0) if forum.starts_on else None
