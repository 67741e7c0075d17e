"""Two rows of the directory become one: what pointed at the one that goes points at the one that is kept.

Nothing is lost: the row that goes stays, with all it says, and leads to the other; the merge is a record from
which `merging_undo` puts everything back.
"""

from collections.abc import Collection
from copy import copy
from typing import Any, TypeVar

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.people.merge_rows import Merge, Sort
from app.people.merging_fields import MODELS, Row, differences
from app.people.merging_schema import Pointer, lacking, less_known, plain, pointers, standing_twice
from app.people.models import Organisation, Person
from app.platform import page_versions
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy

Merged = TypeVar("Merged", bound=Person | Organisation)
CHANGED = lazy("Somebody else changed this meanwhile. Compare again, then merge.")


def merge(
    sort: Sort, kept_id: int, gone_id: int, *, versions: tuple[int, int], taken: Collection[str], by: User
) -> Merge:
    """Merge the second row into the first; of the fields in `taken` the value of the second is kept.

    `versions` are those of the two rows that were compared. Raises Conflict when one was changed, merged or
    erased since.
    """
    kept, gone = both(sort, kept_id, gone_id)
    if (kept.version, gone.version) != versions or not (_stands(kept) and _stands(gone)):
        raise Conflict(CHANGED)
    row = Merge(sort=sort, kept_id=kept.id, gone_id=gone.id, by_id=by.id, moved={}, dropped={}, filled={})
    for pointer in pointers(type(kept)):
        _move(pointer, row)
    filled = _fill(sort, kept, gone, taken)
    db.session.flush()  # the links are followed in the table
    _cut(kept, gone.id, filled)
    row.filled |= filled
    gone.merged_into_id = kept.id
    db.session.add(row)
    db.session.flush()
    page_versions.raise_for(page_versions.SITE)
    rows = sum(map(len, row.moved.values()))
    audit.record(f"{sort.value}.merged", kept, by=by, record=row.id, rows=rows)
    return row


def leads_to(row: Merged) -> Merged:
    """The row that this one was merged into, however often; the row itself, when it never was."""
    model: Any = type(row)
    seen = {row.id}
    while row.merged_into_id is not None and row.merged_into_id not in seen:
        found: Merged | None = db.session.get(model, row.merged_into_id)
        if found is None:
            break
        row = found
        seen.add(row.id)
    return row


def both(sort: Sort, kept_id: int, gone_id: int) -> tuple[Row, Row]:
    """The two rows, as they are now, locked until the end of the unit of work in the order of their keys.

    Raises Conflict when one is no more.
    """
    model: Any = MODELS[sort]
    query = sa.select(model).where(model.id.in_([kept_id, gone_id])).order_by(model.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    rows: dict[int, Row] = {row.id: row for row in db.session.scalars(query)}
    if len(rows) < 2:
        raise Conflict(CHANGED)
    return rows[kept_id], rows[gone_id]


def _stands(row: Row) -> bool:
    return row.merged_into_id is None and getattr(row, "erased_at", None) is None


def _move(pointer: Pointer, row: Merge) -> None:
    """Have all that points at the one point at the other; what would stand twice is taken out and kept."""
    table, column = pointer.table, pointer.column
    twice = less_known(pointer, row.kept_id, standing_twice(pointer, row.kept_id, row.gone_id))
    lack = lacking(pointer, (row.kept_id, row.gone_id), twice)
    if twice:
        db.session.execute(sa.delete(table).where(table.c.id.in_([one["id"] for one in twice])))
        told = [{name: plain(value) for name, value in one.items()} for one in twice]
        row.dropped[table.name] = [*row.dropped.get(table.name, ()), *told]
    for key, said in lack.items():
        after = {name: new for name, (_old, new) in said.items()}
        db.session.execute(sa.update(table).where(table.c.id == key).values(after))
        row.filled |= {
            f"{table.name}.{key}.{one}": [plain(old), plain(new)] for one, (old, new) in said.items()
        }
    values: dict[str, Any] = {column.name: row.kept_id}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    moving = sa.update(table).where(column == row.gone_id)
    if pointer.own:
        moving = moving.where(table.c.id != row.kept_id)  # it would point at itself: `_cut` sees to it
    ids = db.session.scalars(moving.values(values).returning(table.c.id)).all()
    if ids:
        row.moved[pointer.name] = sorted(ids)


def _fill(sort: Sort, kept: Row, gone: Row, taken: Collection[str]) -> dict[str, list[Any]]:
    """Give the kept row the values that are taken. Pictures are exchanged: no file belongs to two rows."""
    filled = {}
    for difference in differences(sort, kept, gone):
        field = difference.field
        taken_over = field.key in taken if difference.open else difference.taken
        for name, after in zip(field.columns, difference.result(taken=taken_over), strict=True):
            before = getattr(kept, name)
            if before != after:
                filled[name] = [plain(before), plain(after)]
                setattr(kept, name, copy(after))
                if field.picture:
                    setattr(gone, name, before)
    return filled


def _cut(kept: Row, gone_id: int, filled: dict[str, list[Any]]) -> None:
    """Take away a link of the kept row that leads back to it, by itself or through others."""
    for pointer in pointers(type(kept)):
        name = pointer.column.name
        if pointer.own and _leads_back(pointer, kept, gone_id):
            before = filled[name][0] if name in filled else getattr(kept, name)
            filled[name] = [before, None]
            setattr(kept, name, None)


def _leads_back(pointer: Pointer, kept: Row, gone_id: int) -> bool:
    at, seen = getattr(kept, pointer.column.name), set[int]()
    while at is not None and at not in seen:
        if at in (kept.id, gone_id):
            return True
        seen.add(at)
        at = db.session.scalar(sa.select(pointer.column).where(pointer.table.c.id == at))
    return False
