"""The office's pages about registrations: who comes, the categories and their places, the letters."""

import sqlalchemy as sa
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import mail
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.registrations import actions, queries
from app.registrations.forms import CategoryForm, PlacesForm
from app.registrations.models import Quota

bp = Blueprint("registry", __name__, template_folder="templates")
PAGE = 50


@bp.get("/office/<forum:forum>/registrations")
@needs("registrations.list")
def index(forum: Forum) -> str:
    query, state = request.args.get("q", ""), request.args.get("state", "")
    page = max(1, request.args.get("page", 1, type=int))
    found = queries.of_forum(forum.id, query=query, state=state)
    rows = db.session.scalars(found.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    with observe() as session:
        audit.record("registrations.read", forum, by=g.user, session=session, page=page)
    return render_template(
        "registrations/index.html",
        forum=forum,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        page=page,
        query=query,
        state=state,
        counts=queries.counts(forum.id),
    )


@bp.get("/office/<forum:forum>/categories")
@needs("registrations.settings")
def categories(forum: Forum) -> str:
    return _categories(forum, CategoryForm(formdata=None))


@bp.post("/office/<forum:forum>/categories")
@needs("registrations.settings")
def add_category(forum: Forum) -> ResponseReturnValue:
    form = CategoryForm()
    if not form.validate_on_submit():
        return _categories(forum, form), 422
    with unit_of_work():
        actions.add_category(forum, by=g.user, **form.values())
    flash(_("Saved."))
    return redirect(url_for(".categories", forum=forum), 303)


@bp.post("/office/<forum:forum>/categories/<int:category_id>/places")
@needs("registrations.settings")
def set_places(forum: Forum, category_id: int) -> ResponseReturnValue:
    quota = one_or_404(sa.select(Quota).where(Quota.forum_id == forum.id, Quota.category_id == category_id))
    form = PlacesForm()
    refused = None
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.set_places(quota, form.places.data or 0, by=g.user)
        except Conflict as refusal:
            refused = (refusal.message, 409)
    else:
        refused = (form.places.errors[0], 422)
    if refused:
        return _categories(
            forum, CategoryForm(formdata=None), {category_id: (form.places, refused[0])}
        ), refused[1]
    flash(_("Saved."))
    return redirect(url_for(".categories", forum=forum), 303)


@bp.get("/office/<forum:forum>/messages")
@needs("messages.list")
def messages(forum: Forum) -> str:
    rows = db.session.scalars(queries.letters(forum.id).limit(200)).all()
    with observe() as session:
        audit.record("messages.read", forum, by=g.user, session=session)
    return render_template("registrations/messages.html", forum=forum, rows=rows, shown=mail.shown)


def _categories(
    forum: Forum, form: CategoryForm, wrong: dict[int, tuple[object, object]] | None = None
) -> str:
    rows = db.session.scalars(queries.categories(forum.id)).all()
    return render_template(
        "registrations/categories.html", forum=forum, rows=rows, form=form, wrong=wrong or {}
    )
