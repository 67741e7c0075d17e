"""The page of one's own account: name, language, password, address, roles."""

from datetime import timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import actions, arrivals, credentials, halfway, links, ports, queries, security
from app.accounts.doors import fresh, own_account, public
from app.accounts.forms_profile import AddressForm, ChangePasswordForm, ProfileForm
from app.accounts.models import Purpose
from app.accounts.words import ROLE_WORDS
from app.platform import limits
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Gone
from app.platform.i18n import _
from app.platform.text import isolate
from app.ui.forms import Form

bp = Blueprint("profile", __name__, template_folder="templates")
HOUR = timedelta(hours=1)


@bp.get("/account/")
@own_account
def show() -> str:
    roles = db.session.scalars(queries.roles_of(g.user.id)).all()
    events = ports.events(frozenset(one.forum_id for one in roles if one.forum_id is not None))
    return render_template("accounts/profile.html", roles=roles, events=events, role_words=ROLE_WORDS)


@bp.route("/account/edit", methods=["GET", "POST"])
@own_account
def edit() -> ResponseReturnValue:
    form = ProfileForm(name_=g.user.name, language=g.user.locale)
    if not form.validate_on_submit():
        return _form("accounts/profile_edit.html", form)
    with unit_of_work():
        actions.edit(g.user, name=form.name_.data, locale=form.language.data)
    flash(_("Saved."))
    return redirect(url_for(".show"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@own_account
def password() -> ResponseReturnValue:
    form = ChangePasswordForm(known=(g.user.name, g.user.email))
    if not form.validate_on_submit():
        return _form("accounts/password.html", form)
    if not arrivals.may_try_password(g.user.email, g.user):
        form.current.errors = [limits.too_many().message]
        return render_template("accounts/password.html", form=form), 429
    if not security.is_right(g.user, form.current.data):
        form.current.errors = [_("The password is not right. Please try again.")]
        return _form("accounts/password.html", form)
    password_hash, proof = security.hashed(form.new.data), halfway.proof(g.user)
    with unit_of_work():
        credentials.change_password(g.user, password_hash, proof=proof, sign_in_id=g.sign_in.id)
    flash(_("The password is changed. Your other devices are signed out."))
    return redirect(url_for(".show"), 303)


@bp.route("/account/address", methods=["GET", "POST"])
@own_account
@fresh
def address() -> ResponseReturnValue:
    form = AddressForm(present=g.user.email)
    if not form.validate_on_submit():
        return _form("accounts/address.html", form)
    if not limits.take("address", str(g.user.id), most=3, within=HOUR):
        form.email.errors = [
            _("Too many attempts. Nothing was changed. Please wait an hour, then try again.")
        ]
        return render_template("accounts/address.html", form=form), 429
    with unit_of_work():
        credentials.ask_address(g.user, queries.folded(form.email.data))
    flash(_("A message is on its way to the new address. Open the link in it to confirm the change."))
    return redirect(url_for(".show"), 303)


@bp.route("/account/address/<code:link>", methods=["GET", "POST"])
@public
def confirm_address(link: str) -> ResponseReturnValue:
    g.private = True
    try:
        row, _user = links.account_link(link, Purpose.ADDRESS)
        if request.method != "POST":
            return render_template("accounts/address_confirm.html", email=row.new_email)
        with unit_of_work():
            credentials.take_address(link)
    except Gone as refusal:
        return render_template("accounts/expired.html", text=refusal.message, way="profile.address"), 410
    flash(_("The address is changed. You sign in with it from now on."))
    return redirect(url_for(".show"), 303)


@bp.route("/account/roles/<key:membership_id>/leaving", methods=["GET", "POST"])
@own_account
def leave(membership_id: int) -> ResponseReturnValue:
    membership = one_or_404(queries.role_of(g.user.id, membership_id))
    if request.method != "POST":
        event = ports.event(membership.forum_id)
        return render_template(
            "ui/confirm.html",
            heading=_("Leave"),
            text=_(
                "You give up this role: %(role)s, %(event)s. To have it back, you must be invited again.",
                role=ROLE_WORDS[membership.role],
                event=isolate(event.name.said()) if event else _("The whole platform"),
            ),
            submit=_("Yes, leave"),
            back_url=url_for(".show"),
        )
    with unit_of_work():
        actions.leave(membership, by=g.user)
    flash(_("The role is given up."))
    return redirect(url_for(".show"), 303)


def _form(template: str, form: Form) -> ResponseReturnValue:
    """The page of a form: as it opens, or with what is wrong in it."""
    return render_template(template, form=form), 422 if form.errors else 200
