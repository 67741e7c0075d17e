"""Coming in: what was proved is told here; a sign-in begins, or the second step is asked first."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.accounts import halfway, second_factor, security, sign_ins
from app.accounts.models import User
from app.accounts.passkeys import Shown, use
from app.audit import actions as audit
from app.platform import limits
from app.platform.db import unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy

QUARTER = timedelta(minutes=15)


def may_try_password(email: str) -> bool:
    """Count an attempt at the password of an address, known or not: ten in a quarter of an hour."""
    return limits.take("password", _folded(email), most=10, within=QUARTER)


def may_try_code(user: User) -> bool:
    """Count an attempt at a code of an account: six in a quarter of an hour."""
    return limits.take("code", str(user.id), most=6, within=QUARTER)


def by_password(user: User, password: str, wanted: str | None) -> Response:
    """The password was right: on to the second step when the account has one, else in."""
    outdated, proof = security.renewed(user, password), halfway.proof(user)
    if outdated:
        with unit_of_work():
            if halfway.proof(user) == proof:
                user.password = outdated
        proof = halfway.proof(user)
    if second_factor.factors(user).some:
        halfway.hold(user, wanted)
        return redirect(url_for("accounts.second_step"), 303)
    with unit_of_work():
        token = _begin(user, proof, strong=False, way="password")
    return _in(token, wanted)


def by_code(half: halfway.Halfway, code: str) -> Response | None:
    """The second step by a code of the app or a recovery code; None when it is neither."""
    with unit_of_work():
        way = second_factor.accept(half.user, code)
        if not way:
            return None
        token = _begin(half.user, half.proof, strong=True, way=way)
    return _in(token, half.wanted)


def by_passkey(shown: Shown, wanted: str | None) -> Response | None:
    """A passkey was shown, with or without the password before it; None when it seems to be a copy."""
    with unit_of_work():
        if not use(shown):
            return None
        token = _begin(shown.user, halfway.proof(shown.user), strong=True, way="passkey")
    return _in(token, wanted)


def forgive(user: User, *, codes: bool = False) -> None:
    """Forget the attempts at the password, and at the codes once one was right; in the open unit of work."""
    limits.forgive("password", _folded(user.email))
    if codes:
        limits.forgive("code", str(user.id))


def own_page(wanted: str | None) -> str:
    """The page asked for before signing in, if it is one of ours: never an address elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return url_for("forums.offices")
    # Browsers read a backslash as a slash, and pass over tabs and line ends.
    return wanted if "\\" not in wanted and wanted.isprintable() else url_for("forums.offices")


def _folded(email: str) -> str:
    return email.strip().lower()


def _begin(user: User, proof: str, *, strong: bool, way: str) -> str:
    # The account is read again here: what was proved before the transaction may be true no longer.
    if not user.active or halfway.proof(user) != proof:
        raise Conflict(lazy("Your password was changed meanwhile. Please sign in again."))
    forgive(user, codes=strong)
    audit.record("account.signed_in", user, by=user, way=way)
    return sign_ins.begin(user, strong=strong)


def _in(token: str, wanted: str | None) -> Response:
    sign_ins.keep(token)
    return redirect(own_page(wanted), 303)
