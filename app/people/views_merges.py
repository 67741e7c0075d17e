"""Suggested duplicates, and the merge of two rows of the directory."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.people import duplicates_actions, duplicates_search, merging, merging_told
from app.people.duplicates_scope import accounts_of, merged_already, pair, rows_of, suggested
from app.people.forms_merge import GONE, KEPT, merge_form
from app.people.merge_rows import Sort
from app.people.merging_fields import FIELDS, Difference, Field, Row, differences
from app.people.scope import scope
from app.platform.db import db, observe, unit_of_work
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.ui.listing import PAGE, asked_page, one_page

bp = Blueprint("merges", __name__, template_folder="templates")
MERGE = "people.merge"
_PAIR = "/directory/duplicates/<any(person, organisation):sort>/<key:one_id>/<key:other_id>"


@bp.get("/directory/duplicates")
@needs(MERGE)
def index() -> str:
    where, page = scope(MERGE), asked_page()
    sort = Sort.ORGANISATION if request.args.get("sort") == Sort.ORGANISATION.value else Sort.PERSON
    pairs = db.session.scalars(one_page(suggested(sort, where), page)).all()
    rows = rows_of(sort, [key for one in pairs for key in (one.lower_id, one.higher_id)])
    with observe() as session:
        audit.record("duplicates.read", g.user, by=g.user, session=session, page=page)
    return render_template(
        "merges/index.html",
        sort=sort,
        pairs=[(one, rows[one.lower_id], rows[one.higher_id]) for one in pairs[:PAGE]],
        names=merging_told.organisation_names(rows.values()),
        page=page,
        more=len(pairs) > PAGE,
        reasons=merging_told.reasons,
        everything=where.everything,
        searching=duplicates_search.is_searching(),
    )


@bp.post("/directory/duplicates/search")
@needs(MERGE)
def search() -> ResponseReturnValue:
    with unit_of_work():
        duplicates_search.search_soon()
    flash(_("The search runs. What it finds will stand here in a moment."))
    return redirect(url_for(".index", sort=request.form.get("sort")), 303)


@bp.post(_PAIR + "/apart")
@needs(MERGE)
def part(sort: str, one_id: int, other_id: int) -> ResponseReturnValue:
    one, other = pair(Sort(sort), one_id, other_id, scope(MERGE))
    with unit_of_work():
        duplicates_actions.part(Sort(sort), one, other, by=g.user)
    flash(_("Noted: these two are not the same. They are suggested no more."))
    return redirect(url_for(".index", sort=sort), 303)


@bp.route(_PAIR, methods=["GET", "POST"])
@needs(MERGE)
def create(sort: str, one_id: int, other_id: int) -> ResponseReturnValue:
    what = Sort(sort)
    try:
        kept, gone = _in_order(what, one_id, other_id)
    except NotFound:
        return _merged_already(what, one_id, other_id), 409
    form = merge_form(differences(what, kept, gone))
    if not form.validate_on_submit():
        if request.method != "POST":
            form.kept_version.data, form.gone_version.data = kept.version, gone.version
        return _compared(what, kept, gone, form), 422 if form.errors else 200
    try:
        with unit_of_work():
            merging.merge(what, kept.id, gone.id, versions=form.versions(), taken=form.taken(), by=g.user)
    except Conflict as refusal:
        try:
            kept, gone = _in_order(what, one_id, other_id)
        except NotFound:
            return _merged_already(what, one_id, other_id), 409
        form = merge_form(differences(what, kept, gone))
        form.kept_version.data, form.gone_version.data = kept.version, gone.version
        return _compared(what, kept, gone, form, refusal=refusal.message), 409
    flash(_("Merged. The merge can be undone as long as neither is merged again or erased."))
    return redirect(url_for("merges_past.index"), 303)


def _merged_already(sort: Sort, one_id: int, other_id: int) -> str:
    """The page that tells of a merge that somebody made meanwhile. Raises NotFound where there is none."""
    merge = merged_already(sort, one_id, other_id, scope(MERGE))
    if merge is None:
        raise NotFound()
    kept = merging.leads_to(rows_of(sort, [merge.kept_id])[merge.kept_id])
    by = accounts_of([merge]).get(merge.by_id or 0, "")
    return render_template("merges/merged.html", merge=merge, kept=kept, by=by)


def _in_order(sort: Sort, one_id: int, other_id: int) -> tuple[Row, Row]:
    """The row that is kept and the one that goes: as chosen, else the one with more parts is kept."""
    one, other = pair(sort, one_id, other_id, scope(MERGE))
    chosen = request.form.get("keeps") or request.args.get("keeps")
    if chosen in (str(one.id), str(other.id)):
        return (one, other) if chosen == str(one.id) else (other, one)
    more = merging_told.preview(one, other)
    return (one, other) if more.held >= more.count else (other, one)


def _result(difference: Difference | None, field: Field, kept: Row) -> list[Any]:
    """What is kept of a field that leaves no choice."""
    return difference.result(taken=difference.taken) if difference else field.value(kept)


def _compared(sort: Sort, kept: Row, gone: Row, form: Any, refusal: Any = "") -> str:
    """The page on which two rows stand side by side."""
    names = merging_told.organisation_names([kept, gone])
    found = {one.field.key: one for one in differences(sort, kept, gone)}
    table = [
        {
            "field": field,
            "sides": [
                (value, merging_told.lines(field, field.value(row), names))
                for value, row in ((KEPT, kept), (GONE, gone))
            ],
            "difference": found.get(field.key),
            "result": merging_told.lines(field, _result(found.get(field.key), field, kept), names),
        }
        for field in FIELDS[sort]
    ]
    with observe() as session:
        audit.record(f"{sort.value}.compared", kept, by=g.user, session=session)
    return render_template(
        "merges/create.html",
        sort=sort,
        kept=kept,
        gone=gone,
        form=form,
        table=table,
        preview=merging_told.preview(kept, gone),
        refusal=refusal,
    )
