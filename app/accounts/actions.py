"""What changes accounts."""

import secrets

from app.accounts.models import Membership, Role, User
from app.audit import actions as audit
from app.platform.db import db


def open_account(
    *, email: str, name: str, password_hash: str, is_demo: bool = False, by: User | None = None
) -> User:
    """Add an account that can sign in. The password comes hashed: hashing is slow work, done before."""
    user = User(
        email=email.strip().lower(),
        name=name,
        password=password_hash,
        fs_uniquifier=secrets.token_hex(32),
        is_demo=is_demo,
    )
    db.session.add(user)
    audit.record("account.opened", user, by=by)
    return user


def grant(user: User, role: Role, *, forum_id: int | None, by: User | None) -> Membership:
    """Give an account a role in a forum, or in the installation."""
    membership = Membership(user_id=user.id, role=role, forum_id=forum_id)
    db.session.add(membership)
    audit.record("membership.granted", membership, by=by, role=role.value, user=user.id)
    return membership
