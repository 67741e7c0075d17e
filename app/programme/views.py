"""The list where a programme editor builds the programme."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.forums.queries import whole
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _
from app.programme import actions, queries
from app.programme.forms import SessionForm
from app.ui.confirming import confirm_removal

bp = Blueprint("programme", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/programme")
@needs("programme.edit")
def index(forum: Forum) -> str:
    sessions = db.session.scalars(queries.sessions(forum.id)).all()
    return render_template("programme/index.html", forum=forum, sessions=sessions)


@bp.route("/office/<forum:forum>/programme/new", methods=["GET", "POST"])
@needs("programme.edit")
def create(forum: Forum) -> ResponseReturnValue:
    form = SessionForm(one_or_404(whole(forum.id)))
    if not form.validate_on_submit():
        return render_template("programme/edit.html", forum=forum, form=form), 422 if form.errors else 200
    values = form.values()
    with unit_of_work():
        actions.add(forum, values, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/programme/<key:session_id>", methods=["GET", "POST"])
@needs("programme.edit")
def edit(forum: Forum, session_id: int) -> ResponseReturnValue:
    session = one_or_404(queries.session(forum.id, session_id))
    form = SessionForm(one_or_404(whole(forum.id)), session)
    if not form.validate_on_submit():
        page = render_template("programme/edit.html", forum=forum, form=form, session=session)
        return page, 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            actions.edit(session, values, version=version, by=g.user)
    except Overtaken as refusal:
        row = one_or_404(queries.session(forum.id, session_id))
        theirs = SessionForm(one_or_404(whole(forum.id)), row, formdata=None)
        ahead = overtaken(form, theirs, row, refusal=refusal, by=g.user)
        return render_template("programme/edit.html", forum=forum, form=form, session=row, **ahead), 409
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/programme/<key:session_id>/removal", methods=["GET", "POST"])
@needs("programme.edit")
def remove(forum: Forum, session_id: int) -> ResponseReturnValue:
    session = one_or_404(queries.session(forum.id, session_id))
    if request.method != "POST":
        return confirm_removal(session.title.said(), back_url=url_for(".index", forum=forum))
    with unit_of_work():
        actions.remove(session, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)
