"""The directory's pages of organisations."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.people import events, lists, organisation_actions, ports, queries
from app.people.forms_organisation import OrganisationForm
from app.people.models import Organisation
from app.people.organisation_actions import Shared
from app.people.scope import own_organisations, own_people, scope
from app.people.views import told_events
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound, Overtaken
from app.platform.i18n import _
from app.ui import listing
from app.ui.confirming import confirm_removal
from app.ui.rows import change_rows

bp = Blueprint("organisations", __name__, template_folder="templates")
LONGEST_QUERY = 100


@bp.get("/directory/organisations")
@needs("organisations.list")
def index() -> str:
    page = listing.read(
        lists.ORGANISATIONS,
        lists.organisations(),
        address=partial(url_for, ".index"),
        export=partial(url_for, ".export"),
    )
    return render_template("organisations/index.html", page=page)


@bp.get("/directory/organisations/organisations.<any(xlsx, csv):suffix>")
@needs("organisations.list")
def export(suffix: str) -> ResponseReturnValue:
    table = listing.export(lists.ORGANISATIONS, lists.organisations(), suffix, str(_("Organisations")))
    with observe() as session:
        audit.record("organisations.exported", g.user, by=g.user, session=session, rows=table.rows)
    return table


@bp.get("/directory/organisations/hints")
@needs("organisations.list")
def hints() -> ResponseReturnValue:
    """The names that a typed text may mean: [{"id", "name", "note"}], at most eight."""
    found = queries.like_name(request.args.get("q", "")[:LONGEST_QUERY])
    return jsonify([{"id": one.id, "name": one.name.said(), "note": one.city.said()} for one in found])


@bp.route("/directory/organisations/new", methods=["GET", "POST"])
@needs("organisations.edit")
def create() -> ResponseReturnValue:
    where = scope("organisations.edit")
    typed = request.args.get("name", "")[:LONGEST_QUERY]
    form = OrganisationForm(
        events=events.choosable(where, none=True),
        data={"forum_id": events.asked_event(where), "name": {_script(typed): typed} if typed else {}},
    )
    if change_rows(form):
        return render_template("organisations/edit.html", form=form)
    if not form.validate_on_submit():
        return render_template("organisations/edit.html", form=form), 422 if form.is_submitted() else 200
    values = form.values() | form.picture()
    forum_id = int(form.forum_id.data) if form.forum_id.data else None
    with unit_of_work():
        row = organisation_actions.enter(values, forum_id=forum_id, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".show", organisation_id=row.id), 303)


@bp.get("/directory/organisations/<key:organisation_id>")
@needs("organisations.list")
def show(organisation_id: int) -> ResponseReturnValue:
    row = db.session.scalar(queries.organisation(organisation_id))
    if row is None:
        return _elsewhere(organisation_id)
    where = scope("organisations.list")
    own = own_people(scope("people.list"))
    parts = queries.parts(ports.organisations, [organisation_id])[organisation_id]
    people = db.session.scalars(queries.members(own, organisation_id)).all()
    if people:
        with observe() as session:
            audit.record("people.read", row, by=g.user, session=session, rows=len(people))
    return render_template(
        "organisations/show.html",
        row=row,
        people=people[: queries.MOST_MEMBERS],
        more_people=len(people) > queries.MOST_MEMBERS,
        children=db.session.scalars(queries.related(Organisation.parent_id, organisation_id)).all(),
        successors=db.session.scalars(queries.related(Organisation.took_over_from_id, organisation_id)).all(),
        locked=_locked(row) if may("organisations.edit") else "",
        **told_events(row, parts, where.forums),
    )


@bp.route("/directory/organisations/<key:organisation_id>/edit", methods=["GET", "POST"])
@needs("organisations.edit")
def edit(organisation_id: int) -> ResponseReturnValue:
    row = one_or_404(_own(organisation_id))
    locked = _locked(row)
    if locked:
        return render_template("organisations/locked.html", row=row, locked=locked), 409
    form = OrganisationForm(row)
    if change_rows(form):
        return render_template("organisations/edit.html", form=form, row=row)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("organisations/edit.html", form=form, row=row), status
    values, version = form.values() | form.picture(), form.version.data
    where = scope("organisations.edit")
    try:
        with unit_of_work():
            organisation_actions.edit(row, values, version=version, where=where, by=g.user)
    except Conflict as refusal:
        row = one_or_404(queries.organisation(organisation_id))
        form.logo_file.ask_again()
        said: dict[str, Any] = {"refusal": refusal.message}
        if isinstance(refusal, Overtaken):
            said = overtaken(form, OrganisationForm(row, formdata=None), row, refusal=refusal, by=g.user)
        return render_template("organisations/edit.html", form=form, row=row, **said), 409
    flash(_("Saved."))
    return redirect(url_for(".show", organisation_id=organisation_id), 303)


@bp.route("/directory/organisations/<key:organisation_id>/removal", methods=["GET", "POST"])
@needs("organisations.edit")
def remove(organisation_id: int) -> ResponseReturnValue:
    row = one_or_404(_own(organisation_id))
    if request.method != "POST":
        return confirm_removal(row.name.said(), back_url=url_for(".show", organisation_id=organisation_id))
    with unit_of_work():
        organisation_actions.remove(row, where=scope("organisations.edit"), by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index"), 303)


def _own(organisation_id: int) -> sa.Select[Organisation]:
    """An organisation with a part in the events of the person who asks."""
    own = own_organisations(scope("organisations.edit")).with_only_columns(Organisation.id)
    return queries.organisation(organisation_id).where(Organisation.id.in_(own))


def _locked(row: Organisation) -> Any:
    """Why the person who asks may not change an organisation; "" when they may."""
    try:
        organisation_actions.check_own(row, scope("organisations.edit"))
    except Shared as refusal:
        return refusal.message
    return ""


def _script(text: str) -> str:
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "fr"


def _elsewhere(organisation_id: int) -> ResponseReturnValue:
    """A row that was merged leads to the one that was kept."""
    kept = queries.kept_instead(Organisation, organisation_id)
    if kept is None:
        raise NotFound()
    return redirect(url_for(".show", organisation_id=kept))
