"""Registering: all that one form asks for, or nothing."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import qr
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import (
    answers,
    consents,
    letters,
    marks,
    numbering,
    opening,
    queries,
    removed,
    seats,
    waiting,
    workshop_claims,
)
from app.registrations.models import Category, Delegation, Registration
from app.registrations.words import ConsentKind, Entry, Source, State
from app.verification import codes, keys

# Of a form that is sent twice: the language may have been switched; a card is sealed otherwise each time.
_NOT_COMPARED = frozenset({"locale", "cin_sealed"})


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


@dataclass(frozen=True)
class Wish:
    """What a form asks for besides the person and the category.

    `answers`: by the key of the question. `consents`: what was answered to the words of `notice_id`.
    `invited`: the link of the category was shown. `another`: the team says that it is another person of the
    same name and contact. `form_mark`: of all that the form held (form_mark.py).
    """

    workshop_ids: Sequence[int] = ()
    delegation: Delegation | None = None
    answers: Mapping[int, Any] = field(default_factory=dict)
    notice_id: int | None = None
    consents: Mapping[ConsentKind, bool] = field(default_factory=dict)
    invited: bool = False
    another: bool = False
    form_mark: str = ""


def register(
    forum: Forum,
    category: Category,
    person: Mapping[str, Any],
    *,
    form_token: str,
    identity: Identity,
    wish: Wish | None = None,
    wait: bool = False,
    by: User | None = None,
    on: date | None = None,
) -> Registration:
    """Give the person a place, keep one until the contact answers, ask the team for its approval, or with
    `wait` give a rank on the waiting list; and write them a letter. `on`: a day of the demonstration.

    Raises SentAlready when this form acted before, KnownAlready when this name with this contact is
    registered, seats.Full when no place is left, Removed when something chosen is gone, Conflict when the
    registration is not open.
    """
    wish = wish or Wish()
    repeated = _Repeated(form_token, forum, person, wish.form_mark)
    repeated()
    opening.refuse(forum, category, wish.delegation, invited=wish.invited, by=by, on=on)
    signs = marks.of_card(person) if wish.another and by else marks.of(person)
    _refuse_known(forum, signs, repeated)
    # The team and an institution give places that were agreed.
    queues = not (by or on or wish.delegation)
    state = _first_state(forum, category, person, wish, wait=wait, by=by, queues=queues, repeated=repeated)
    registration = _row(forum, category, person, state, wish, form_token, identity, by)
    with removed.told():
        numbering.insert(registration, repeated)
        marks.put(registration, signs)
        _write_wish(registration, wish)
    audit.record("registration.made", registration, by=by, state=registration.state.value)
    # The public form takes any address: nobody receives letters without end of what others type.
    if by or on or letters.has_room(registration):
        letters.tell(registration, forum)
    return registration


def _refuse_known(forum: Forum, signs: list[str], repeated: Callable[[], None]) -> None:
    try:
        marks.refuse_known(forum.id, signs)
    except marks.KnownAlready:
        repeated()  # it may be this same form, which was faster by a moment
        raise


def _write_wish(registration: Registration, wish: Wish) -> None:
    workshop_claims.choose(registration.id, wish.workshop_ids)
    answers.write(registration, wish.answers)
    if wish.notice_id:
        consents.write(registration, wish.notice_id, wish.consents)


def _row(
    forum: Forum,
    category: Category,
    person: Mapping[str, Any],
    state: State,
    wish: Wish,
    form_token: str,
    identity: Identity,
    by: User | None,
) -> Registration:
    return Registration(
        forum_id=forum.id,
        category_id=category.id,
        delegation_id=wish.delegation.id if wish.delegation else None,
        state=state,
        source=Source.OFFICE if by else Source.PUBLIC,
        waits_since=now() if state is State.WAITING else None,
        hold_until=now() + timedelta(hours=category.hold_hours or 0) if state is State.HELD else None,
        form_token=form_token,
        form_mark=wish.form_mark,
        public_id=identity.public_id,
        qr=identity.qr,
        **person,
    )


def _first_state(
    forum: Forum,
    category: Category,
    person: Mapping[str, Any],
    wish: Wish,
    *,
    wait: bool,
    by: User | None,
    queues: bool,
    repeated: Callable[[], None],
) -> State:
    """Where it begins; with a place claimed where the state holds one. `queues`: not before who waits."""
    if category.entry is Entry.APPROVAL and by is None:
        return State.PENDING
    delegation_id = wish.delegation.id if wish.delegation else None
    if queues and waiting.is_waited_for(category.id):
        repeated()
        if wait:
            return State.WAITING
        waiting.refuse(category.id)
    touched = partial(queries.quota_ids, forum.id, category.id, delegation_id, wish.workshop_ids)
    try:
        # Who does not wait has nothing to keep from the claims before the one that failed.
        with db.session.begin_nested() if wait else nullcontext():
            seats.claim_all(touched)
    except seats.Full as full:
        # The claim waited for another: if that was this same form, its place is this person's.
        repeated()
        if not wait or not full.may_wait:
            raise
        return State.WAITING
    unproved = category.hold_hours and person.get("email") and by is None
    return State.HELD if unproved else State.CONFIRMED


def sent_before(forum: Forum, form_token: str, form_mark: str) -> Registration | None:
    """What this very form made already, to be asked before anything in it is found wrong that it did itself.
    Not once its links were made void: whoever kept the form had the link of then.
    """
    sent = db.session.scalar(queries.by_form_token(form_token))
    same = sent and (sent.forum_id, sent.form_mark, sent.link_serial) == (forum.id, form_mark, 1)
    return sent if same else None


@dataclass(frozen=True)
class _Repeated:
    """Raises SentAlready for the same form sent twice, Conflict for one that was filled in anew after it."""

    form_token: str
    forum: Forum
    person: Mapping[str, Any]
    form_mark: str

    def __call__(self) -> None:
        sent = db.session.scalar(queries.by_form_token(self.form_token))
        if sent is None:
            return
        told = {name: value for name, value in self.person.items() if name not in _NOT_COMPARED}
        same = all(getattr(sent, name) == value for name, value in told.items())
        if same and (sent.forum_id, sent.form_mark) == (self.forum.id, self.form_mark):
            raise SentAlready(sent.public_id)
        raise Conflict(lazy("This form was sent already, for other answers. Check yours, then send again."))
