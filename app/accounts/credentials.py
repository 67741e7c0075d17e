"""What an account is entered with: a new password, a forgotten one, another address."""

import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import arrivals, jobs, letters, links, notices, second_factor, sign_ins
from app.accounts.actions import AddressTaken, void_links
from app.accounts.models import AccountLink, Purpose, User
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Gone
from app.platform.i18n import lazy
from app.platform.jobs import later

ADDRESS_VALID = timedelta(days=1)


def change_password(user: User, password_hash: str, *, proof: str, sign_in_id: int) -> None:
    """Set a new password; the other devices are signed out, and the person is told by mail.

    `proof` is the mark of the present password that was shown. Raises Conflict when it is another by now.
    """
    arrivals.alone(user, proof)
    _set(user, password_hash)
    sign_ins.end_all(user.id, but=sign_in_id)
    audit.record("account.password_changed", user, by=user)
    notices.tell(user, lazy("The password of your account was changed."))


def ask_recovery(account_id: int) -> None:
    """Have a letter with a link written to an account; 0 stands for none.

    The same row is written in either case: how long the answer takes tells nothing.
    """
    later(jobs.RECOVER, account_id=account_id, public_id=secrets.token_hex(16))


def recover(link: str, password_hash: str) -> None:
    """Set a new password by a link from a letter, once; every device is signed out, the second factor stays.

    Raises Gone when the link has served or expired.
    """
    row, user = links.account_link(link, Purpose.RECOVERY)
    second_factor.alone(user)
    _use(row)
    _set(user, password_hash)
    sign_ins.end_all(user.id)
    arrivals.forgive(user)
    audit.record("account.password_recovered", user, by=user)
    notices.tell(user, lazy("A new password was set for your account by a link sent to your address."))


def ask_address(user: User, email: str) -> None:
    """Send a link to the new address, and a word to the present one. Whether another account has the new
    address is told only to whoever reads its letters.
    """
    row = AccountLink(
        account_id=user.id,
        purpose=Purpose.ADDRESS,
        public_id=secrets.token_hex(16),
        new_email=email,
        expires_at=now() + ADDRESS_VALID,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("account.address_asked", user, by=user)
    letters.send_link(row, user)
    notices.tell(user, lazy("A change of the e-mail address of your account was asked for."))


def take_address(link: str) -> None:
    """Sign in with the new address from now on, by the link that was sent there.

    Raises Gone when the link has served or expired, AddressTaken when another account has the address.
    """
    row, user = links.account_link(link, Purpose.ADDRESS)
    second_factor.alone(user)
    _use(row)
    before = user.email
    try:
        with db.session.begin_nested():
            user.email = row.new_email
            db.session.flush()
    except IntegrityError as error:
        raise AddressTaken(
            lazy("Another account has this address. Nothing was changed: your account keeps the one it has.")
        ) from error
    void_links(user.id)
    audit.record("account.address_changed", user, by=user)
    letters.tell(user, letters.ADDRESS_CHANGED, to=before)


def _set(user: User, password_hash: str) -> None:
    user.password, user.password_changed_at = password_hash, now()
    void_links(user.id)


def _use(row: AccountLink) -> None:
    won = db.session.scalar(
        sa.update(AccountLink)
        .where(AccountLink.id == row.id, AccountLink.used_at.is_(None), AccountLink.expires_at > now())
        .values(used_at=now())
        .returning(AccountLink.id)
    )
    if won is None:
        raise Gone(lazy("This link has expired, or was used already. Nothing was changed."))
