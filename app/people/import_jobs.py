"""The work behind imports, and the clearing of what nobody confirmed."""

from datetime import timedelta

import sqlalchemy as sa

from app.people import import_checking, import_saving, import_taking_back, importing
from app.people.import_rows import Import, ImportRow, Step
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy

KEPT = timedelta(days=7)
BLOCK = 200
_OPEN = (Step.MAPPING, Step.CHECKING, Step.CHECKED)


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
    """Drop what nobody confirmed for a week; of what was saved a week ago, forget what stood in the rows.

    What an import added stays known, so that it can be found and taken back.
    """
    old = sa.select(Import.id).where(Import.step.in_(_OPEN), Import.created_at < now() - KEPT)
    for import_id in db.session.scalars(old).all():
        with unit_of_work():
            row = db.session.get_one(Import, import_id)
            if row.step in _OPEN:
                importing.drop(row, by=None)
    ended = sa.select(Import.id).where(Import.ended_at < now() - KEPT)
    held = sa.select(ImportRow.id).where(ImportRow.import_id.in_(ended), ImportRow.made_id.is_(None))
    while ids := db.session.scalars(held.limit(BLOCK)).all():
        with unit_of_work():
            db.session.execute(sa.delete(ImportRow).where(ImportRow.id.in_(ids)))
