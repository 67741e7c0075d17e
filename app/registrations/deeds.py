"""What the team does with registrations, one or many: where each act is possible, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import changing, letter_queue, letter_texts, letters, moving, reasons
from app.registrations.models import Category, Registration
from app.registrations.standing import LIVE, before
from app.registrations.words import State

Act = Callable[[Registration, Mapping[str, Any], User], None]


@dataclass(frozen=True)
class Deed:
    """`states`: in which it is possible; `fits`: what else must hold, with the sentence for whom it does not.
    `claims`: whether it takes places.
    """

    label: Any
    states: frozenset[State]
    act: Act
    icon: str = ""
    fits: tuple[tuple[str, Any], ...] = ()
    claims: bool = False
    ends: bool = False

    def possible(self) -> sa.ColumnElement[bool]:
        """The condition of the rows with which it can be done."""
        fit = [FITS[name][0]() for name, _words in self.fits]
        return sa.and_(Registration.state.in_(self.states), Registration.erased_at.is_(None), *fit)

    def suits(self, row: Registration) -> bool:
        """The same, of a row that was read."""
        return (
            row.state in self.states
            and row.erased_at is None
            and all(FITS[name][1](row) for name, _words in self.fits)
        )


# By name: the condition in SQL, and of a row that was read.
FITS: dict[str, tuple[Callable[[], Any], Callable[[Registration], bool]]] = {
    "mail": (lambda: Registration.email != "", lambda row: row.email != ""),
    "unproved": (
        lambda: Registration.contact_verified_at.is_(None),
        lambda row: row.contact_verified_at is None,
    ),
    "alone": (lambda: Registration.delegation_id.is_(None), lambda row: row.delegation_id is None),
}


def do(name: str, row: Registration, given: Mapping[str, Any], by: User) -> None:
    """Do it with a row that is looked at again once nobody else changes it. Raises Conflict where it is no
    longer possible.
    """
    db.session.refresh(row, with_for_update={"of": Registration})
    if row.erased_at or row.state not in DEEDS[name].states:
        raise Conflict(moving.why_not(row))
    DEEDS[name].act(row, given, by)


def _approve(row: Registration, _given: Mapping[str, Any], by: User) -> None:
    moving.approve(row, by=by)


def _let_wait(row: Registration, _given: Mapping[str, Any], by: User) -> None:
    moving.let_wait(row, by=by)


def _refuse(row: Registration, given: Mapping[str, Any], by: User) -> None:
    moving.refuse(row, reason=reasons.said("refusal", given, row.locale), by=by)


def _withdraw(row: Registration, given: Mapping[str, Any], by: User) -> None:
    moving.withdraw(row, reason=reasons.said("withdrawal", given, row.locale), by=by)


def _move(row: Registration, given: Mapping[str, Any], by: User) -> None:
    category = db.session.get(Category, given.get("category_id", 0))
    if category is None or category.forum_id != row.forum_id:
        raise Conflict(lazy("This category is no longer there."))
    changing.change(row, {}, category=category, by=by)


def _confirm(row: Registration, _given: Mapping[str, Any], by: User) -> None:
    held = row.state is State.HELD
    moving.confirm_contact(row, by=by)
    if not held:  # else the change of its state is in the log
        audit.record("registration.contact_confirmed", row, by=by)


def _write(row: Registration, _given: Mapping[str, Any], by: User) -> None:
    if not row.email:
        raise Conflict(lazy("There is no e-mail to write to: call, or give the link by hand."))
    if letter_queue.awaits(row.id, row.email, letter_texts.OF_STATE[row.state]):
        raise Conflict(lazy("The letter has not left yet: it is in the outbox, and leaves by itself."))
    letters.tell(row, db.session.get_one(Forum, row.forum_id))
    audit.record("registration.written_again", row, by=by)


_UNPROVED = ("unproved", lazy("Contact confirmed already"))
DEEDS: dict[str, Deed] = {
    "approval": Deed(lazy("Approve"), before(State.CONFIRMED) - {State.HELD}, _approve, "check", claims=True),
    "refusal": Deed(lazy("Refuse"), before(State.REFUSED), _refuse, "close", ends=True),
    "waiting": Deed(lazy("Put on the waiting list"), before(State.WAITING), _let_wait),
    "category": Deed(
        lazy("Change category"),
        LIVE,
        _move,
        fits=(("alone", lazy("Keeps the category of its delegation")),),
        claims=True,
    ),
    "contact": Deed(lazy("Confirm contact"), LIVE, _confirm, fits=(_UNPROVED,)),
    "letter": Deed(lazy("Send the letter again"), LIVE, _write, fits=(("mail", lazy("Has no e-mail")),)),
    "withdrawal": Deed(lazy("Cancel registration"), before(State.WITHDRAWN), _withdraw, ends=True),
}
