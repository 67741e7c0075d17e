"""A registration goes from one state to another: the rules, the places, the log, the letter.

Each act locks the row first, so that of two at once the second sees what the first did; then the quotas in
the order of their keys. What was changed in the row before and not flushed is forgotten.
"""

from collections.abc import Collection
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import letters, marks, queries, seats
from app.registrations.models import Choice, Registration
from app.registrations.standing import HOLDING, LIVE, before
from app.registrations.words import State


def approve(registration: Registration, *, by: User, without: Collection[int] = ()) -> None:
    """Give a place to who asked for one, waits, or was refused. `without`: keys of workshops that the person
    then does not attend. Raises seats.Full, with nothing changed once the caller rolls back.
    """
    _move(
        registration, State.CONFIRMED, "registration.approved", by=by, but=_KEPT, without=without, reason=""
    )
    _tell(registration)


def let_wait(registration: Registration, *, by: User) -> None:
    """Put at the end of the waiting list who asked for approval, or was refused."""
    _move(registration, State.WAITING, "registration.let_wait", by=by, reason="", waits_since=now())
    _tell(registration)


def refuse(registration: Registration, *, reason: str = "", by: User) -> None:
    """Decline a request. The person reads the reason."""
    _move(registration, State.REFUSED, "registration.refused", by=by, reason=reason)
    _tell(registration)


def withdraw(registration: Registration, *, reason: str = "", by: User) -> None:
    """Cancel in the name of the organiser. The person reads the reason."""
    _move(registration, State.WITHDRAWN, "registration.withdrawn", by=by, reason=reason)
    _tell(registration)


def cancel(registration: Registration, *, by: User | None = None) -> None:
    """Give the place back. Raises Conflict when it is cancelled already; of two at once, the first wins."""
    _move(registration, State.CANCELLED, "registration.cancelled", by=by)
    if not by:
        _tell(registration)


def confirm_contact(registration: Registration, *, is_read: bool = False, by: User | None = None) -> None:
    """The contact answered, or the team called: the place that was kept is given. Harmless when repeated.

    `is_read`: by the link of a letter, so that the e-mail is proved too; the caller has held the row and
    looked at that link (`links.hold_contact`). Raises Conflict for what no longer stands.
    """
    came_from = _locked(registration)
    if registration.erased_at:
        raise Conflict(_ERASED)
    if came_from not in LIVE:
        raise Conflict(_SAID.get(came_from, _CHANGED))
    moment = now()
    registration.contact_verified_at = registration.contact_verified_at or moment
    if is_read:
        registration.email_proved_at = registration.email_proved_at or moment
    db.session.flush()
    if came_from is State.HELD:
        _move(registration, State.CONFIRMED, "registration.contact_confirmed", by=by, hold_until=None)
        _tell(registration)


def lapse(registration: Registration) -> None:
    """A contact that did not answer in time gives the place back."""
    _move(registration, State.LAPSED, "registration.lapsed", by=None, hold_until=None)
    _tell(registration)


def _move(
    registration: Registration,
    to: State,
    act: str,
    *,
    by: User | None,
    but: frozenset[State] = frozenset(),
    without: Collection[int] = (),
    **values: Any,
) -> None:
    """Change the state where the rules allow it from the state in the database; with the places and marks
    that go with it. `but`: states from which another act leads there.
    """
    came_from = _locked(registration)
    # Erasing itself gives the place back; nothing else happens to a row that is nobody's.
    is_nobodys = registration.erased_at and to is not State.CANCELLED
    if is_nobodys or came_from not in before(to) - but:
        raise Conflict(why_not(registration))
    # By its columns: a state that moves is not a change of what somebody has open in a form.
    db.session.execute(
        sa.update(Registration).where(Registration.id == registration.id).values(state=to, **values)
    )
    if without:
        left = sa.and_(Choice.registration_id == registration.id, Choice.workshop_id.in_(without))
        db.session.execute(sa.delete(Choice).where(left))
    if came_from not in HOLDING and to in HOLDING:
        seats.claim_all(partial(queries.touched, registration))
    elif came_from in HOLDING and to not in HOLDING:
        seats.release_all(partial(queries.touched, registration))
    if to not in LIVE:
        marks.drop(registration)
    elif came_from not in LIVE:
        marks.put(registration, marks.of_registration(registration))
    audit.record(act, registration, by=by, changes={"state": [came_from.value, to.value]})


def why_not(registration: Registration) -> Any:
    """Why an act is not possible with a registration that an act like it was before."""
    return _ERASED if registration.erased_at else _SAID.get(registration.state, _CHANGED)


def _locked(registration: Registration) -> State:
    """The state in the database, which nobody changes until this transaction ends."""
    db.session.refresh(registration, with_for_update={"of": Registration})
    return registration.state


def _tell(registration: Registration) -> None:
    letters.tell(registration, db.session.get_one(Forum, registration.forum_id))


_KEPT = frozenset({State.HELD})  # has a place already: its contact is confirmed, not its request
_ERASED = lazy("This person asked to be erased.")
_CHANGED = lazy("This registration was changed meanwhile. Look at it again.")
_SAID = {
    State.CANCELLED: lazy("This registration is cancelled already."),
    State.WITHDRAWN: lazy("This registration is cancelled already."),
    State.LAPSED: lazy("This registration is cancelled already."),
    State.TRANSFERRED: lazy("This registration was transferred to another person."),
    State.REFUSED: lazy("This request was not accepted."),
}
