"""The pages for the halls, themes and partners of a forum."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums import actions, queries
from app.forums.forms import HallForm, PartnerForm, ThemeForm
from app.forums.models import Forum, Hall, Partner, Theme
from app.people.queries import organisations
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.ui.confirming import confirm_removal

bp = Blueprint("parts", __name__, template_folder="templates")
KINDS: dict[str, type[Hall] | type[Theme] | type[Partner]] = {
    "halls": Hall,
    "themes": Theme,
    "partners": Partner,
}


@bp.get("/office/<forum:forum>/parts")
@needs("forums.edit")
def index(forum: Forum) -> ResponseReturnValue:
    return _page(forum, {})


@bp.post("/office/<forum:forum>/halls")
@needs("forums.edit")
def add_hall(forum: Forum) -> ResponseReturnValue:
    form = HallForm(prefix="hall")
    if not form.validate_on_submit():
        return _page(forum, {"hall_form": form}), 422
    return _added(
        forum,
        lambda whole: actions.add_hall(whole, by=g.user, **form.values()),
    )


@bp.post("/office/<forum:forum>/themes")
@needs("forums.edit")
def add_theme(forum: Forum) -> ResponseReturnValue:
    form = ThemeForm(prefix="theme")
    if not form.validate_on_submit():
        return _page(forum, {"theme_form": form}), 422
    return _added(forum, lambda whole: actions.add_theme(whole, by=g.user, **form.values()))


@bp.post("/office/<forum:forum>/partners")
@needs("forums.edit")
def add_partner(forum: Forum) -> ResponseReturnValue:
    form = _partner_form()
    if not form.validate_on_submit():
        return _page(forum, {"partner_form": form}), 422
    try:
        return _added(forum, lambda whole: actions.add_partner(whole, by=g.user, **form.values()))
    except Conflict as refusal:
        form.organisation_id.errors = [refusal.message]
        return _page(forum, {"partner_form": form}), 409


@bp.route(
    "/office/<forum:forum>/<any(halls, themes, partners):kind>/<key:part_id>/removal", methods=["GET", "POST"]
)
@needs("forums.edit")
def remove(forum: Forum, kind: str, part_id: int) -> ResponseReturnValue:
    part = one_or_404(queries.part(KINDS[kind], forum.id, part_id))
    if request.method != "POST":
        name = part.organisation.name if isinstance(part, Partner) else part.name
        return confirm_removal(name.said(), back_url=url_for(".index", forum=forum))
    with unit_of_work():
        actions.remove(forum, part, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


def _added(forum: Forum, act: Any) -> ResponseReturnValue:
    with unit_of_work():
        act(one_or_404(queries.whole(forum.id)))
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


def _partner_form() -> PartnerForm:
    form = PartnerForm(prefix="partner")
    form.organisation_id.choices = [(one.id, one.name.said()) for one in db.session.scalars(organisations())]
    return form


def _page(forum: Forum, forms: dict[str, Any]) -> str:
    """The three lists, each with its form; the one that was refused keeps what was typed."""
    forms.setdefault("hall_form", HallForm(prefix="hall", formdata=None))
    forms.setdefault("theme_form", ThemeForm(prefix="theme", formdata=None))
    if "partner_form" not in forms:
        forms["partner_form"] = _partner_form()
    whole = one_or_404(queries.whole(forum.id))
    return render_template("forums/parts.html", forum=whole, **forms)
