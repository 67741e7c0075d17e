"""What is done for accounts behind the pages: the letter of recovery, and forgetting what is over."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts import letters
from app.accounts.models import AccountLink, Invitation, Purpose, SignIn, User
from app.audit import actions as audit
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs_rows import add_once

RECOVER = "accounts.recover"
RECOVERY_VALID = timedelta(hours=1)
KEPT = timedelta(days=90)


@jobs.job(RECOVER, label=lazy("Message for a forgotten password"))
def recover(account_id: int, public_id: str) -> None:
    """Write the link and its letter; run again after a crash, it writes neither a second time."""
    with unit_of_work():
        user = db.session.get(User, account_id)
        if user is None or not user.active:
            return
        key = add_once(
            AccountLink,
            account_id=user.id,
            purpose=Purpose.RECOVERY,
            public_id=public_id,
            expires_at=now() + RECOVERY_VALID,
        )
        if key is not None:
            audit.record("account.recovery_asked", user, by=None)
            letters.send_link(db.session.get_one(AccountLink, key), user)


@jobs.every(24 * 3600, "accounts.forget", label=lazy("Clearing of old sign-ins and links"))
def forget() -> None:
    """Remove the links, the invitations and the sign-ins that were over three months ago, with what they tell
    of people: addresses, devices, when somebody was here.
    """
    past = now() - KEPT
    _remove(Invitation, Invitation.expires_at < past)
    _remove(AccountLink, AccountLink.expires_at < past)
    _remove(SignIn, sa.or_(SignIn.ended_at < past, SignIn.expires_at < past))


def _remove(model: Any, over: sa.ColumnElement[bool]) -> None:
    """In blocks, so that nobody waits long for the database; one that was renewed meanwhile stays."""
    while ids := db.session.scalars(sa.select(model.id).where(over).limit(200)).all():
        with unit_of_work():
            db.session.execute(sa.delete(model).where(model.id.in_(ids), over))
