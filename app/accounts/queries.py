"""Reading accounts."""

import sqlalchemy as sa

from app.accounts.models import Membership, Role, User
from app.platform.db import db


def user_by_email(email: str) -> sa.Select[User]:
    """The account of an address, whatever its capitals."""
    return sa.select(User).where(sa.func.lower(User.email) == email.strip().lower())


def roles_in(user_id: int, forum_id: int | None) -> frozenset[Role]:
    """The roles an account holds in a forum, with those it holds everywhere.

    Without a forum: every role it holds anywhere, for what belongs to no forum.
    """
    held = sa.select(Membership.role).where(Membership.user_id == user_id)
    if forum_id is not None:
        held = held.where(sa.or_(Membership.forum_id == forum_id, Membership.forum_id.is_(None)))
    return frozenset(db.session.scalars(held))


def forum_ids(user_id: int) -> frozenset[int] | None:
    """The forums an account belongs to; None when it belongs to all."""
    held = frozenset(db.session.scalars(sa.select(Membership.forum_id).where(Membership.user_id == user_id)))
    return None if None in held else frozenset(one for one in held if one is not None)
