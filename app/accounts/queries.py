"""Reading accounts, roles and invitations."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.access import allowed
from app.accounts.models import Invitation, InvitationState, Membership, Passkey, Role, SignIn, User
from app.platform import i18n
from app.platform.db import db


def folded(email: str) -> str:
    """An address as accounts and invitations keep it."""
    return email.strip().lower()


def user_by_email(email: str) -> sa.Select[User]:
    """The account of an address, whatever its capitals."""
    return sa.select(User).where(User.email == folded(email))


Held = list[tuple[int | None, Role]]


def memberships(user_id: int) -> Held:
    """Every role of an account, with its forum (None: in the whole installation)."""
    rows = db.session.execute(
        sa.select(Membership.forum_id, Membership.role)
        .where(Membership.user_id == user_id)
        .order_by(Membership.id)
    )
    return [(forum_id, role) for forum_id, role in rows]


def among(held: Held, forum_id: int | None) -> frozenset[Role]:
    """The roles held in a forum, with those held everywhere.

    Without a forum: every role held anywhere, for what belongs to no forum.
    """
    return frozenset(role for of, role in held if forum_id is None or of is None or of == forum_id)


def forum_ids(held: Held) -> frozenset[int] | None:
    """The forums that the roles belong to; None when one of them belongs to all."""
    forums = frozenset(of for of, _role in held)
    return None if None in forums else frozenset(one for one in forums if one is not None)


def forums_with(held: Held, permission: str) -> frozenset[int] | None:
    """The forums in which the roles allow something; None when one of them allows it everywhere."""
    return forum_ids([(of, role) for of, role in held if allowed(frozenset({role}), permission)])


def roles_of(*user_ids: int) -> sa.Select[Membership]:
    """The roles of some accounts as rows, those of the whole installation first."""
    return (
        sa.select(Membership)
        .where(Membership.user_id.in_(user_ids))
        .order_by(Membership.forum_id.is_not(None), Membership.forum_id, Membership.id)
    )


def role_of(user_id: int, membership_id: int) -> sa.Select[Membership]:
    """One role, found through its account."""
    return sa.select(Membership).where(Membership.user_id == user_id, Membership.id == membership_id)


def member(forum_id: int, membership_id: int) -> sa.Select[Membership]:
    """One role with its account, found through its forum."""
    return (
        sa.select(Membership)
        .where(Membership.forum_id == forum_id, Membership.id == membership_id)
        .options(sa.orm.joinedload(Membership.user))
    )


def active_holders(role: Role, forum_id: int | None) -> sa.Select[int]:
    """The keys of the memberships with this role whose accounts can sign in."""
    return (
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == role, Membership.forum_id.is_not_distinct_from(forum_id), User.active)
        .order_by(Membership.id)
    )


# Beside an account: whether it has a second factor, and when it was last seen (None: never, or long ago).
_HAS_KEY = sa.exists().where(Passkey.account_id == User.id)
SECOND_FACTOR = sa.or_(User.totp_secret.is_not(None), _HAS_KEY).label("second_factor")
LAST_SEEN = (
    sa.select(sa.func.max(SignIn.last_seen_at))
    .where(SignIn.account_id == User.id)
    .correlate(User)
    .scalar_subquery()
    .label("last_seen")
)


def team(forum_id: int) -> sa.Select[Membership, User, bool, datetime]:
    """The members of a forum in the reader's order: (membership, account, second factor, last seen)."""
    return (
        sa.select(Membership, User, SECOND_FACTOR, LAST_SEEN)
        .join(User, User.id == Membership.user_id)
        .where(Membership.forum_id == forum_id)
        .order_by(_in_order(), Membership.id)
    )


def accounts() -> Any:
    """(account, second factor, last seen) in the reader's order."""
    return sa.select(User, SECOND_FACTOR, LAST_SEEN).order_by(_in_order(), User.id)


def account(account_id: int) -> sa.Select[User]:
    """One account."""
    return sa.select(User).where(User.id == account_id)


def invitations(forum_id: int | None) -> sa.Select[Invitation]:
    """The invitations to a forum (None: to the installation) that wait or were declined, newest first."""
    shown = Invitation.state.in_([InvitationState.PENDING, InvitationState.DECLINED])
    return (
        sa.select(Invitation)
        .where(Invitation.forum_id.is_not_distinct_from(forum_id), shown)
        .order_by(Invitation.id.desc())
    )


def pending(forum_id: int | None) -> sa.Select[Invitation]:
    """Those that nobody has answered."""
    return invitations(forum_id).where(Invitation.state == InvitationState.PENDING)


def invitation(forum_id: int | None, invitation_id: int) -> sa.Select[Invitation]:
    """One invitation that waits, found through its forum (None: the installation)."""
    return pending(forum_id).where(Invitation.id == invitation_id)


def invites(user_id: int, forum_id: int | None) -> bool:
    """Whether an account may give roles in a forum (None: in the installation): active, and of its team."""
    if not db.session.scalar(sa.select(User.active).where(User.id == user_id)):
        return False
    needed = "installation.accounts" if forum_id is None else "team.manage"
    return allowed(among(memberships(user_id), forum_id), needed)


def stands(row: Invitation) -> bool:
    """Whether who sent an invitation may still do so; one from the command line stands by itself."""
    return row.invited_by_id is None or invites(row.invited_by_id, row.forum_id)


def _in_order() -> Any:
    return User.sort_ar if i18n.current() == "ar" else User.sort_fr
