"""A forgotten password: a letter with a link, and the page on which a new one is chosen."""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import credentials, links, queries, security
from app.accounts.doors import public
from app.accounts.forms_profile import NewPasswordForm, RecoveryForm
from app.accounts.models import Purpose
from app.platform import limits
from app.platform.db import db, unit_of_work
from app.platform.errors import Gone

bp = Blueprint("recovery", __name__, template_folder="templates")
flood = limits.per_address("60 per 5 minutes")
MOST, WITHIN = 3, timedelta(hours=1)


@bp.route("/account/recovery", methods=["GET", "POST"])
@public
@flood
def ask() -> ResponseReturnValue:
    g.private = True
    form = RecoveryForm()
    if not form.validate_on_submit():
        return render_template("accounts/recovery.html", form=form), 422 if form.errors else 200
    email = queries.folded(form.email.data)
    user = db.session.scalar(queries.user_by_email(email))
    account_id = user.id if user else 0  # read here: touched in the transaction, the row is read once more
    within = limits.take("recovery", email, most=MOST, within=WITHIN)
    with unit_of_work():
        credentials.ask_recovery(account_id if within else 0)
    return redirect(url_for(".sent"), 303)


@bp.get("/account/recovery/sent")
@public
def sent() -> str:
    return render_template("accounts/recovery_sent.html")


@bp.route("/account/recovery/<code:link>", methods=["GET", "POST"])
@public
@flood
def renew(link: str) -> ResponseReturnValue:
    g.private = True
    try:
        _row, user = links.account_link(link, Purpose.RECOVERY)
        form = NewPasswordForm(known=(user.name, user.email))
        if not form.validate_on_submit():
            page = render_template("accounts/recovery_renew.html", form=form, email=user.email)
            return page, 422 if form.errors else 200
        password_hash = security.hashed(form.new.data)
        with unit_of_work():
            credentials.recover(link, password_hash)
    except Gone as refusal:
        return render_template("accounts/expired.html", text=refusal.message, way="recovery.ask"), 410
    return redirect(url_for(".done"), 303)


@bp.get("/account/recovery/done")
@public
def done() -> str:
    return render_template("accounts/recovery_done.html")
