"""The office's page about workshops: which are offered, with how many places, and who takes them."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.platform.db import one_or_404, unit_of_work
from app.platform.i18n import _
from app.registrations import workshop_actions, workshop_lists, workshop_reading
from app.registrations.category_forms import PlacesForm
from app.registrations.models import Workshop

bp = Blueprint("workshops", __name__, template_folder="templates")
# What was refused: the key of a workshop or the ref of a session → the form.
Wrong = dict[int | str, PlacesForm]


@bp.get("/office/<forum:forum>/workshops")
@needs("registrations.settings")
def index(forum: Forum) -> str:
    return _page(forum)


@bp.post("/office/<forum:forum>/workshops")
@needs("registrations.settings")
def offer(forum: Forum) -> ResponseReturnValue:
    """A number that is refused stays in its field, with the reason."""
    form, ref = PlacesForm(), request.form.get("ref", "")
    if not form.validate_on_submit():
        return _page(forum, {ref: form}), 422
    with unit_of_work():
        made = workshop_actions.offer(forum, ref, form.places.data or 0, by=g.user)
    return _saved(forum, made.id)


@bp.post("/office/<forum:forum>/workshops/<key:workshop_id>")
@needs("registrations.settings")
def set_places(forum: Forum, workshop_id: int) -> ResponseReturnValue:
    workshop, form = _of(forum, workshop_id), PlacesForm()
    if not form.validate_on_submit():
        return _page(forum, {workshop_id: form}), 422
    try:
        with unit_of_work():
            workshop_actions.set_places(forum, workshop, form.places.data or 0, by=g.user)
    except PartRefused as refusal:
        form.places.errors = [refusal.message]
        return _page(forum, {workshop_id: form}), 409
    return _saved(forum, workshop_id)


@bp.post("/office/<forum:forum>/workshops/<key:workshop_id>/closing")
@needs("registrations.settings")
def close(forum: Forum, workshop_id: int) -> ResponseReturnValue:
    workshop = _of(forum, workshop_id)
    with unit_of_work():
        workshop_actions.close(forum, workshop, by=g.user)
    flash(_("Closed to new choices. Who chose it keeps the place."))
    return redirect(_row(forum, workshop_id), 303)


@bp.post("/office/<forum:forum>/workshops/<key:workshop_id>/reopening")
@needs("registrations.settings")
def reopen(forum: Forum, workshop_id: int) -> ResponseReturnValue:
    workshop = _of(forum, workshop_id)
    with unit_of_work():
        workshop_actions.reopen(forum, workshop, by=g.user)
    return _saved(forum, workshop_id)


@bp.route("/office/<forum:forum>/workshops/<key:workshop_id>/removal", methods=["GET", "POST"])
@needs("registrations.settings")
def remove(forum: Forum, workshop_id: int) -> ResponseReturnValue:
    workshop = _of(forum, workshop_id)
    if request.method != "POST":
        told = workshop_reading.one(workshop_id)
        return render_template(
            "registrations/removal.html",
            name=told.title.said(),
            why_not=workshop_actions.CHOSEN if workshop_actions.is_chosen(workshop) else None,
            back_url=_row(forum, workshop_id),
        )
    with unit_of_work():
        workshop_actions.remove(forum, workshop, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


def _of(forum: Forum, workshop_id: int) -> Workshop:
    mine = (Workshop.forum_id == forum.id, Workshop.id == workshop_id)
    found: Workshop = one_or_404(sa.select(Workshop).where(*mine))
    return found


def _row(forum: Forum, workshop_id: int) -> str:
    return url_for(".index", forum=forum, _anchor=f"workshop-{workshop_id}")


def _saved(forum: Forum, workshop_id: int) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(_row(forum, workshop_id), 303)


def _page(forum: Forum, wrong: Wrong | None = None) -> str:
    found = workshop_lists.page(forum)
    words: dict[str, Any] = {"when": workshop_lists.when, "proposed": workshop_lists.proposed}
    return render_template(
        "registrations/workshops.html", forum=forum, found=found, wrong=wrong or {}, **words
    )
