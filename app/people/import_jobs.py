"""The work behind imports, and the clearing of what nobody confirmed."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.people import import_checking, import_queries, import_saving, import_taking_back, importing
from app.people.import_fields import guess
from app.people.import_rows import Import, ImportRow, Step
from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy

KEPT = timedelta(days=7)
BLOCK = 200
_OPEN = (Step.MAPPING, Step.CHECKING, Step.CHECKED, Step.SAVING, Step.TAKING_BACK)
_ENDED = (Step.SAVED, Step.TAKEN_BACK)


@jobs.job("imports.check", label=lazy("Checking of a spreadsheet"))
def check(import_id: int) -> None:
    """Read a spreadsheet into the staging table."""
    import_checking.check(import_id)


@jobs.job("imports.save", label=lazy("Saving of a spreadsheet"))
def save(import_id: int) -> None:
    """Publish what was confirmed."""
    import_saving.save(import_id)


@jobs.job("imports.take_back", label=lazy("Taking back of an import"))
def take_back(import_id: int) -> None:
    """Remove what an import added."""
    import_taking_back.take_back(import_id)


@jobs.job("imports.clear", label=lazy("Clearing of a dropped import"))
def clear(import_id: int) -> None:
    """Remove the rows of an import that was dropped."""
    import_checking.clear(import_id)


@jobs.every(24 * 3600, "imports.forget", label=lazy("Clearing of old imports"))
def forget() -> None:
    """Drop what nobody confirmed or brought to its end for a week; of what was saved a week ago and of what
    was dropped, forget what stood in the file.

    What an import added stays known, so that it can be found and taken back.
    """
    limit = now() - KEPT
    old = sa.select(Import.id).where(Import.step.in_(_OPEN), Import.created_at < limit)
    for import_id in db.session.scalars(old).all():
        with unit_of_work():
            row = import_queries.held(import_id, *_OPEN)
            if row is not None and importing.may_drop(row):
                importing.drop(row, by=None)
    _forget_rows(limit)
    told = sa.func.json_array_length(Import.sample) + sa.func.json_array_length(Import.heads)
    kept = sa.or_(Import.file_key.is_not(None), told > 0)
    for import_id in db.session.scalars(sa.select(Import.id).where(_is_over(limit), kept)).all():
        with unit_of_work():
            _forget_cells(db.session.get_one(Import, import_id))


def _is_over(limit: datetime) -> sa.ColumnElement[bool]:
    ended = sa.func.coalesce(Import.ended_at, Import.created_at) < limit
    return sa.or_(Import.step == Step.DROPPED, sa.and_(Import.step.in_(_ENDED), ended))


def _forget_rows(limit: datetime) -> None:
    over = sa.select(Import.id).where(_is_over(limit))
    held = sa.select(ImportRow.id).where(ImportRow.import_id.in_(over), ImportRow.made_id.is_(None))
    while ids := db.session.scalars(held.limit(BLOCK)).all():
        with unit_of_work():
            db.session.execute(sa.delete(ImportRow).where(ImportRow.id.in_(ids)))


def _forget_cells(row: Import) -> None:
    """The file, the first rows, and the heads where none is known: they may be a row like the others."""
    if row.file_key:
        storage.delete_after_commit(row.file_key)
    row.file_key, row.sample = None, []
    if row.heads and not guess(row.sort, row.heads, []):
        row.heads, row.mapping = [], {}
