"""What is held about a person, as files for the person: a letter to read, and JSON for another program."""

import json

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.doors import needs
from app.people import rights, rights_actions
from app.people.rights import Case, Part
from app.people.rights_words import for_machines, told
from app.people.views_rights import RIGHTS, chosen_case
from app.platform import documents, operator
from app.platform.clock import now, today
from app.platform.db import unit_of_work
from app.platform.i18n import _, current, locales, using

bp = Blueprint("rights_files", __name__, template_folder="templates")


@bp.post("/directory/rights/held.pdf")
@needs(RIGHTS)
def letter() -> ResponseReturnValue:
    case = chosen_case()
    if case is None:
        return redirect(url_for("rights.find"), 303)
    parts = rights.held(case.subject)
    return _handed(case, parts, pdf(case, parts), "application/pdf", "pdf")


@bp.post("/directory/rights/held.json")
@needs(RIGHTS)
def machines() -> ResponseReturnValue:
    case = chosen_case()
    if case is None:
        return redirect(url_for("rights.find"), 303)
    parts = rights.held(case.subject)
    content = {
        "made_at": now().isoformat(),
        "held_by": dict(operator.held().name or operator.site_name()),
        "tables": for_machines(parts),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _handed(case, parts, text.encode(), "application/json", "json")


def pdf(case: Case, parts: list[Part]) -> bytes:
    """The letter in the person's language, where that is known: about a second."""
    locale = case.locale if case.locale in locales() else current()
    with using(locale):
        title = _("What is held about you")
        body = render_template(
            "documents/rights.html",
            title=title,
            names=case.names,
            parts=told(parts),
            holder=(operator.held().name or operator.site_name()).said(),
            contact=operator.held().contact_email,
            phone_of_help=operator.help_phone(),
            made_on=today(),
        )
    return documents.pdf(body, lang=locale, title=title)


def _handed(case: Case, parts: list[Part], data: bytes, kind: str, suffix: str) -> Response:
    with unit_of_work():
        rights_actions.hand_over(case.subject, parts, by=g.user)
    name = f"held-{today()}.{suffix}"
    return Response(data, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
