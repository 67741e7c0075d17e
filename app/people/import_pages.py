"""The page of an import at each of its steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, request

from app.accounts import ports
from app.audit import actions as audit
from app.people import import_queries
from app.people.import_fields import guess
from app.people.import_filter import KEY
from app.people.import_forms import columns_form, shown_head
from app.people.import_rows import Import, ImportRow, Step
from app.people.import_words import ALL_WORDS, DECISION_WORDS, ERRORS, said
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person, full_name
from app.people.scope import own_people, scope
from app.platform.db import db, observe
from app.platform.jobs_rows import Job
from app.platform.text import Translated
from app.ui.listing import PAGE, asked_page, one_page

SHOWN = 20  # of the rows that are only told of; the file to correct holds all of them


def page(row: Import, form: Any = None) -> str:
    """Drawn for whoever asks; `form` is that of the columns, where it was refused."""
    if row.step in (Step.MAPPING, Step.CHECKED):
        with observe() as session:
            audit.record("import.read", row, by=g.user, session=session)
    if row.step is Step.MAPPING:
        return _columns(row, form)
    if row.step is Step.CHECKED:
        return _checked(row)
    if row.step in (Step.SAVED, Step.TAKEN_BACK):
        return _saved(row)
    return _progress(row)


def _columns(row: Import, form: Any) -> str:
    form = form or columns_form(row.sort, row.heads, _proposed(row), row.version)
    told = [(field, [cells[number] for cells in row.sample]) for number, field in form.columns()]
    return render_template("imports/columns.html", row=row, form=form, columns=told, event=_event(row))


def _proposed(row: Import) -> dict[str, str]:
    """What was chosen before, for this file or for one with the same heads; else what the heads suggest."""
    before = row.mapping or import_queries.last_mapping(g.user, row.sort, row.heads)
    return before or guess(row.sort, row.heads, row.sample)


def _progress(row: Import) -> str:
    job = db.session.get(Job, row.job_id, populate_existing=True) if row.job_id else None
    stopped = import_queries.is_stopped(row)
    if stopped and _has_moved(row):  # between the two questions its work came to an end
        return page(row)
    part = "imports/_progress.html" if request.headers.get("HX-Request") else "imports/progress.html"
    return render_template(part, row=row, job=job, stopped=stopped)


def _has_moved(row: Import) -> bool:
    before = row.step
    db.session.refresh(row)
    return row.step is not before


def _checked(row: Import) -> str:
    asked = asked_page()
    alike = db.session.scalars(one_page(import_queries.alike_rows(row.id), asked)).all()
    return render_template(
        "imports/checked.html",
        row=row,
        event=_event(row),
        counts=import_queries.counts(row.id),
        wrong=_told(row, import_queries.wrong_rows(row.id)),
        remarks=_told(row, import_queries.remarked_rows(row.id)),
        shown=SHOWN,
        alike=alike[:PAGE],
        known=_known(row, alike),
        called=_called,
        said=said,
        page=asked,
        more=len(alike) > PAGE,
        decision_words=DECISION_WORDS,
        all_words=ALL_WORDS,
        left_out=[shown_head(row.heads, n) for n in range(len(row.heads)) if str(n) not in row.mapping],
    )


def _saved(row: Import) -> str:
    kept = sa.select(sa.func.count()).where(ImportRow.import_id == row.id, ImportRow.made_id.is_not(None))
    there = (db.session.scalar(kept) or 0) + len(row.organisations)
    return render_template(
        "imports/saved.html",
        row=row,
        event=_event(row),
        counts=import_queries.counts(row.id),
        there=there,
        list_endpoint="people.index" if row.sort is Sort.PERSON else "organisations.index",
        filter={KEY: row.id},
    )


def _event(row: Import) -> Any:
    return ports.event(row.forum_id)


def _told(row: Import, query: sa.Select[ImportRow]) -> list[tuple[int, str, str, str]]:
    """(number, head, what stood in the cell, what is said of it), for each fault of the first rows."""
    return [
        (one.number, *_cell(row, one, fault), said(fault))
        for one in db.session.scalars(query.limit(SHOWN))
        for fault in one.faults
        if one.wrong is (fault["code"] in ERRORS)
    ]


def _cell(row: Import, one: ImportRow, fault: Mapping[str, Any]) -> tuple[str, str]:
    column = fault.get("column")
    if column is None:
        return "", ""
    return shown_head(row.heads, column), one.cells[column] if column < len(one.cells) else ""


def _called(one: ImportRow) -> Translated:
    """The name in a row."""
    told = one.values
    if "name_ar" in told or "name_fr" in told:
        return Translated({key: told[f"name_{key}"] for key in ("ar", "fr") if f"name_{key}" in told})
    return full_name(
        *(told.get(part, "") for part in ("given_ar", "family_ar", "given_latin", "family_latin"))
    )


def _known(row: Import, alike: Sequence[ImportRow]) -> dict[int, Any]:
    """Those in the directory that rows are alike, by key, as far as whoever reads may see them."""
    keys = [one.alike_id for one in alike if one.alike_id]
    if not keys:
        return {}
    if row.sort is Sort.ORGANISATION:
        rows: Sequence[Any] = db.session.scalars(
            sa.select(Organisation).where(Organisation.id.in_(keys))
        ).all()
    else:
        own = own_people(scope(import_queries.PERMISSION))
        rows = db.session.scalars(own.where(Person.id.in_(keys))).all()
    return {one.id: one for one in rows}
