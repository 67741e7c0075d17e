"""What somebody does with an import: begin, map, decide, confirm, go back, drop, take back."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit.actions import record
from app.people.import_queries import alike_rows
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.platform import jobs, storage
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.tables_in import Table

SAMPLE = 5


def begin(
    table: Table, stored: storage.Stored, *, sort: Sort, forum_id: int | None, filename: str, by: User
) -> Import:
    """Keep a spreadsheet, of which the columns are to be chosen."""
    row = Import(
        sort=sort,
        forum_id=forum_id,
        by_id=by.id,
        filename=filename[:200],
        file_key=stored.key,
        heads=table.heads,
        sample=[line.cells for line in table.lines[:SAMPLE]],
        other_sheets=table.other_sheets,
        rows=len(table.lines),
    )
    db.session.add(row)
    record("import.begun", row, by=by, rows=row.rows)
    return row


def choose_columns(row: Import, mapping: Mapping[str, str], *, version: int) -> None:
    """Take what each column holds, and have the rows checked. Raises Conflict when it is not at this step."""
    _at(row, version, Step.MAPPING)
    row.mapping, row.step = dict(mapping), Step.CHECKING
    row.job_id = jobs.later("imports.check", import_id=row.id)


def decide(row: Import, decisions: Mapping[int, Decision], *, version: int) -> None:
    """Decide on rows that are there already, by their keys; others are not touched.

    A row that is only a second one in the file has nothing to complete: it is skipped then. Raises Conflict.
    """
    _at(row, version, Step.CHECKED)
    for decision in Decision:
        keys = [key for key, one in decisions.items() if one is decision]
        _decide(row, decision, ImportRow.id.in_(keys))


def decide_all(row: Import, decision: Decision, *, version: int) -> None:
    """The same for all of them. Raises Conflict."""
    _at(row, version, Step.CHECKED)
    _decide(row, decision, sa.true())


def _decide(row: Import, decision: Decision, which: sa.ColumnElement[bool]) -> None:
    keys = alike_rows(row.id).where(which).order_by(None).with_only_columns(ImportRow.id)
    change = sa.update(ImportRow).execution_options(synchronize_session=False)
    there = ImportRow.alike_id.is_not(None)
    if decision is Decision.FILL:
        db.session.execute(change.where(ImportRow.id.in_(keys), ~there).values(decision=Decision.SKIP))
        keys = keys.where(there)
    db.session.execute(change.where(ImportRow.id.in_(keys)).values(decision=decision))
    flag_modified(row, "alike")  # its version tells others that something was decided


def confirm(row: Import, *, version: int) -> None:
    """Have what was checked saved; when that was asked already, nothing more. Raises Conflict."""
    if row.step in (Step.SAVING, Step.SAVED):
        return
    _at(row, version, Step.CHECKED)
    row.step = Step.SAVING
    row.job_id = jobs.later("imports.save", import_id=row.id)


def go_back(row: Import) -> None:
    """To the choice of the columns; what was checked is checked anew. Raises Conflict."""
    if row.step is not Step.CHECKED:
        raise Conflict(_MOVED_ON)
    row.step = Step.MAPPING


def resume(row: Import) -> None:
    """Have a check or a saving that failed or was stopped go on. Raises Conflict when it runs."""
    if row.step not in (Step.CHECKING, Step.SAVING, Step.TAKING_BACK) or not row.job_id:
        raise Conflict(_MOVED_ON)
    if not jobs.again([row.job_id]):
        raise Conflict(lazy("This runs already."))


def drop(row: Import, *, by: User | None) -> None:
    """Forget the file and its rows. Raises Conflict when they are saved or being saved."""
    if row.step not in (Step.MAPPING, Step.CHECKING, Step.CHECKED):
        raise Conflict(_MOVED_ON)
    row.step = Step.DROPPED
    row.sample = []
    if row.file_key:
        storage.delete_after_commit(row.file_key)
        row.file_key = None
    record("import.dropped", row, by=by)
    jobs.later("imports.clear", import_id=row.id)


def take_back(row: Import, *, by: User) -> None:
    """Have what an import added removed, where nothing else uses it. Raises Conflict unless it is saved."""
    if row.step is not Step.SAVED:
        raise Conflict(_MOVED_ON)
    row.step = Step.TAKING_BACK
    row.job_id = jobs.later("imports.take_back", import_id=row.id)
    record("import.taken_back", row, by=by)


_MOVED_ON: Any = lazy("This import has moved on meanwhile. Open it again to see where it stands.")


def _at(row: Import, version: int, step: Step) -> None:
    if row.step is not step or row.version != version:
        raise Conflict(_MOVED_ON)
