"""The series: editions that follow one another under one name."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums import series_actions
from app.forums.forms_series import SeriesForm
from app.forums.models import Series
from app.forums.office_queries import all_series, editions, one_series
from app.platform.db import one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _

bp = Blueprint("series", __name__, template_folder="templates")


@bp.get("/office/series")
@needs("forums.create")
def index() -> str:
    return render_template("forums/series.html", rows=all_series(), editions=editions())


@bp.route("/office/series/new", methods=["GET", "POST"])
@needs("forums.create")
def create() -> ResponseReturnValue:
    form = SeriesForm()
    if not form.validate_on_submit():
        return render_template("forums/series_edit.html", form=form), 422 if form.errors else 200
    with unit_of_work():
        series_actions.add(form.name_.data, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.route("/office/series/<key:series_id>", methods=["GET", "POST"])
@needs("forums.create")
def edit(series_id: int) -> ResponseReturnValue:
    series: Series = one_or_404(one_series(series_id))
    form = SeriesForm(obj=series)
    if not form.validate_on_submit():
        page = render_template("forums/series_edit.html", form=form, series=series)
        return page, 422 if form.errors else 200
    name, version = form.name_.data, form.version.data
    try:
        with unit_of_work():
            series_actions.rename(series, name, version=version, by=g.user)
    except Overtaken as refusal:
        row = one_or_404(one_series(series_id))
        ahead = overtaken(form, SeriesForm(formdata=None, obj=row), row, refusal=refusal, by=g.user)
        return render_template("forums/series_edit.html", form=form, series=row, **ahead), 409
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)
