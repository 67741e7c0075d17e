"""What somebody does with an import: begin, map, decide, confirm, go back, drop, take back."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts import ports
from app.accounts.models import User
from app.audit.actions import record
from app.people import import_queries
from app.people.import_queries import alike_rows
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.import_vocabulary import is_of_words
from app.people.merge_rows import Sort
from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.tables_in import Table

SAMPLE = 5


def begin(
    table: Table, stored: storage.Stored, *, sort: Sort, forum_id: int | None, filename: str, by: User
) -> Import:
    """Keep a spreadsheet, of which the columns are to be chosen. Raises Conflict for an archived event."""
    ports.refuse_closed(forum_id)
    row = Import(
        sort=sort,
        forum_id=forum_id,
        by_id=by.id,
        filename=filename[:200],
        file_key=stored.key,
        heads=table.heads,
        sample=[line.cells for line in table.lines[:SAMPLE]],
        other_sheets=sum(not is_of_words(name) for name in table.other_sheets),
        rows=len(table.lines),
    )
    db.session.add(row)
    record("import.begun", row, by=by, rows=row.rows)
    return row


def choose_columns(row: Import, mapping: Mapping[str, str], *, version: int) -> None:
    """Take what each column holds, and have the rows checked. Raises Conflict when it is not at this step."""
    _at(row, version, Step.MAPPING)
    _check_file(row)
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
    ports.refuse_closed(row.forum_id)
    row.step = Step.SAVING
    row.job_id = jobs.later("imports.save", import_id=row.id)


def go_back(row: Import) -> None:
    """To the choice of the columns; what was checked is checked anew. Raises Conflict, also when the file was
    erased.
    """
    if row.step is not Step.CHECKED:
        raise Conflict(_MOVED_ON)
    _check_file(row)
    row.step = Step.MAPPING


def resume(row: Import) -> None:
    """Have a check or a saving that failed or was stopped go on. Raises Conflict when it runs, and for a
    check whose file was erased.
    """
    if row.step not in _WORK:
        raise Conflict(_MOVED_ON)
    if row.step is Step.CHECKING:
        _check_file(row)
    if not import_queries.is_stopped(row):
        raise Conflict(lazy("This runs already."))
    if not row.job_id or not jobs.again([row.job_id]):
        row.job_id = jobs.later(_WORK[row.step], import_id=row.id)


def may_drop(row: Import) -> bool:
    """Whether nothing of it is saved, or a saving or taking back stopped half-way."""
    if row.step in (Step.SAVING, Step.TAKING_BACK):
        return import_queries.is_stopped(row)
    return row.step in (Step.MAPPING, Step.CHECKING, Step.CHECKED)


def drop(row: Import, *, by: User | None) -> None:
    """Forget the file and the rows. Of a saving or taking back that stopped, what is done stays done: the
    import then is saved, or taken back, as far as it came. Raises Conflict unless it may be dropped.
    """
    if not may_drop(row):
        raise Conflict(_MOVED_ON)
    if row.step is Step.SAVING and ((done := import_queries.done(row.id)).saved or row.organisations):
        row.step = Step.SAVED
        row.added, row.completed, row.skipped = done.add, done.fill, done.skip
    else:
        row.step = Step.TAKEN_BACK if row.step is Step.TAKING_BACK else Step.DROPPED
    row.sample, row.ended_at = [], row.ended_at or now()
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


_WORK = {
    Step.CHECKING: "imports.check",
    Step.SAVING: "imports.save",
    Step.TAKING_BACK: "imports.take_back",
}
_MOVED_ON: Any = lazy("This import has moved on meanwhile. Open it again to see where it stands.")


def _at(row: Import, version: int, step: Step) -> None:
    if row.step is not step or row.version != version:
        raise Conflict(_MOVED_ON)


def _check_file(row: Import) -> None:
    if row.file_key is None:
        raise Conflict(
            lazy("The file of this import was erased. Drop the import, then choose the file again.")
        )
