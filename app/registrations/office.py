"""The office's pages about registrations: who comes, the categories and their places."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.registrations import actions, lists, ports, queries
from app.registrations.forms import CategoryForm, PlacesForm
from app.ui import listing
from app.ui.listing import Act

bp = Blueprint("registry", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/registrations")
@needs("registrations.list")
def index(forum: Forum) -> str:
    page = listing.read(
        lists.registrations(forum),
        queries.of_forum(forum.id),
        address=partial(url_for, ".index", forum=forum),
        export=partial(url_for, ".export", forum=forum) if may("registrations.export") else None,
        acts=[
            Act(act.label, partial(url_for, act.endpoint, forum=forum), act.icon)
            for act in ports.acts
            if may(act.permission)
        ],
    )
    with observe() as session:
        audit.record("registrations.read", forum, by=g.user, session=session, page=page.number)
    return render_template("registrations/index.html", forum=forum, page=page)


@bp.get("/office/<forum:forum>/registrations.<any(xlsx, csv):suffix>")
@needs("registrations.export")
def export(forum: Forum, suffix: str) -> ResponseReturnValue:
    found = queries.of_forum(forum.id)
    table = listing.export(lists.registrations(forum), found, suffix, str(_("Registrations")))
    with observe() as session:
        audit.record("registrations.exported", forum, by=g.user, session=session, rows=table.rows)
    return table


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


@bp.post("/office/<forum:forum>/categories/<key:category_id>/places")
@needs("registrations.settings")
def set_places(forum: Forum, category_id: int) -> ResponseReturnValue:
    quota = one_or_404(queries.quota(forum.id, category_id))
    return _placed(forum, category_id, lambda places: actions.set_places(quota, places, by=g.user))


@bp.post("/office/<forum:forum>/places")
@needs("registrations.settings")
def set_total(forum: Forum) -> ResponseReturnValue:
    return _placed(forum, None, lambda places: actions.set_total(forum, places, by=g.user))


Wrong = dict[int | None, tuple[Any, Any]]


def _placed(forum: Forum, key: int | None, change: Callable[[int], None]) -> ResponseReturnValue:
    """Change a number of places; a number that is refused stays in its field, with the reason."""
    form, status = PlacesForm(), 422
    if form.validate_on_submit():
        try:
            with unit_of_work():
                change(form.places.data or 0)
        except Conflict as refusal:
            form.places.errors, status = [refusal.message], 409
        else:
            flash(_("Saved."))
            return redirect(url_for(".categories", forum=forum), 303)
    return _categories(
        forum, CategoryForm(formdata=None), {key: (form.places, form.places.errors[0])}
    ), status


def _categories(forum: Forum, form: CategoryForm, wrong: Wrong | None = None) -> str:
    return render_template(
        "registrations/categories.html",
        forum=forum,
        rows=db.session.scalars(queries.categories(forum.id)).all(),
        total=db.session.scalar(queries.total(forum.id)),
        form=form,
        wrong=wrong or {},
    )
