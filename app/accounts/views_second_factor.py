"""Two-step verification by an app, and the recovery codes: one's own account."""

import json
from datetime import timedelta

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sealing, second_factor, sign_ins
from app.accounts.doors import fresh, own_account
from app.accounts.forms import CodeForm
from app.accounts.views import bp, flood
from app.platform import qr
from app.platform.db import unit_of_work
from app.platform.i18n import _

_SECRET, _CODES = "new secret", "new codes"  # in the cookie, encrypted
PATIENCE = timedelta(hours=1)  # to find the phone, and the app for it
SHOWN_WITHIN = timedelta(minutes=5)


@bp.route("/account/second-factor", endpoint="second_factor", methods=["GET", "POST"])
@own_account
@fresh
@flood
def show() -> ResponseReturnValue:
    held = second_factor.factors(g.user)
    if held.some and not g.sign_in.strong:
        return redirect(url_for(".confirm", next=url_for(".second_factor")), 303)
    if held.app:
        return render_template("accounts/second_factor.html", held=held)
    form = CodeForm()
    if not form.validate_on_submit():
        return _set_up_page(form, 422 if form.errors else 200)
    with unit_of_work():
        good = second_factor.turn_on(g.user, _new_secret(), form.code.data)
        codes = first_factor() if good and not held.some else None
    if not good:
        form.code.errors = [_("This is not the code that the app shows now. Please write the present one.")]
        return _set_up_page(form, 422)
    session.pop(_SECRET, None)
    flash(_("Two-step verification is on."))
    return show_codes(codes) if codes else redirect(url_for(".second_factor"), 303)


@bp.route("/account/second-factor/removal", methods=["GET", "POST"])
@own_account
@fresh
def remove_second_factor() -> ResponseReturnValue:
    if g.user.totp_secret is None:
        return redirect(url_for(".second_factor"), 303)
    if request.method != "POST":
        return render_template(
            "ui/confirm.html",
            heading=_("Turn off the codes of the app"),
            text=_("Signing in will no longer ask for a code. Your passkeys stay."),
            submit=_("Yes, turn off"),
            back_url=url_for(".second_factor"),
        )
    with unit_of_work():
        second_factor.turn_off(g.user)
    flash(_("The codes of the app are turned off."))
    return redirect(url_for(".second_factor"), 303)


@bp.route("/account/second-factor/recovery-codes", methods=["GET", "POST"])
@own_account
@fresh
def recovery_codes() -> ResponseReturnValue:
    held = second_factor.factors(g.user)
    if not held.some:
        return redirect(url_for(".second_factor"), 303)
    if request.method != "POST":
        kept = sealing.opened(_CODES, session.pop(_CODES, ""), within=SHOWN_WITHIN)
        codes = json.loads(kept) if kept else []
        return render_template("accounts/recovery_codes.html", held=held, codes=codes)
    with unit_of_work():
        codes = second_factor.renew_codes(g.user)
    return show_codes(codes)


def first_factor() -> list[str]:
    """The account has its first second factor: this device stays signed in, the others show it too."""
    sign_ins.confirm(g.sign_in, strong=True)
    sign_ins.end_all(g.user.id, but=g.sign_in.id)
    return second_factor.renew_codes(g.user)


def show_codes(codes: list[str]) -> ResponseReturnValue:
    """Lead to the page that shows them, once."""
    session[_CODES] = sealing.close(_CODES, json.dumps(codes))
    return redirect(url_for(".recovery_codes"), 303)


def _new_secret() -> str:
    """The secret that the page shows until a code of it is written; another one after an hour."""
    held = sealing.opened(_SECRET, session.get(_SECRET, ""), within=PATIENCE)
    if held is None:
        held = second_factor.new_secret()
        session[_SECRET] = sealing.close(_SECRET, held)
    return held


def _set_up_page(form: CodeForm, status: int) -> ResponseReturnValue:
    secret = _new_secret()
    return render_template(
        "accounts/set_up_second_factor.html",
        form=form,
        picture=qr.svg(qr.matrix(second_factor.address(secret, g.user)), _("QR code")),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        account=g.user.email,
        asked=second_factor.asked_of(g.memberships) and not g.sign_in.strong,
    ), status
