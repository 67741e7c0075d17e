"""The rights of persons over their data (law 09-08): the register, finding a person, what is held, erasure.

The pages of a person are found by keys of rows: nothing that tells who it is stands in an address.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import fresh, needs
from app.audit import actions as audit
from app.people import queries, rights, rights_actions
from app.people.forms_rights import FindForm, NoteForm
from app.people.rights_words import RIGHT_WORDS, told
from app.platform import operator
from app.platform.clock import local, today
from app.platform.db import db, observe, unit_of_work
from app.platform.errors import NotFound
from app.platform.http import LARGEST_KEY
from app.platform.i18n import _
from app.platform.sheets import csv_rows
from app.ui.listing import PAGE, asked_page, one_page

bp = Blueprint("rights", __name__, template_folder="templates")
RIGHTS = "people.rights"
MOST_ROWS = 100
_ROW = re.compile(r"([a-z_]{1,40}):([0-9]{1,10})")


@bp.get("/directory/rights")
@needs(RIGHTS)
def index() -> str:
    page = asked_page()
    rows = db.session.execute(one_page(queries.requests(), page)).all()
    return render_template(
        "rights/index.html", rows=rows[:PAGE], more=len(rows) > PAGE, page=page, right_words=RIGHT_WORDS
    )


@bp.get("/directory/rights.csv")
@needs(RIGHTS)
def export() -> ResponseReturnValue:
    rows = db.session.execute(queries.requests()).all()
    with observe() as session:
        audit.record("rights.exported", operator.held(), by=g.user, session=session, rows=len(rows))
    table = b"".join(csv_rows(_table(rows)))
    headers = {"Content-Disposition": f"attachment; filename=rights-{today()}.csv"}
    return table, 200, {"Content-Type": "text/csv; charset=utf-8"} | headers


@bp.route("/directory/rights/find", methods=["GET", "POST"])
@needs(RIGHTS)
def find() -> ResponseReturnValue:
    form = FindForm()
    if not form.validate_on_submit():
        return render_template("rights/find.html", form=form), 422 if form.is_submitted() else 200
    showing = "show" in request.form
    rows = request.form.getlist("row")[:MOST_ROWS]
    if showing and rows:
        return redirect(url_for(".held", row=rows), 303)
    found = rights.search(
        [form.email.data.lower()] if form.email.data else [], [form.phone.data] if form.phone.data else []
    )
    with observe() as session:
        audit.record("rights.searched", operator.held(), by=g.user, session=session, count=len(found))
    page = render_template("rights/find.html", form=form, found=found, asked=True, unticked=showing)
    return page, 422 if showing else 200


@bp.get("/directory/rights/held")
@needs(RIGHTS)
def held() -> ResponseReturnValue:
    case = chosen_case()
    if case is None:
        return redirect(url_for(".find"), 303)
    with observe() as session:
        audit.record("rights.read", case.mine[0].row, by=g.user, session=session)
    parts = told(rights.held(case.subject))
    return render_template("rights/held.html", case=case, parts=parts, erased_at=case.erased_at)


@bp.route("/directory/rights/rectification", methods=["GET", "POST"])
@needs(RIGHTS)
def rectify() -> ResponseReturnValue:
    return _noted(
        rights_actions.rectify,
        heading=_("Rectify data"),
        lead=_("The request is noted here. Then the page opens on which the data are changed."),
        done=_("Noted. Now change the data."),
        leads_to=_edit_page,
    )


@bp.route("/directory/rights/objection", methods=["GET", "POST"])
@needs(RIGHTS)
def oppose() -> ResponseReturnValue:
    return _noted(
        rights_actions.oppose,
        heading=_("Note an objection"),
        lead=_("No message goes any more to the addresses that this person alone has."),
        done=_("Noted. Nothing more is sent to the addresses of this person."),
        leads_to=_held_page,
    )


@bp.route("/directory/rights/erasure", methods=["GET", "POST"])
@needs(RIGHTS)
@fresh
def erase() -> ResponseReturnValue:
    case = chosen_case()
    if case is None:
        return redirect(url_for(".find"), 303)
    if request.method != "POST":
        parts = told(rights.held(case.subject))
        return render_template("rights/erase.html", case=case, parts=parts)
    with unit_of_work():
        exercise = rights_actions.erase(case.subject, by=g.user)
    flash(
        _("Erased. The request is in the register.")
        if exercise
        else _("Nothing is left to erase: it was done already, or has to stay.")
    )
    return redirect(url_for(".index"), 303)


def asked_rows() -> dict[str, set[int]]:
    """The rows that the address names as `row=table:key`, by table; what is no row counts for nothing."""
    rows: dict[str, set[int]] = {}
    for named in map(_ROW.fullmatch, request.args.getlist("row")):
        if named and int(named[2]) <= LARGEST_KEY:
            rows.setdefault(named[1], set()).add(int(named[2]))
    return rows


def chosen_case() -> rights.Case | None:
    """What is known of the person whose rows the address names; None when it names none."""
    rows = asked_rows()
    if not rows:
        return None
    case = rights.case(rows)
    if not case.mine:
        raise NotFound()
    return case


def _noted(action: Any, *, heading: str, lead: str, done: str, leads_to: Any) -> ResponseReturnValue:
    """A right of which a note is kept."""
    case, form = chosen_case(), NoteForm()
    if case is None:
        return redirect(url_for(".find"), 303)
    if not form.validate_on_submit():
        page = render_template("rights/note.html", form=form, case=case, heading=heading, lead=lead)
        return page, 422 if form.is_submitted() else 200
    with unit_of_work():
        action(case.subject, form.note.data or "", by=g.user)
    flash(done)
    return redirect(leads_to(case), 303)


def _held_page(case: rights.Case) -> str:
    return url_for(".held", row=case.keys)


def _edit_page(case: rights.Case) -> str:
    """Where the person of the directory is changed; registrations change by the person's own link."""
    person = min(case.subject.keys("person"), default=None)
    return url_for("people.edit", person_id=person) if person else _held_page(case)


def _table(rows: Any) -> Iterator[list[object]]:
    yield [_("Number"), _("When"), _("Right"), _("Rows"), _("Tables"), _("Note"), _("By")]
    for row, name in rows:
        when = f"{local(row.created_at):%Y-%m-%d %H:%M}"
        counted = ", ".join(f"{table}: {count}" for table, count in row.counts.items())
        yield [
            row.id,
            when,
            str(RIGHT_WORDS[row.right]),
            sum(row.counts.values()),
            counted,
            row.note,
            name or "",
        ]
