"""The public page of a forum, and the pages where an organiser makes one."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.access import allowed
from app.accounts.actions import grant
from app.accounts.doors import needs, public, signed_in
from app.accounts.models import Role
from app.accounts.queries import among, forum_ids
from app.audit.forms import LogForm
from app.audit.pages import log_page
from app.audit.queries import of_forum, of_subject
from app.audit.telling import Line
from app.forums import actions, lifecycle, ports, queries
from app.forums.forms import ForumForm
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _

bp = Blueprint("forums", __name__, template_folder="templates")


@bp.get("/forums/<forum:forum>/")
@public
def show(forum: Forum) -> str:
    forum = one_or_404(queries.whole(forum.id))
    blocks = [Markup(block(forum)) for _order, _name, block in ports.blocks]  # noqa: S704 — rendered templates
    return render_template("forums/show.html", forum=forum, blocks=blocks)


@bp.get("/office/")
@signed_in
def offices() -> str:
    mine = forum_ids(g.memberships)
    forums = db.session.scalars(queries.of(mine)).all()
    may_create = allowed(among(g.memberships, None), "forums.create")
    return render_template("forums/offices.html", forums=forums, may_create=may_create)


@bp.get("/office/<forum:forum>/")
@needs("forums.office")
def office(forum: Forum) -> str:
    steps = [
        (to, [str(one) for ask in ports.missing for one in ask(forum, to)])
        for to in lifecycle.NEXT[forum.state]
    ]
    return render_template("forums/office.html", forum=forum, steps=steps)


@bp.get("/office/<forum:forum>/history")
@needs("audit.list")
def history(forum: Forum) -> ResponseReturnValue:
    page, status = log_page(of_forum(forum.id), LogForm(forum.id), of=forum, by=g.user)
    return _history(forum, address=partial(url_for, ".history", forum=forum), **page), status


@bp.get("/office/<forum:forum>/history/<string(maxlength=64):subject_kind>/<key:subject_id>")
@needs("audit.list")
def subject_history(forum: Forum, subject_kind: str, subject_id: int) -> ResponseReturnValue:
    page, status = log_page(of_subject(forum.id, subject_kind, subject_id), None, of=forum, by=g.user)
    if not page["rows"]:
        raise NotFound()
    heading = _("History: %(subject)s", subject=page["rows"][0].subject)
    lead = _("What was done here, newest first.")
    address = partial(
        url_for, ".subject_history", forum=forum, subject_kind=subject_kind, subject_id=subject_id
    )
    return _history(forum, address=address, heading=heading, lead=lead, **page), status


@bp.route("/office/new", methods=["GET", "POST"])
@needs("forums.create")
def create() -> ResponseReturnValue:
    form = ForumForm()
    if not form.validate_on_submit():
        return render_template("forums/new.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work():
            forum = actions.create(form.values(), by=g.user)
            grant(g.user, Role.ORGANISER, forum_id=forum.id, by=g.user)
    except actions.AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return render_template("forums/new.html", form=form), 409
    flash(_("Saved."))
    return redirect(url_for(".office", forum=forum), 303)


@bp.route("/office/<forum:forum>/edit", methods=["GET", "POST"])
@needs("forums.edit")
def edit(forum: Forum) -> ResponseReturnValue:
    form = ForumForm(forum=forum)
    if not form.validate_on_submit():
        return render_template("forums/edit.html", form=form, forum=forum), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            actions.edit(forum, values, version=version, by=g.user)
    except actions.AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return render_template("forums/edit.html", form=form, forum=forum), 409
    except Conflict as refusal:
        theirs = one_or_404(queries.whole(forum.id))
        form.version.data = theirs.version  # to save again is now a decision
        page = render_template(
            "forums/edit.html", form=form, forum=theirs, theirs=theirs, refusal=refusal.message
        )
        return page, 409
    flash(_("Saved."))
    return redirect(url_for(".office", forum=forum), 303)


@bp.post("/office/<forum:forum>/step/<any(draft, announced, open, under_way, closed, archived):state>")
@needs("forums.announce")
def move(forum: Forum, state: str) -> ResponseReturnValue:
    with unit_of_work():
        actions.move(forum, State(state), by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".office", forum=forum), 303)


def _history(forum: Forum, **page: Any) -> str:
    def subject_url(line: Line) -> str | None:
        kind, key = line.entry.subject_kind, line.entry.subject_id
        return url_for(".subject_history", forum=forum, subject_kind=kind, subject_id=key) if key else None

    return render_template("forums/history.html", forum=forum, subject_url=subject_url, **page)
