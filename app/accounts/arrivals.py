"""Coming in: what was proved is told here; a sign-in begins, or the second step is asked first."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.accounts import halfway, known_devices, second_factor, security, sign_ins
from app.accounts.models import User
from app.accounts.passkeys import Shown, use
from app.audit import actions as audit
from app.platform import limits
from app.platform.db import unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy

QUARTER = timedelta(minutes=15)
_KNOWN = "password on a known device"


def may_try_password(email: str, user: User | None) -> bool:
    """Count an attempt at the password of an address, known or not: ten in a quarter of an hour.

    A browser that has signed in to the account before has ten of its own.
    """
    device = known_devices.known(user)
    kind, who = (_KNOWN, device) if device else ("password", _folded(email))
    return limits.take(kind, who, most=10, within=QUARTER)


def may_try_code(user: User) -> bool:
    """Count an attempt at a code of an account: six in a quarter of an hour."""
    return limits.take("code", str(user.id), most=6, within=QUARTER)


def by_password(user: User, password: str, wanted: str | None) -> Response:
    """The password was right: on to the second step when the account has one, else in."""
    outdated, proof = security.renewed(user, password), halfway.proof(user)
    with unit_of_work():
        alone(user, proof)
        if outdated:
            user.password = outdated
        # Asked under the lock: one that is added at this moment is asked for.
        two_steps = second_factor.factors(user).some
        if two_steps:
            sign_ins.end_here()
        else:
            token = _begin(user, strong=False, way="password")
    if two_steps:
        halfway.hold(user, wanted)
        return redirect(url_for("accounts.second_step"), 303)
    return into(user, token, own_page(wanted))


def by_code(half: halfway.Halfway, code: str) -> Response | None:
    """The second step by a code of the app or a recovery code; None when it is neither."""
    with unit_of_work():
        alone(half.user, half.proof)
        way = second_factor.accept(half.user, code)
        if not way:
            return None
        token = _begin(half.user, strong=True, way=way)
    return into(half.user, token, own_page(half.wanted))


def by_passkey(shown: Shown, wanted: str | None) -> Response | None:
    """A passkey was shown, with or without the password before it; None when it seems to be a copy."""
    with unit_of_work():
        alone(shown.user)
        if not use(shown):
            return None
        token = _begin(shown.user, strong=True, way="passkey")
    return into(shown.user, token, own_page(wanted))


def forgive(user: User, *, codes: bool = False) -> None:
    """Forget the attempts at the password, and at the codes once one was right; in the open unit of work."""
    limits.forgive("password", _folded(user.email))
    device = known_devices.known(user)
    if device:
        limits.forgive(_KNOWN, device)
    if codes:
        limits.forgive("code", str(user.id))


def alone(user: User, proof: str = "") -> None:
    """Lock the account and read it again: what was proved before the transaction may be true no longer.

    `proof` is the mark of the password that was shown, when one was. Raises Conflict when it is another by
    now, or the account is closed.
    """
    second_factor.alone(user)
    if not user.active or (proof and halfway.proof(user) != proof):
        raise Conflict(lazy("Your password was changed meanwhile. Please sign in again."))


def into(user: User, token: str, page: str) -> Response:
    """Lead to a page with the cookies of a sign-in that has begun."""
    sign_ins.keep(token)
    answer = redirect(page, 303)
    known_devices.remember(answer, user)
    return answer


def own_page(wanted: str | None) -> str:
    """The page asked for before signing in, if it is one of ours: never an address elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return url_for("forums.offices")
    # Browsers read a backslash as a slash, and pass over tabs and line ends.
    return wanted if "\\" not in wanted and wanted.isprintable() else url_for("forums.offices")


def _folded(email: str) -> str:
    return email.strip().lower()


def _begin(user: User, *, strong: bool, way: str) -> str:
    forgive(user, codes=strong)
    audit.record("account.signed_in", user, by=user, way=way)
    return sign_ins.begin(user, strong=strong)
