"""The operator's own texts of the legal pages, in Markdown, seen before they are saved."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.installation import actions
from app.installation.forms import TextForm
from app.platform import markup, operator
from app.platform.db import unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, language_name, lazy
from app.platform.operator import Operator

bp = Blueprint("texts", __name__, template_folder="templates")
# Part of the address → title; the column is named after it.
TEXTS = {
    "legal": lazy("Legal notice"),
    "privacy": lazy("Personal data"),
    "accessibility": lazy("Accessibility"),
    "contact": lazy("Contact"),
}


def written() -> list[tuple[str, Any, list[str]]]:
    """Each text: its part of the address, its title, and the languages in which the operator wrote it."""
    held = operator.whole()
    return [
        (key, title, [language_name(one) for one in getattr(held, f"{key}_text")])
        for key, title in TEXTS.items()
    ]


@bp.route(
    "/administration/settings/texts/<any(legal, privacy, accessibility, contact):text>",
    methods=["GET", "POST"],
)
@needs("installation.settings")
def edit(text: str) -> ResponseReturnValue:
    column = f"{text}_text"
    form = _form(operator.whole(), column)
    page = {"heading": TEXTS[text], "form": form, "public": f"legal.{text}"}
    sent = form.validate_on_submit()
    if not sent or "preview" in request.form:
        seen = [markup.html(said, one) for one, said in form.text.data.items()] if sent else []
        status = 422 if form.errors else 200
        return render_template("installation/text.html", preview=seen, **page), status
    try:
        with unit_of_work():
            actions.change({column: form.text.data}, version=form.version.data, by=g.user)
    except Overtaken as refusal:
        row = operator.whole()
        ahead = overtaken(form, _form(row, column, formdata=None), row, refusal=refusal, by=g.user)
        return render_template("installation/text.html", **page, **ahead), 409
    flash(_("Saved."))
    return redirect(url_for("settings.index"), 303)


def _form(row: Operator, column: str, **more: Any) -> TextForm:
    return TextForm(text=getattr(row, column), version=row.version, **more)
