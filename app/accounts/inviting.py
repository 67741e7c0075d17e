"""What happens to an invitation: written, sent, sent again, withdrawn, declined, accepted."""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import actions, letters, links, queries
from app.accounts.models import Invitation, InvitationState, Membership, Role, User
from app.audit import actions as audit
from app.platform import limits
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy

VALID = timedelta(days=14)


class InvitedAlready(Conflict):
    """The same address was invited to the same role."""


def write(
    *, email: str, name: str, locale: str, role: Role, forum_id: int | None, by: User | None
) -> Invitation:
    """Add an invitation whose link nobody has been sent. Raises InvitedAlready, HeldAlready."""
    actions.refuse_elsewhere(role, forum_id)
    email = queries.folded(email)
    held = db.session.scalar(
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            User.email == email,
            Membership.role == role,
            Membership.forum_id.is_not_distinct_from(forum_id),
        )
    )
    if held is not None:
        raise actions.HeldAlready(lazy("This person has this role already."))
    row = Invitation(
        email=email,
        name=name,
        locale=locale,
        role=role,
        forum_id=forum_id,
        invited_by_id=by.id if by else None,
        public_id=secrets.token_hex(16),
        expires_at=now() + VALID,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise InvitedAlready(
            lazy("This address is invited to this role already. You can send the invitation again.")
        ) from error
    audit.record("invitation.made", row, by=by, role=role.value)
    return row


def count(email: str, *, by: User) -> None:
    """Count an invitation before the unit of work that sends it: its words go to whom the sender chooses.

    Raises TooMany beyond sixty an hour by one person, and five a day to one address.
    """
    if not limits.take("invitations by", str(by.id), most=60, within=timedelta(hours=1)):
        raise limits.TooMany(
            lazy(
                "You have sent many invitations; this one was not sent. Please wait an hour, then try again."
            )
        )
    if not limits.take("invitations to", queries.folded(email), most=5, within=timedelta(days=1)):
        raise limits.TooMany(lazy("This address was invited five times within a day. Please try tomorrow."))


def invite(
    *, email: str, name: str, locale: str, role: Role, forum_id: int | None, by: User | None
) -> Invitation:
    """Add an invitation and send it. Raises InvitedAlready, HeldAlready."""
    row = write(email=email, name=name, locale=locale, role=role, forum_id=forum_id, by=by)
    letters.invite(row)
    return row


def renew(row: Invitation, *, by: User | None) -> None:
    """Give it a new link, valid for another fortnight; the links sent before open nothing any more.

    Whoever does so stands for it from now on. Raises Conflict when it was answered meanwhile.
    """
    _change(
        row,
        serial=Invitation.serial + 1,
        expires_at=now() + VALID,
        invited_by_id=by.id if by else None,
    )
    audit.record("invitation.renewed", row, by=by)


def repeat(row: Invitation, *, by: User) -> None:
    """Send it again with a new link. Raises Conflict when it was answered meanwhile."""
    renew(row, by=by)
    letters.invite(row)


def withdraw(row: Invitation, *, by: User) -> None:
    """Take it back. Raises Conflict when it was answered meanwhile."""
    _answer(row, InvitationState.WITHDRAWN)
    audit.record("invitation.withdrawn", row, by=by)


def decline(row: Invitation) -> None:
    """The person says no. Raises Conflict when it was answered meanwhile."""
    _answer(row, InvitationState.DECLINED)
    audit.record("invitation.declined", row, by=None)


def accept(row: Invitation, *, by: User) -> None:
    """Give the role to the account of the invited address; a second time changes nothing.

    Raises Conflict for another account, and when the invitation was declined or withdrawn meanwhile; Gone
    when who sent it may no longer give the role.
    """
    if by.email != row.email:
        raise Conflict(lazy("This invitation is for another account. Sign out, then open its link again."))
    try:
        _answer(row, InvitationState.ACCEPTED, account_id=by.id)
    except Conflict:
        db.session.refresh(row)  # as whoever was first has left it
        if row.state is InvitationState.ACCEPTED and row.account_id == by.id:
            return
        raise
    links.must_stand(row)
    audit.record("invitation.accepted", row, by=by)
    with suppress(actions.HeldAlready):  # somebody gave it meanwhile, which comes to the same
        actions.grant(by, row.role, forum_id=row.forum_id, by=by)


def join(row: Invitation, *, name: str, password_hash: str, locale: str) -> User:
    """Open an account for the invited address, with the role. Raises AddressTaken when it has one by now."""
    user = actions.open_account(email=row.email, name=name, password_hash=password_hash, locale=locale)
    accept(row, by=user)
    return user


def _answer(row: Invitation, state: InvitationState, **values: int) -> None:
    """The database lets one answer through, of however many come at once."""
    _change(row, Invitation.serial == row.serial, state=state, **values)


def _change(row: Invitation, *where: sa.ColumnElement[bool], **values: Any) -> None:
    """Change one that waits. Raises Conflict when it waits no more."""
    won = db.session.scalar(
        sa.update(Invitation)
        .where(Invitation.id == row.id, Invitation.state == InvitationState.PENDING, *where)
        .values(**values)
        .returning(Invitation.id)
    )
    if won is None:
        raise Conflict(lazy("This invitation was answered or withdrawn meanwhile."))
    db.session.refresh(row)
