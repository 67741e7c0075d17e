"""What changes registrations."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform import qr
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import letters, queries, seats
from app.registrations.models import Category, Quota, Registration, State
from app.verification import codes, keys

_NUMBER_TRIES = 20


class SentAlready(Conflict):
    """The same form came twice: a double click, a retry, the back button. It acted once."""

    def __init__(self, public_id: str) -> None:
        super().__init__(lazy("This form was sent already."))
        self.public_id = public_id


@dataclass(frozen=True)
class Identity:
    """What is made for a new registration before the write transaction: signing and drawing take time."""

    public_id: str
    qr: str


def new_identity() -> Identity:
    """A random id, and the drawing of its first badge code."""
    public_id = secrets.token_hex(codes.ID_BYTES)
    return Identity(public_id, qr.matrix(codes.issue(keys.badge_keys(), bytes.fromhex(public_id), 1)))


def register(
    forum: Forum,
    category: Category,
    person: Mapping[str, Any],
    *,
    form_token: str,
    identity: Identity,
    wait: bool = False,
    by: User | None = None,
    on: date | None = None,
) -> Registration:
    """Give the person a place, or with `wait` a rank on the waiting list, and write them a letter; `on` a
    day of the demonstration, or today.

    Raises SentAlready when this form acted before, seats.Full when no place is left, Conflict when the
    registration is not open.
    """
    if not is_open(forum, on):
        raise Conflict(lazy("Registration is not open for this event. What you wrote was not sent."))
    _refuse_repeat(form_token, forum, person)
    state = _claim(forum, category, wait=wait, repeated=lambda: _refuse_repeat(form_token, forum, person))
    registration = Registration(
        forum_id=forum.id,
        category_id=category.id,
        state=state,
        form_token=form_token,
        public_id=identity.public_id,
        qr=identity.qr,
        **person,
    )
    _insert(registration, repeated=lambda: _refuse_repeat(form_token, forum, person))
    audit.record("registration.made", registration, by=by, state=registration.state.value)
    letters.tell(registration, forum)
    return registration


def cancel(registration: Registration, *, by: User | None = None) -> None:
    """Give the place back. Raises Conflict when it is cancelled already; of two at once, the first wins."""
    before = registration.state
    won = None
    if before is not State.CANCELLED:
        won = db.session.scalar(
            sa.update(Registration)
            .where(Registration.id == registration.id, Registration.state == before)
            .values(state=State.CANCELLED)
            .returning(Registration.id)
        )
    if won is None:
        raise Conflict(lazy("This registration is cancelled already."))
    if before is State.CONFIRMED:
        seats.release(queries.quota_ids(registration.forum_id, registration.category_id))
    audit.record("registration.cancelled", registration, by=by)


def add_category(forum: Forum, *, name: Mapping[str, str], places: int, by: User | None) -> Category:
    """Add a category with its places."""
    category = Category(forum_id=forum.id, name=Translated(name))
    db.session.add(category)
    db.session.flush()
    db.session.add(Quota(forum_id=forum.id, category_id=category.id, places=places))
    audit.record("category.added", category, by=by, places=places)
    return category


def set_total(forum: Forum, places: int, *, by: User | None) -> None:
    """Say how many the whole event holds, whatever the categories. Raises Conflict below what is taken."""
    quota = db.session.scalar(queries.total(forum.id))
    if quota is None:
        held = sum(one.quota.taken for one in db.session.scalars(queries.categories(forum.id)))
        quota = Quota(forum_id=forum.id, places=held, taken=held)
        db.session.add(quota)
        db.session.flush()
    set_places(quota, places, by=by)


def set_places(quota: Quota, places: int, *, by: User | None) -> None:
    """Change how many places there are. Raises Conflict when more are taken already."""
    db.session.refresh(quota, with_for_update=True)  # what it was is told
    before = quota.places
    changed = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id, Quota.taken <= places)
        .values(places=places)
        .returning(Quota.id)
    )
    if changed is None:
        raise Conflict(lazy("More places are taken already. Choose a larger number."))
    audit.record("quota.changed", quota, by=by, changes={"places": [before, places]})


def _claim(forum: Forum, category: Category, *, wait: bool, repeated: Callable[[], None]) -> State:
    """A place, or the waiting list for who accepts to wait and finds none."""
    try:
        with db.session.begin_nested():
            seats.claim(queries.quota_ids(forum.id, category.id))
    except seats.Full:
        # The claim waited for another: if that was this same form, its place is this person's.
        repeated()
        if not wait:
            raise
        return State.WAITING
    return State.CONFIRMED


def _refuse_repeat(form_token: str, forum: Forum, person: Mapping[str, Any]) -> None:
    """Raises SentAlready for the same form sent twice, Conflict for one that was filled in anew after it."""
    sent = db.session.scalar(queries.by_form_token(form_token))
    if sent is None:
        return
    same = all(getattr(sent, name) == value for name, value in person.items() if name != "locale")
    if same and sent.forum_id == forum.id:
        raise SentAlready(sent.public_id)
    raise Conflict(lazy("This form was sent already, for other answers. Check yours, then send again."))


def _insert(registration: Registration, *, repeated: Callable[[], None]) -> None:
    """Insert under a six-digit number that is free in the forum; the constraints decide."""
    for _ in range(_NUMBER_TRIES):
        registration.number = str(secrets.randbelow(900_000) + 100_000)
        try:
            with db.session.begin_nested():
                db.session.add(registration)
                db.session.flush()
        except IntegrityError as error:
            repeated()
            if "number" not in str(error.orig):
                raise
        else:
            return
    raise Conflict(lazy("No registration number is free in this event."))
