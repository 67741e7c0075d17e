"""Between the password and the second step: who proved the password, in the signed cookie, for ten minutes.

It opens nothing. A password that changes, or an account that is closed, voids it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session

from app.accounts import sealing
from app.accounts.models import User
from app.platform.clock import now
from app.platform.db import db

LONGEST = timedelta(minutes=10)
_KEY = "halfway"


@dataclass(frozen=True)
class Halfway:
    """Who it is, what the password was then (as a mark), and the page they asked for."""

    user: User
    proof: str
    wanted: str | None


def proof(user: User) -> str:
    """A mark of the present password: another password, another mark."""
    return sealing.mark("halfway", user.fs_uniquifier, user.password)[:32]


def hold(user: User, wanted: str | None) -> None:
    """Put it into a fresh cookie."""
    session.clear()
    session[_KEY] = {"who": user.id, "proof": proof(user), "at": now().isoformat(), "next": wanted}


def held() -> Halfway | None:
    """What the cookie of this request carries, if it is still good."""
    kept = session.get(_KEY)
    if not kept or datetime.fromisoformat(kept["at"]) < now() - LONGEST:
        return None
    user = db.session.get(User, kept["who"])
    if user is None or not user.active or kept["proof"] != proof(user):
        return None
    return Halfway(user, kept["proof"], kept["next"])
