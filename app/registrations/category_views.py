"""The office's pages about categories and the places of the whole event."""

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
from app.registrations import actions, category_actions, category_list, queries
from app.registrations.category_forms import CategoryForm, PlacesForm
from app.registrations.models import Category

bp = Blueprint("categories", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/categories")
@needs("registrations.settings")
def index(forum: Forum) -> str:
    return _index(forum)


@bp.route("/office/<forum:forum>/categories/new", methods=["GET", "POST"])
@needs("registrations.settings")
def add(forum: Forum) -> ResponseReturnValue:
    form = CategoryForm(last=forum.ends_on or forum.starts_on)
    if not form.validate_on_submit():
        return _form(forum, form), 422 if form.errors else 200
    try:
        with unit_of_work():
            made = category_actions.add(forum, form.values(), by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _form(forum, form), 409
    return _saved(forum, made.id)


@bp.route("/office/<forum:forum>/categories/<key:category_id>", methods=["GET", "POST"])
@needs("registrations.settings")
def edit(forum: Forum, category_id: int) -> ResponseReturnValue:
    category = _of(forum, category_id)
    form = CategoryForm(last=forum.ends_on or forum.starts_on, obj=category)
    if not form.validate_on_submit():
        return _form(forum, form, category), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            category_actions.edit(forum, category, values, version=version, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _form(forum, form, _of(forum, category_id)), 409
    except Overtaken as refusal:
        row = _of(forum, category_id)
        theirs = CategoryForm(formdata=None, obj=row)
        ahead = overtaken(form, theirs, row, row.quota, refusal=refusal, by=g.user)
        return _form(forum, form, row, **ahead), 409
    return _saved(forum, category_id)


@bp.post("/office/<forum:forum>/categories/<key:category_id>/<any(up, down):way>")
@needs("registrations.settings")
def shift(forum: Forum, category_id: int, way: str) -> ResponseReturnValue:
    category = _of(forum, category_id)
    with unit_of_work():
        category_actions.shift(forum, category, way == "up", by=g.user)
    return redirect(_row(forum, category_id), 303)


@bp.route("/office/<forum:forum>/categories/<key:category_id>/removal", methods=["GET", "POST"])
@needs("registrations.settings")
def remove(forum: Forum, category_id: int) -> ResponseReturnValue:
    category = _of(forum, category_id)
    if request.method != "POST":
        return render_template(
            "registrations/removal.html",
            name=category.name.said(),
            why_not=category_actions.standing(category),
            back_url=_row(forum, category_id),
        )
    with unit_of_work():
        category_actions.remove(forum, category, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/categories/<key:category_id>/link", methods=["GET", "POST"])
@needs("registrations.settings")
def renew(forum: Forum, category_id: int) -> ResponseReturnValue:
    category = _of(forum, category_id)
    if request.method != "POST":
        return render_template(
            "registrations/link_renewal.html",
            name=isolate(category.name.said()),
            version=category.version,
            back_url=_row(forum, category_id),
        )
    version = request.form.get("version", 0, type=int)
    with unit_of_work():
        category_actions.renew_link(forum, category, version=version, by=g.user)
    flash(_("The link is renewed. The one before opens nothing any more."))
    return redirect(_row(forum, category_id), 303)


@bp.post("/office/<forum:forum>/places")
@needs("registrations.settings")
def set_total(forum: Forum) -> ResponseReturnValue:
    """A number that is refused stays in its field, with the reason."""
    form = PlacesForm()
    if not form.validate_on_submit():
        return _index(forum, form), 422
    try:
        with unit_of_work():
            actions.set_total(forum, form.places.data or 0, by=g.user)
    except PartRefused as refusal:
        form.places.errors = [refusal.message]
        return _index(forum, form), 409
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


def _of(forum: Forum, category_id: int) -> Category:
    found: Category = one_or_404(queries.categories(forum.id).where(Category.id == category_id))
    return found


def _row(forum: Forum, category_id: int) -> str:
    return url_for(".index", forum=forum, _anchor=f"category-{category_id}")


def _saved(forum: Forum, category_id: int) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(_row(forum, category_id), 303)


def _index(forum: Forum, form: PlacesForm | None = None) -> str:
    return render_template(
        "registrations/categories.html",
        forum=forum,
        rows=category_list.lines(forum),
        total=db.session.scalar(queries.total(forum.id)),
        form=form or PlacesForm(formdata=None),
    )


def _form(forum: Forum, form: CategoryForm, category: Category | None = None, **more: Any) -> str:
    return render_template(
        "registrations/category.html",
        forum=forum,
        form=form,
        category=category,
        heading=_("Category") if category else _("Add a category"),
        back_url=url_for(".index", forum=forum),
        **more,
    )
