"""Taking an import back: what it added goes, where nobody has changed or used it since."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from app.people import import_queries
from app.people.import_alike import MODELS
from app.people.import_rows import Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person, Tie
from app.people.removing import forget_pairs
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import Model, db, unit_of_work

BLOCK = 200


def take_back(import_id: int) -> None:
    """Remove what a saved import added, in blocks; its rows tell by `made_id` what was kept."""
    row = db.session.get(Import, import_id)
    if row is None or row.step is not Step.TAKING_BACK:
        return
    made = sa.select(ImportRow.made_id).where(
        ImportRow.import_id == import_id, ImportRow.made_id.is_not(None)
    )
    keys = [key for key in db.session.scalars(made.order_by(ImportRow.number)) if key]
    brought = sorted(row.organisations.values())
    total = len(keys) + len(brought)
    for done, model, block in _blocks(((MODELS[row.sort], keys), (Organisation, brought))):
        with unit_of_work():
            row = import_queries.held(import_id, Step.TAKING_BACK)
            if row is None:
                return
            gone = _remove(row, model, block)
            forget_pairs(Sort(model.__tablename__), gone)
            import_queries.forget_made(model.__tablename__, *gone)
        jobs.progress(done, total)
    with unit_of_work():
        if (row := import_queries.held(import_id, Step.TAKING_BACK)) is not None:
            row.step, row.sample = Step.TAKEN_BACK, []


def _blocks(
    kinds: Sequence[tuple[type[Person] | type[Organisation], Sequence[int]]],
) -> Iterator[tuple[int, type[Person] | type[Organisation], Sequence[int]]]:
    done = 0
    for model, keys in kinds:
        for at in range(0, len(keys), BLOCK):
            block = keys[at : at + BLOCK]
            done += len(block)
            yield done, model, block


def _remove(row: Import, model: type[Person] | type[Organisation], keys: Sequence[int]) -> set[int]:
    """Those of these that are as the import made them, and used nowhere else, go. Gives their keys."""
    # SQLite gives the key of a removed row to one that somebody enters later.
    of_it = model.created_at.between(row.created_at, row.ended_at or now())
    fresh = sa.select(model.id).where(model.id.in_(keys), model.version == 1, of_it).with_for_update()
    free = set(db.session.scalars(fresh))
    for column in _pointing_at(model):
        used = sa.select(column).where(column.in_(free))
        if column.table.name == "tie":
            used = used.where(Tie.forum_id.is_distinct_from(row.forum_id))
        free -= set(db.session.scalars(used))
    ties = Tie.person_id if model is Person else Tie.organisation_id
    db.session.execute(sa.delete(Tie).where(ties.in_(free)))
    db.session.execute(sa.delete(model).where(model.id.in_(free)))
    return free


def _pointing_at(model: type[Person] | type[Organisation]) -> Iterator[sa.Column[int]]:
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == model.__tablename__:
                yield key.parent
