"""What a change means for the state and the places of a registration whose row is locked."""

from collections.abc import Collection
from dataclasses import dataclass

from app.accounts.models import User
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import queries, seats
from app.registrations.models import Category, Registration
from app.registrations.standing import HOLDING, NEXT
from app.registrations.words import Entry, State

_ASKING = frozenset({State.PENDING, State.WAITING})


@dataclass(frozen=True)
class Stood:
    """The state before the change, and the quotas in which it held a place."""

    state: State
    held: frozenset[int]


def stood(registration: Registration) -> Stood:
    """As it stands now; ask before anything is written."""
    held = queries.touched(registration) if registration.state in HOLDING else ()
    return Stood(registration.state, frozenset(held))


def unprove(registration: Registration, email: str, *, by: User | None) -> None:
    """A new e-mail is not proved. Without one there is nobody to answer: the place that was kept is given, as
    it is to who registers with a phone. `email`: the one before.
    """
    if registration.email == email:
        return
    registration.contact_verified_at = None
    if registration.state is State.HELD and not registration.email:
        registration.state, registration.hold_until = State.CONFIRMED, None


def settle(registration: Registration, was: Stood, category: Category | None, *, by: User | None) -> None:
    """Exchange the places for those of what was chosen now, and give the state that goes with it."""
    wanted = frozenset(queries.touched(registration))
    if category is None or by is not None:
        if registration.state in HOLDING:
            _exchange(was.held, wanted)
    elif category.entry is Entry.APPROVAL:
        _become(registration, State.PENDING)
        _exchange(was.held, ())
    elif was.state in _ASKING:
        _become(registration, State.CONFIRMED if _claimed(wanted) else State.WAITING)
    else:
        _exchange(was.held, wanted)
    db.session.flush()


def _become(registration: Registration, state: State) -> None:
    if registration.state is state:
        return
    if state not in NEXT[registration.state]:
        raise Conflict(lazy("This registration was changed meanwhile. Look at it again."))
    registration.state = state


def _claimed(wanted: Collection[int]) -> bool:
    try:
        with db.session.begin_nested():
            seats.claim(wanted)
    except seats.Full as full:
        if not full.may_wait:
            raise
        return False
    return True


def _exchange(held: Collection[int], wanted: Collection[int]) -> None:
    given_back = dict.fromkeys(set(held) - set(wanted), -1)
    seats.exchange(given_back | dict.fromkeys(set(wanted) - set(held), 1))
