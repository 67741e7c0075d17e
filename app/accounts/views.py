"""Signing in and out."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import queries, security
from app.accounts.doors import public, signed_in
from app.accounts.forms import SignInForm
from app.audit import actions as audit
from app.platform.db import db, observe
from app.platform.i18n import _

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    g.private = True
    if current_user.is_authenticated and request.method == "GET":
        return redirect(_own_page(request.args.get("next")), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    user = db.session.scalars(queries.user_by_email(form.email.data)).one_or_none()
    if not security.is_right(user, form.password.data):
        form.password.errors = [_("The e-mail or the password is not right. Check both, then try again.")]
        return render_template("accounts/sign_in.html", form=form), 422
    assert user is not None  # noqa: S101 — is_right() answers False for nobody
    security.enter(user)
    with observe() as session:
        audit.record("account.signed_in", user, by=user, session=session)
    return redirect(_own_page(request.args.get("next")), 303)


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    with observe() as session:
        audit.record("account.signed_out", g.user, by=g.user, session=session)
    security.leave()
    return redirect(url_for("site.home"), 303)


def _own_page(wanted: str | None) -> str:
    """The page asked for before signing in, if it is one of ours: never an address elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return url_for("forums.offices")
    # Browsers read a backslash as a slash, and pass over tabs and line ends.
    return wanted if "\\" not in wanted and wanted.isprintable() else url_for("forums.offices")
