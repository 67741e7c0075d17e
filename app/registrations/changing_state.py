"""What a change means for the state and the places of a registration whose row is locked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from app.accounts.models import User
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import queries, seats, waiting
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


def settle(registration: Registration, was: Stood, category: Category | None, *, by: User | None) -> None:
    """Exchange the places for those of what was chosen now, and give the state that goes with it."""
    if category is None or by is not None:
        if registration.state in HOLDING:
            _exchange(registration, was.held)
    elif category.entry is Entry.APPROVAL:
        _become(registration, State.PENDING)
        _give_back(registration, was.held)
    elif was.state in _ASKING:
        _enter(registration, category)
    else:
        waiting.refuse(category.id)
        _exchange(registration, was.held)
    if category and registration.state is State.WAITING:
        registration.waits_since = now()  # at the end of the list of this category
    db.session.flush()


def _enter(registration: Registration, category: Category) -> None:
    """A place where one is free and nobody waits for it, kept first where the e-mail has to answer."""
    if waiting.is_waited_for(category.id, besides=registration.id) or not _claimed(registration):
        _become(registration, State.WAITING)
    elif category.hold_hours and registration.email and registration.contact_verified_at is None:
        _become(registration, State.HELD)
        registration.hold_until = now() + timedelta(hours=category.hold_hours)
    else:
        _become(registration, State.CONFIRMED)


def _become(registration: Registration, state: State) -> None:
    if registration.state is state:
        return
    if state not in NEXT[registration.state]:
        raise Conflict(lazy("This registration was changed meanwhile. Look at it again."))
    registration.state = state


def _claimed(registration: Registration) -> bool:
    try:
        with db.session.begin_nested():
            seats.claim_all(partial(queries.touched, registration))
    except seats.Full as full:
        if not full.may_wait:
            raise
        return False
    return True


def _exchange(registration: Registration, held: Collection[int]) -> None:
    """A limit of the whole event laid meanwhile counts the person already."""
    wanted = set(queries.touched(registration)) - _laid_since(registration, held)
    given_back = dict.fromkeys(set(held) - wanted, -1)
    seats.exchange(given_back | dict.fromkeys(wanted - set(held), 1))


def _give_back(registration: Registration, held: Collection[int]) -> None:
    """What was held, and the limit of the whole event where it was laid while others were waited for."""
    seats.release_all(lambda: {*held, *_laid_since(registration, held)})


def _laid_since(registration: Registration, held: Collection[int]) -> set[int]:
    return {one.id for one in db.session.scalars(queries.total(registration.forum_id))} - set(held)
