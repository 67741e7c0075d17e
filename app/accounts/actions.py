"""What changes accounts and their roles."""

import secrets

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import letters, ports, queries, second_factor, sign_ins
from app.accounts.access import OF_THE_INSTALLATION
from app.accounts.models import AccountLink, Membership, Passkey, RecoveryCode, Role, User
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy


class AddressTaken(Conflict):
    """Two accounts cannot have one e-mail address."""


class HeldAlready(Conflict):
    """Nobody has a role twice."""


def open_account(
    *,
    email: str,
    name: str,
    password_hash: str,
    locale: str = "ar",
    is_demo: bool = False,
    by: User | None = None,
) -> User:
    """Add an account that can sign in. The password comes hashed: hashing is slow work, done before.

    Raises AddressTaken, also when two open one for the same address at once.
    """
    user = User(
        email=queries.folded(email),
        name=name,
        password=password_hash,
        locale=locale,
        fs_uniquifier=secrets.token_hex(32),
        is_demo=is_demo,
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
            db.session.flush()
    except IntegrityError as error:
        raise AddressTaken(lazy("This address has an account already. Sign in with it.")) from error
    audit.record("account.opened", user, by=by)
    return user


def grant(user: User, role: Role, *, forum_id: int | None, by: User | None) -> Membership:
    """Give an account a role in a forum, or in the installation. Raises HeldAlready, and Conflict for a forum
    in the archive.
    """
    refuse_elsewhere(role, forum_id)
    ports.refuse_closed(forum_id)
    membership = Membership(user_id=user.id, role=role, forum_id=forum_id)
    _settle(membership)
    audit.record("membership.granted", membership, by=by, role=role.value, user=user.id)
    return membership


def change_role(membership: Membership, role: Role, *, by: User) -> None:
    """Give a member another role in the same forum. Raises Conflict for the last organiser, HeldAlready."""
    refuse_elsewhere(role, membership.forum_id)
    _refuse_oneself(membership, by)
    before = membership.role
    if role is before:
        return
    _refuse_the_last(membership)
    membership.role = role
    _settle(membership)
    audit.record(
        "membership.changed",
        membership,
        by=by,
        role=role.value,
        before=before.value,
        user=membership.user_id,
    )


def remove_role(membership: Membership, *, by: User) -> None:
    """Take a role away from somebody else. Raises Conflict for the last organiser or administrator."""
    _refuse_oneself(membership, by)
    _refuse_the_last(membership)
    audit.record("membership.removed", membership, by=by, role=membership.role.value, user=membership.user_id)
    db.session.delete(membership)


def leave(membership: Membership, *, by: User) -> None:
    """Give up a role of one's own. Raises Conflict for the last organiser or administrator."""
    _refuse_the_last(membership)
    audit.record("membership.left", membership, by=by, role=membership.role.value, user=by.id)
    db.session.delete(membership)


def edit(user: User, *, name: str, locale: str) -> None:
    """Change the name and the language of messages of one's own account."""
    user.name, user.locale = name, locale
    audit.record("account.edited", user, by=user)


def deactivate(user: User, *, by: User | None) -> None:
    """Close an account until it is opened again. Raises Conflict for one's own and the last administrator."""
    if by is not None and by.id == user.id:
        raise Conflict(lazy("This is your own account. Another administrator can deactivate it."))
    held = db.session.scalar(
        sa.select(Membership).where(Membership.user_id == user.id, Membership.role == Role.ADMINISTRATOR)
    )
    if held is not None:
        _refuse_the_last(held)  # it locks the accounts of all administrators, in their order
    second_factor.alone(user)
    if not user.active:
        raise Conflict(lazy("This account is deactivated already."))
    user.active = False
    sign_ins.end_all(user.id)
    void_links(user.id)
    audit.record("account.deactivated", user, by=by)


def reactivate(user: User, *, by: User | None) -> None:
    """Open a closed account again: its password, second factor and roles are as they were."""
    user.active = True
    audit.record("account.reactivated", user, by=by)


def sign_out_everywhere(user: User, *, by: User | None) -> None:
    """End every sign-in of an account."""
    second_factor.alone(user)
    sign_ins.end_all(user.id)
    audit.record("account.signed_out_everywhere", user, by=by)


def remove_second_factor(user: User, *, by: User | None) -> None:
    """Forget the app, the passkeys and the recovery codes of somebody who has lost them, and tell them.

    A role that asks for a second factor asks for a new one at the next sign-in. Raises Conflict when there
    is none: no letter must tell of what did not happen.
    """
    second_factor.alone(user)
    if not second_factor.factors(user).some:
        raise Conflict(lazy("This account has no second step to remove."))
    user.totp_secret = user.totp_since = user.totp_step = None
    for model in (Passkey, RecoveryCode):
        db.session.execute(sa.delete(model).where(model.account_id == user.id))
    sign_ins.end_all(user.id)
    audit.record("account.second_factor_removed", user, by=by)
    letters.tell(user, letters.SECOND_FACTOR_REMOVED)


def void_links(user_id: int) -> None:
    """Close the links of an account that are still open: what they were sent for is no longer so."""
    db.session.execute(
        sa.update(AccountLink)
        .where(AccountLink.account_id == user_id, AccountLink.used_at.is_(None))
        .values(used_at=now())
    )


def refuse_elsewhere(role: Role, forum_id: int | None) -> None:
    """Raise Conflict for a role of the installation in a forum, and for any other outside one."""
    if (role in OF_THE_INSTALLATION) != (forum_id is None):
        raise Conflict(lazy("An administrator belongs to the whole platform; any other role to one event."))


def _settle(membership: Membership) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(membership)
            db.session.flush()
    except IntegrityError as error:
        raise HeldAlready(lazy("This person has this role already.")) from error


def _refuse_oneself(membership: Membership, by: User) -> None:
    if membership.user_id == by.id:
        raise Conflict(lazy("This is your own role. To give it up, use “Leave”."))


def _refuse_the_last(membership: Membership) -> None:
    """Of two who go at once, the database makes the second wait here, and then count without the first."""
    if membership.role not in (Role.ADMINISTRATOR, Role.ORGANISER):
        return
    holders = queries.active_holders(membership.role, membership.forum_id).with_for_update()
    if db.session.scalars(holders).all() != [membership.id]:
        return
    if membership.forum_id is None:
        raise Conflict(lazy("This is the last administrator. Name another one first."))
    raise Conflict(lazy("This is the last organiser of the event. Name another one first."))
