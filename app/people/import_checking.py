"""Checking a spreadsheet: each row is read into the staging table; nothing of it reaches the directory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.people import import_alike, import_queries
from app.people.import_organisations import by_name, draft_organisation
from app.people.import_people import draft_person
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.import_values import drafted
from app.people.import_vocabulary import folded
from app.people.import_words import ERRORS
from app.people.merge_rows import Sort
from app.people.sovereign import styled
from app.platform import jobs, storage, tables_in
from app.platform.db import db, unit_of_work
from app.platform.tables_in import Line

BLOCK = 200
# The example in the model file; its words are the same in every language of the reader.
EXAMPLES = {"ar": "مثال: ", "fr": "Exemple : "}
_EXAMPLE = re.compile(r"\s*(?:مثال|exemple|example)\s*[::]", re.IGNORECASE)


def check(import_id: int) -> None:
    """Stage the rows of an import that is being checked, from the start; then it may be confirmed."""
    row = db.session.get(Import, import_id)
    if row is None or row.step is not Step.CHECKING or row.file_key is None:
        return
    sort, mapping, scope = row.sort, dict(row.mapping), import_queries.scope_of(row)
    with storage.open(row.file_key) as stored:
        lines = [line for line in tables_in.read(stored.read()).lines if not is_example(line)]
    _clear(import_id, Step.CHECKING)
    directory = by_name()
    compared = import_alike.of(sort, scope, directory)
    done = 0
    for block in _blocks(lines):
        staged = [_staged(sort, mapping, line, compared, directory) for line in block]
        with unit_of_work():
            if import_queries.held(import_id, Step.CHECKING) is None:
                return  # it was dropped meanwhile
            db.session.execute(sa.insert(ImportRow), [{"import_id": import_id, **one} for one in staged])
        done += len(block)
        jobs.progress(done, len(lines))
    _finish(import_id)


def is_example(line: Line) -> bool:
    """Whether a row is the example that the model file holds."""
    return bool(_EXAMPLE.match(next((cell for cell in line.cells if cell.strip()), "")))


def clear(import_id: int) -> None:
    """Remove the staged rows of an import that was dropped: all, or those that its saving did not come to."""
    _clear(import_id, Step.DROPPED)
    _clear(import_id, Step.SAVED, import_queries.waiting(import_id))


def _clear(import_id: int, at: Step, which: sa.Select[ImportRow] | None = None) -> None:
    """In blocks, while it stands at this step."""
    rows = import_queries.rows(import_id) if which is None else which
    while ids := db.session.scalars(rows.with_only_columns(ImportRow.id).limit(BLOCK)).all():
        with unit_of_work():
            if import_queries.held(import_id, at) is None:
                return
            db.session.execute(sa.delete(ImportRow).where(ImportRow.id.in_(ids)))


def _staged(
    sort: Sort,
    mapping: Mapping[str, str],
    line: Line,
    compared: import_alike.People | import_alike.Organisations,
    directory: Mapping[str, int],
) -> dict[str, Any]:
    """A row as it is staged."""
    draft, read = drafted(sort, mapping, line.cells, line.marks)
    if sort is Sort.PERSON:
        values = draft_person(draft, read)
        if organisation := values.get("organisation"):
            known = directory.get(folded(organisation))
            if known:
                values["organisation_id"] = known
            elif styled(organisation):
                draft.say("sovereign", "organisation")
            else:
                draft.say("organisation_new", "organisation")
    else:
        values = draft_organisation(draft, read)
    wrong = any(fault["code"] in ERRORS for fault in draft.faults)
    alike = None if wrong else compared.find(line.number, values)
    namesake = bool(alike and alike.row and import_alike.is_another(alike, values))
    if alike and alike.row:
        draft.say("namesake" if namesake else "alike_row", row=alike.row)
    return {
        "number": line.number,
        "cells": line.cells,
        "values": values,
        "faults": draft.faults,
        "wrong": wrong,
        "alike_id": alike.id if alike else None,
        "alike_row": alike.row if alike else None,
        "decision": Decision.SKIP if alike and not namesake else Decision.ADD,
    }


def _blocks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    return (lines[at : at + BLOCK] for at in range(0, len(lines), BLOCK))


def _finish(import_id: int) -> None:
    of = ImportRow.import_id == import_id
    alike = sa.or_(ImportRow.alike_id.is_not(None), ImportRow.alike_row.is_not(None))
    with unit_of_work():
        row = import_queries.held(import_id, Step.CHECKING)
        if row is None:
            return
        counted = sa.select(
            sa.func.count(), sa.func.count().filter(ImportRow.wrong), sa.func.count().filter(alike)
        )
        row.rows, row.wrong, row.alike = db.session.execute(counted.where(of)).one()
        row.step = Step.CHECKED
