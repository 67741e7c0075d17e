"""The settings of the installation, a page for each part: who runs it, contacts, messages, personal data."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.installation import actions
from app.installation.forms import (
    ContactForm,
    IdentityForm,
    MessagesForm,
    PersonalDataForm,
    PublicationForm,
    SettingsForm,
)
from app.installation.texts import written
from app.platform import operator
from app.platform.db import unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, lazy

bp = Blueprint("settings", __name__, template_folder="templates")


@dataclass(frozen=True)
class Part:
    """A page of settings."""

    title: Any
    lead: Any
    form: type[SettingsForm]


PARTS = {
    "identity": Part(
        lazy("Institution"), lazy("In whose name the platform speaks, on pages and documents."), IdentityForm
    ),
    "contact": Part(lazy("Contact"), lazy("How the public reaches you."), ContactForm),
    "publication": Part(
        lazy("Legal notice"), lazy("Who answers for the site, and who hosts it."), PublicationForm
    ),
    "messages": Part(
        lazy("Messages"), lazy("From whom the e-mails come, and how fast they leave."), MessagesForm
    ),
    "data": Part(
        lazy("Personal data"),
        lazy("The receipt of the CNDP (law 09-08) and how long the log is kept."),
        PersonalDataForm,
    ),
}


@bp.get("/administration/settings")
@needs("installation.settings")
def index() -> str:
    held = operator.held()
    parts = [
        (url_for(".edit", part=key), part.title, part.form(formdata=None, obj=held).told())
        for key, part in PARTS.items()
    ]
    return render_template("installation/settings.html", parts=parts, texts=written())


@bp.route(
    "/administration/settings/<any(identity, contact, publication, messages, data):part>",
    methods=["GET", "POST"],
)
@needs("installation.settings")
def edit(part: str) -> ResponseReturnValue:
    chosen = PARTS[part]
    form = chosen.form(obj=operator.held())
    page = {"heading": chosen.title, "lead": chosen.lead, "form": form}
    if not form.validate_on_submit():
        return render_template("installation/edit.html", **page), 422 if form.errors else 200
    try:
        with unit_of_work():
            actions.change(form.values(), version=form.version.data, by=g.user)
    except Overtaken as refusal:
        row = operator.whole()
        ahead = overtaken(form, chosen.form(formdata=None, obj=row), row, refusal=refusal, by=g.user)
        return render_template("installation/edit.html", **page, **ahead), 409
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)
