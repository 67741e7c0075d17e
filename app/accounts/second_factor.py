"""The second step: codes of an app on the phone (TOTP, RFC 6238), and the recovery codes that replace it.

Both are figures only, so that one field takes them and any keyboard writes them: six from the app, twelve for
a recovery code.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import quote

import sqlalchemy as sa
from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP

from app.accounts import notices, queries, sealing
from app.accounts.access import NEEDS_SECOND_FACTOR
from app.accounts.models import Passkey, RecoveryCode, User
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.operator import site_name
from app.platform.text import digits

HOW_MANY = 10
CODE_FIGURES, RECOVERY_FIGURES = 6, 12
WINDOW_S = 30  # a phone's clock may be one step of thirty seconds off, either way
_SECRET, _RECOVERY = "second factor", "recovery code"


@dataclass(frozen=True)
class Factors:
    """What an account can show after its password."""

    app: bool
    passkeys: int
    codes: int

    @property
    def some(self) -> bool:
        """Whether signing in takes a second step. Recovery codes alone replace nothing."""
        return self.app or self.passkeys > 0


def factors(user: User) -> Factors:
    """The second factors of an account, in one question to the database."""
    keys = sa.select(sa.func.count()).where(Passkey.account_id == user.id).scalar_subquery()
    codes = sa.select(sa.func.count()).where(_unused(user)).scalar_subquery()
    passkeys, left = db.session.execute(sa.select(keys, codes)).one()
    return Factors(user.totp_secret is not None, passkeys, left)


def asked_of(held: queries.Held) -> bool:
    """Whether one of the roles wants a second factor.

    The demonstration asks for none: its accounts are known to everybody.
    """
    wanted = any(role in NEEDS_SECOND_FACTOR for _forum, role in held)
    return wanted and not current_app.config["SETTINGS"].demo


def new_secret() -> str:
    """160 random bits in base32, for the app on the phone."""
    return str(TOTP.new().base32_key)


def address(secret: str, user: User) -> str:
    """The `otpauth://` address that the app reads from a QR code."""
    # Once, not before the account as well: in Arabic each letter takes six places of the picture.
    return f"{TOTP(key=secret).to_uri(user.email)}&issuer={quote(site_name().said())}"


def turn_on(user: User, secret: str, code: str) -> bool:
    """Ask for a code of the app from now on; False when `code` is not one. Raises Conflict when it is on."""
    step = _step(secret, code, None)
    if step is None:
        return False
    won = db.session.scalar(
        sa.update(User)
        .where(User.id == user.id, User.totp_secret.is_(None))
        .values(totp_secret=sealing.close(_SECRET, secret), totp_since=now(), totp_step=step)
        .returning(User.id)
    )
    if won is None:
        raise Conflict(lazy("Two-step verification is on already."))
    audit.record("account.app_added", user, by=user)
    notices.tell(user, lazy("Two-step verification by an app was turned on."))
    return True


def turn_off(user: User) -> None:
    """Ask for no code any more. Raises Conflict when the role needs a second factor and no other remains."""
    alone(user)
    refuse_the_last(user, remaining=factors(user).passkeys)
    user.totp_secret = user.totp_since = user.totp_step = None
    forget_codes_without_factor(user)
    audit.record("account.app_removed", user, by=user)
    notices.tell(user, lazy("Two-step verification by an app was turned off."))


def alone(user: User) -> None:
    """Let no other transaction change how this account is entered before this one ends, and read it again.

    Comes before anything else is changed: the rows of an account are locked after it, so that nobody waits
    in a circle. A row that only names the account (an entry of the log) does not wait.
    """
    locked = sa.select(User).where(User.id == user.id).with_for_update(key_share=True)
    db.session.scalars(locked.execution_options(populate_existing=True)).one()  # taken over as it is fetched


def refuse_the_last(user: User, *, remaining: int) -> None:
    """Raise Conflict when nothing would be left of the second factor that the role of the account needs."""
    if not remaining and asked_of(queries.memberships(user.id)):
        raise Conflict(
            lazy(
                "Nothing was removed: your role asks for a second step. "
                "Add another one first (an app or a passkey), then remove this one."
            )
        )


def accept(user: User, typed: str) -> str:
    """Take a code of the app or a recovery code, each once: which of the two it was, "" for neither."""
    figures = _figures(typed)
    if len(figures) == CODE_FIGURES and _take_code(user, figures):
        return "code"
    if len(figures) == RECOVERY_FIGURES and _take_recovery_code(user, figures):
        return "recovery_code"
    return ""


def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes in place of the old; given in clear here and never again."""
    codes = [f"{secrets.randbelow(10**RECOVERY_FIGURES):0{RECOVERY_FIGURES}}" for _ in range(HOW_MANY)]
    alone(user)
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == user.id))
    db.session.add_all(RecoveryCode(account_id=user.id, code_hash=_mark(user, code)) for code in codes)
    audit.record("account.codes_renewed", user, by=user)
    notices.tell(user, lazy("New recovery codes were made. The earlier ones no longer open."))
    return codes


def forget_codes_without_factor(user: User) -> None:
    """Remove the recovery codes when nothing is left that they replace."""
    db.session.flush()
    if not factors(user).some:
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == user.id))


def _take_code(user: User, code: str) -> bool:
    secret = sealing.opened(_SECRET, user.totp_secret or "")
    step = _step(secret, code, user.totp_step) if secret else None
    if step is None:
        return False
    # Two at once with the same code: the database lets one through.
    won = db.session.scalar(
        sa.update(User)
        .where(User.id == user.id, User.totp_secret == user.totp_secret, User.totp_step < step)
        .values(totp_step=step)
        .returning(User.id)
    )
    return won is not None


def _take_recovery_code(user: User, code: str) -> bool:
    won = db.session.scalar(
        sa.update(RecoveryCode)
        .where(_unused(user), RecoveryCode.code_hash == _mark(user, code))
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    if won is None:
        return False
    audit.record("account.code_used", user, by=user)
    notices.tell(user, lazy("A recovery code was used to enter your account."))
    return True


def _step(secret: str, code: str, last: int | None) -> int | None:
    """The thirty seconds (counted from 1970) whose code this is, if they come after `last`."""
    moment = int(now().timestamp())
    try:
        found = TOTP(key=secret).match(_figures(code), time=moment, window=WINDOW_S, last_counter=last)
    except TokenError:
        return None
    return int(found.counter)


def _figures(typed: str) -> str:
    """What was typed, without its spaces and hyphens, in ASCII; "" when it is not figures alone."""
    plain = "".join(digits(typed).replace("-", " ").split())
    return plain if plain.isascii() and plain.isdigit() else ""


def _unused(user: User) -> sa.ColumnElement[bool]:
    return sa.and_(RecoveryCode.account_id == user.id, RecoveryCode.used_at.is_(None))


def _mark(user: User, code: str) -> str:
    return sealing.mark(_RECOVERY, str(user.id), code)
