"""The page on which one finds one's own registration."""

import re

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length, ValidationError

from app.accounts.doors import public
from app.forums.models import Forum
from app.platform import limits
from app.platform.db import unit_of_work
from app.platform.i18n import _, lazy
from app.platform.text import digits
from app.registrations import finding, links
from app.ui.forms import Form, Mail, Phone, Words

bp = Blueprint("finding", __name__, template_folder="templates")
_SIX = re.compile(r"\d{6}", re.ASCII)


class FindForm(Form):
    """Number and phone, or the e-mail."""

    number = Words(lazy("Registration number"), validators=[Length(max=40)])
    phone = Phone(lazy("Phone"), is_sought=True)
    email = Mail(lazy("E-mail"), validators=[Length(max=254)])

    def validate_number(self, field: Words) -> None:
        # Spaces, and the marks that come along when it is copied from a page.
        field.data = re.sub(r"[^\w]+", "", digits(field.data or ""))
        if field.data and not _SIX.fullmatch(field.data):
            raise ValidationError(_("The registration number has six figures."))
        if not self.email.data and not field.data:
            raise ValidationError(_("Please write the registration number and the phone, or the e-mail."))

    def validate_phone(self, field: Phone) -> None:
        if self.number.data and not field.data and not self.email.data:
            raise ValidationError(_("Please write the phone with which the registration was made."))


@bp.route("/forums/<forum:forum>/register/find", methods=["GET", "POST"])
@public
@limits.per_address("300 per 10 minutes")
def find(forum: Forum) -> ResponseReturnValue:
    g.private = True
    form = FindForm()
    if not form.validate_on_submit():
        return _page(forum, form, 422 if form.errors else 200)
    network = request.remote_addr or ""
    number, phone, email = form.number.data or "", form.phone.data or "", form.email.data or ""
    if number and phone:
        if not finding.may_try(forum, number, phone, network):
            raise limits.too_many()
        registration = finding.by_number(forum, number, phone)
        if registration:
            with unit_of_work():
                finding.found(forum, registration)
            return redirect(url_for("registrations.mine", link=links.token(registration)), 303)
    if not email:
        return _page(forum, form, 422, unknown=True)
    finding.write_to(forum, email, number, network)
    return redirect(url_for(".sent", forum=forum), 303)


@bp.get("/forums/<forum:forum>/register/find/sent")
@public
def sent(forum: Forum) -> str:
    return render_template("registrations/find_sent.html", forum=forum)


def _page(forum: Forum, form: FindForm, status: int, *, unknown: bool = False) -> ResponseReturnValue:
    return render_template("registrations/find.html", forum=forum, form=form, unknown=unknown), status
