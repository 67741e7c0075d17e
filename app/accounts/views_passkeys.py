"""The passkeys of one's own account."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import challenges, passkeys, second_factor
from app.accounts.device_names import device_name
from app.accounts.doors import fresh, own_account
from app.accounts.forms import NameForm, NewPasskeyForm
from app.accounts.views import bp, flood
from app.accounts.views_second_factor import first_factor, show_codes
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.ui.confirming import confirm_removal


@bp.route("/account/passkeys", endpoint="passkeys", methods=["GET", "POST"])
@own_account
@fresh
@flood
def index() -> ResponseReturnValue:
    if request.method != "POST":
        form = NewPasskeyForm(formdata=None, name=device_name(request.user_agent.string))
        return _page(form, 200)
    form = NewPasskeyForm()
    challenge = challenges.answered("passkey")
    good = form.validate_on_submit()
    new = passkeys.made(form.answer.data or "", challenge) if challenge else None
    if not good or new is None:
        form.answer.errors = [] if form.name.errors else [_("No passkey was made. Please try again.")]
        return _page(form, 422)
    codes = None
    try:
        with unit_of_work():
            second_factor.alone(g.user)
            first = not second_factor.factors(g.user).some
            passkeys.add(g.user, new, name=form.name.data)
            codes = first_factor() if first else None
    except Conflict as refusal:
        form.answer.errors = [refusal.message]
        return _page(form, 409)
    flash(_("The passkey was added."))
    return show_codes(codes) if codes else redirect(url_for(".passkeys"), 303)


@bp.route("/account/passkeys/<key:passkey_id>", methods=["GET", "POST"])
@own_account
@fresh
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    passkey = one_or_404(passkeys.one_of(g.user, passkey_id))
    form = NameForm(name=passkey.name)
    if not form.validate_on_submit():
        return render_template(
            "ui/form.html",
            heading=_("Name of the passkey"),
            form=form,
            back_url=url_for(".passkeys"),
        ), 422 if form.errors else 200
    with unit_of_work():
        passkeys.rename(passkey, form.name.data, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".passkeys"), 303)


@bp.route("/account/passkeys/<key:passkey_id>/removal", methods=["GET", "POST"])
@own_account
@fresh
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    passkey = one_or_404(passkeys.one_of(g.user, passkey_id))
    if request.method != "POST":
        return confirm_removal(passkey.name, back_url=url_for(".passkeys"))
    with unit_of_work():
        passkeys.remove(passkey, by=g.user)
    flash(_("The passkey was removed."))
    return redirect(url_for(".passkeys"), 303)


def _page(form: NewPasskeyForm, status: int) -> ResponseReturnValue:
    return render_template(
        "accounts/passkeys.html",
        form=form,
        rows=db.session.scalars(passkeys.of(g.user)).all(),
        options=passkeys.options_to_make(g.user, challenges.asked("passkey")),
    ), status
