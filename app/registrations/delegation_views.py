"""The office's pages about delegations."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _
from app.platform.text import isolate
from app.registrations import category_actions, delegation_actions, delegation_queries, queries
from app.registrations.delegation_forms import DelegationForm
from app.registrations.models import Category, Delegation

bp = Blueprint("delegations", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/delegations")
@needs("registrations.settings")
def index(forum: Forum) -> str:
    return render_template(
        "registrations/delegations.html",
        forum=forum,
        rows=delegation_queries.lines(forum),
        has_categories=bool(_categories(forum)),
    )


@bp.route("/office/<forum:forum>/delegations/new", methods=["GET", "POST"])
@needs("registrations.settings")
def add(forum: Forum) -> ResponseReturnValue:
    form = DelegationForm(_categories(forum))
    if not form.validate_on_submit():
        return _form(forum, form), 422 if form.errors else 200
    values = form.values()
    try:
        with unit_of_work():
            made = delegation_actions.add(forum, values, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _form(forum, form), 409
    return _saved(forum, made.id)


@bp.route("/office/<forum:forum>/delegations/<key:delegation_id>", methods=["GET", "POST"])
@needs("registrations.settings")
def edit(forum: Forum, delegation_id: int) -> ResponseReturnValue:
    row = _of(forum, delegation_id)
    form = DelegationForm(_categories(forum), obj=row)
    if not form.validate_on_submit():
        return _form(forum, form, row), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            delegation_actions.edit(forum, row, values, version=version, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _form(forum, form, _of(forum, delegation_id)), 409
    except Overtaken as refusal:
        row = _of(forum, delegation_id)
        theirs = DelegationForm(_categories(forum), formdata=None, obj=row)
        ahead = overtaken(form, theirs, row, row.quota, refusal=refusal, by=g.user)
        return _form(forum, form, row, **ahead), 409
    return _saved(forum, delegation_id)


@bp.route("/office/<forum:forum>/delegations/<key:delegation_id>/removal", methods=["GET", "POST"])
@needs("registrations.settings")
def remove(forum: Forum, delegation_id: int) -> ResponseReturnValue:
    row = _of(forum, delegation_id)
    if request.method != "POST":
        return render_template(
            "registrations/removal.html",
            name=row.name.said(),
            why_not=delegation_actions.HELD if delegation_actions.has_people(row) else None,
            back_url=_row(forum, delegation_id),
        )
    with unit_of_work():
        delegation_actions.remove(forum, row, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/delegations/<key:delegation_id>/link", methods=["GET", "POST"])
@needs("registrations.settings")
def renew(forum: Forum, delegation_id: int) -> ResponseReturnValue:
    row = _of(forum, delegation_id)
    if request.method != "POST":
        return render_template(
            "registrations/link_renewal.html",
            name=isolate(row.name.said()),
            version=row.version,
            back_url=_row(forum, delegation_id),
        )
    version = request.form.get("version", 0, type=int)
    with unit_of_work():
        category_actions.renew_link(forum, row, version=version, by=g.user)
    flash(_("The link is renewed. The one before opens nothing any more."))
    return redirect(_row(forum, delegation_id), 303)


def _of(forum: Forum, delegation_id: int) -> Delegation:
    mine = delegation_queries.delegations(forum.id).where(Delegation.id == delegation_id)
    found: Delegation = one_or_404(mine)
    return found


def _categories(forum: Forum) -> list[Category]:
    return list(db.session.scalars(queries.categories(forum.id)))


def _row(forum: Forum, delegation_id: int) -> str:
    return url_for(".index", forum=forum, _anchor=f"delegation-{delegation_id}")


def _saved(forum: Forum, delegation_id: int) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(_row(forum, delegation_id), 303)


def _form(forum: Forum, form: DelegationForm, row: Delegation | None = None, **more: Any) -> str:
    return render_template(
        "registrations/delegation.html",
        forum=forum,
        form=form,
        delegation=row,
        heading=_("Delegation") if row else _("Add a delegation"),
        back_url=url_for(".index", forum=forum),
        **more,
    )
