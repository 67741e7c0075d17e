"""Sign-ins as rows: the cookie carries a random id, the row its hash, so that each can be listed and ended.

A cookie alone opens nothing: the row must be there, not ended, not expired, and its account active.
"""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa
from flask import g, request, session

from app.accounts.models import SignIn, User
from app.platform.clock import now
from app.platform.db import db, observe

COOKIE_KEY = "sign_in"
IDLE = timedelta(hours=12)  # a working day at the desk
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
FRESH = timedelta(minutes=15)  # how long a proof of who one is opens the pages that change it
SENT_WITHIN = timedelta(hours=1)  # how long it takes what such a page sends: time to fill it in


def begin(user: User, *, strong: bool) -> str:
    """Add the row in the open unit of work; gives what the cookie must carry (see `keep`).

    The sign-in that this browser had ends.
    """
    end_here()
    token = secrets.token_urlsafe(32)
    moment = now()
    db.session.add(
        SignIn(
            account_id=user.id,
            token_hash=_hash(token),
            strong=strong,
            agent=(request.user_agent.string or "")[:200],
            confirmed_at=moment,
            last_seen_at=moment,
            expires_at=moment + LONGEST,
        )
    )
    return token


def keep(token: str) -> None:
    """Put a sign-in into a fresh cookie: what a stranger put into the old one is gone."""
    session.clear()
    session[COOKIE_KEY] = token


def asked() -> tuple[User, SignIn] | None:
    """Who asks, by the cookie of this request; None for nobody. Leaves when they were last seen."""
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str):
        return None
    moment = now()
    found = db.session.execute(
        sa.select(User, SignIn)
        .join(SignIn, SignIn.account_id == User.id)
        .where(
            SignIn.token_hash == _hash(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > moment,
            SignIn.last_seen_at > moment - IDLE,
            User.active,
        )
    ).one_or_none()
    if found is None:
        return None
    user, sign_in = found
    if sign_in.last_seen_at < moment - SEEN_EVERY:
        _seen(sign_in.id)
    return user, sign_in


def is_fresh(sign_in: SignIn, within: timedelta) -> bool:
    """Whether the person proved who they are within this time."""
    return sign_in.confirmed_at > now() - within


def confirm(sign_in: SignIn, *, strong: bool) -> None:
    """The person has just proved again who they are; `strong` when it was not by the password alone."""
    sign_in.confirmed_at = now()
    sign_in.strong = sign_in.strong or strong


def end(sign_in: SignIn) -> None:
    """Sign out on that device, from its next request on."""
    sign_in.ended_at = sign_in.ended_at or now()


def end_here() -> None:
    """End the sign-in whose cookie this browser holds, if any: the cookie is about to be replaced."""
    token = session.get(COOKIE_KEY)
    if isinstance(token, str):
        db.session.execute(
            sa.update(SignIn)
            .where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None))
            .values(ended_at=now())
        )


def end_all(account_id: int, *, but: int | None = None) -> None:
    """Sign an account out everywhere, or everywhere but in the sign-in `but`.

    Lock the account first (`second_factor.alone`), else one that begins at this moment stays.
    """
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=now())
    )


def open_ones(account_id: int) -> sa.Select[SignIn]:
    """The devices on which an account is signed in, the latest seen first."""
    moment = now()
    return (
        sa.select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > moment,
            SignIn.last_seen_at > moment - IDLE,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    )


def _seen(sign_in_id: int) -> None:
    with observe() as own:
        own.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def whoever() -> User | None:
    """The account that asks, looked up once for each request. Sets `g.sign_in`."""
    if "whoever" not in g:
        found = asked()
        g.whoever, g.sign_in = found or (None, None)
    user: User | None = g.whoever
    return user
