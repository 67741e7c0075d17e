"""Spreadsheets of persons and organisations: chosen, mapped, checked, and only then saved."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts import ports
from app.accounts.doors import needs
from app.audit import actions as audit
from app.people import import_files, import_pages, import_queries, importing
from app.people.import_forms import NOWHERE, UploadForm, columns_form
from app.people.import_queries import PERMISSION
from app.people.import_rows import Decision, Import, Step
from app.people.import_words import SORT_WORDS, STEP_TONES, STEP_WORDS
from app.people.merge_rows import Sort
from app.people.scope import scope
from app.platform import storage
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.i18n import _
from app.ui.listing import PAGE, asked_page, one_page

bp = Blueprint("imports", __name__, template_folder="templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/directory/imports")
@needs(PERMISSION)
def index() -> str:
    page = asked_page()
    rows = db.session.scalars(one_page(import_queries.visible(scope(PERMISSION), g.user), page)).all()
    return render_template(
        "imports/index.html",
        rows=rows[:PAGE],
        page=page,
        more=len(rows) > PAGE,
        events=ports.events(frozenset(row.forum_id for row in rows if row.forum_id)),
        sort_words=SORT_WORDS,
        step_words=STEP_WORDS,
        tones=STEP_TONES,
    )


@bp.get("/directory/imports/model-<any(person, organisation):sort>.xlsx")
@needs(PERMISSION)
def model(sort: str) -> ResponseReturnValue:
    return send_file(
        import_files.model(Sort(sort)), mimetype=XLSX, as_attachment=True, download_name=f"{sort}s.xlsx"
    )


@bp.route("/directory/imports/new", methods=["GET", "POST"])
@needs(PERMISSION)
def create() -> ResponseReturnValue:
    form = UploadForm(scope(PERMISSION))
    if not form.validate_on_submit() or form.table is None:
        return render_template("imports/new.html", form=form), 422 if form.errors else 200
    stored = storage.put(form.data_read)
    with unit_of_work():
        row = importing.begin(
            form.table,
            stored,
            sort=Sort(form.sort.data),
            forum_id=None if form.forum_id.data == NOWHERE else form.forum_id.data,
            filename=form.file.data.filename or "",
            by=g.user,
        )
    return _to(row.id)


@bp.get("/directory/imports/<key:import_id>")
@needs(PERMISSION)
def show(import_id: int) -> ResponseReturnValue:
    """The page of the step at which it stands."""
    row = _found(import_id)
    if request.headers.get("HX-Request") and row.step not in (Step.CHECKING, Step.SAVING, Step.TAKING_BACK):
        return "", 200, {"HX-Refresh": "true"}  # the work is done: another page stands here now
    return import_pages.page(row)


@bp.post("/directory/imports/<key:import_id>/columns")
@needs(PERMISSION)
def choose_columns(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    form = columns_form(row.sort, row.heads, {}, row.version)
    if row.step is Step.MAPPING and not form.validate_on_submit():
        return import_pages.page(row, form), 422
    with unit_of_work():
        importing.choose_columns(row, form.mapping(), version=form.version.data)
    return _to(import_id)


@bp.post("/directory/imports/<key:import_id>/decisions")
@needs(PERMISSION)
def decide(import_id: int) -> ResponseReturnValue:
    row, version = _found(import_id), _sent_version()
    every = request.form.get("all", "")
    with unit_of_work():
        if every in list(Decision):
            importing.decide_all(row, Decision(every), version=version)
        else:
            importing.decide(row, _sent_decisions(), version=version)
    flash(_("Saved."))
    return redirect(url_for(".show", import_id=import_id, page=request.args.get("page")) + "#alike", 303)


@bp.get("/directory/imports/<key:import_id>/to-correct.xlsx")
@needs(PERMISSION)
def to_correct(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    book = import_files.to_correct(row)
    with observe() as session:
        audit.record("import.exported", row, by=g.user, session=session, rows=row.wrong)
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name="to-correct.xlsx")


@bp.post("/directory/imports/<key:import_id>/confirmation")
@needs(PERMISSION)
def confirm(import_id: int) -> ResponseReturnValue:
    row, version = _found(import_id), _sent_version()
    with unit_of_work():
        importing.confirm(row, version=version)
    return _to(import_id)


@bp.post("/directory/imports/<key:import_id>/back")
@needs(PERMISSION)
def go_back(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    with unit_of_work():
        importing.go_back(row)
    return _to(import_id)


@bp.post("/directory/imports/<key:import_id>/resumption")
@needs(PERMISSION)
def resume(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    with unit_of_work():
        importing.resume(row)
    return _to(import_id)


@bp.route("/directory/imports/<key:import_id>/removal", methods=["GET", "POST"])
@needs(PERMISSION)
def drop(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    if request.method != "POST":
        return render_template("imports/drop.html", row=row)
    with unit_of_work():
        importing.drop(row, by=g.user)
    if row.step is not Step.DROPPED:  # as far as it had come, it stays
        return _to(import_id)
    flash(_("Dropped. Nothing of this file was kept."))
    return redirect(url_for(".index"), 303)


@bp.route("/directory/imports/<key:import_id>/return", methods=["GET", "POST"])
@needs(PERMISSION)
def take_back(import_id: int) -> ResponseReturnValue:
    row = _found(import_id)
    if request.method != "POST":
        return render_template("imports/take_back.html", row=row, counts=import_queries.counts(row.id))
    with unit_of_work():
        importing.take_back(row, by=g.user)
    return _to(import_id)


def _found(import_id: int) -> Import:
    row: Import = one_or_404(import_queries.one(scope(PERMISSION), g.user, import_id))
    return row


def _to(import_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", import_id=import_id), 303)


def _sent_version() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _sent_decisions() -> dict[int, Decision]:
    """`row-<key>` → what to do with it."""
    found = {}
    for name, value in request.form.items():
        key = name.removeprefix("row-")
        if name.startswith("row-") and key.isascii() and key.isdigit() and len(key) < 10:
            if value not in list(Decision):
                abort(400)
            found[int(key)] = Decision(value)
    return found
