"""A merge is undone: what it moved goes back, as far as nobody changed it since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.people.merge_rows import Merge
from app.people.merging import both
from app.people.merging_fields import Row, picture_columns
from app.people.merging_schema import named, plain, typed
from app.platform import page_versions, storage
from app.platform.clock import now
from app.platform.db import Model, db
from app.platform.errors import Conflict
from app.platform.i18n import lazy

_AT_ONCE = 1000
APART = lazy("The two are apart already.")


@dataclass
class Undone:
    """What could not be put back: rows that point elsewhere by now, by "table.column"; rows that stood twice
    and cannot stand again, by table; fields that were changed since. `picture`: that of the row that stands
    apart again is gone, since another took its place meanwhile.
    """

    left: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    picture: bool = False

    def __bool__(self) -> bool:
        return not (self.left or self.lost or self.changed)


def undo(merge: Merge, *, by: User) -> Undone:
    """Put back what the merge moved, dropped and filled.

    Raises Conflict when it was undone already, or one of the two rows merged again or erased since.
    """
    locked = sa.select(Merge).where(Merge.id == merge.id).with_for_update()
    merge = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    result = Undone()
    if merge.undone_at is not None:
        raise Conflict(APART)
    kept, gone = both(merge.sort, merge.kept_id, merge.gone_id)
    _refuse(kept, gone)
    for name, ids in merge.moved.items():
        left = len(ids) - _moved_back(name, ids, kept.id, gone.id)
        if left:
            result.left[name] = left
    for table, rows in merge.dropped.items():
        lost = sum(not _stands_again(Model.metadata.tables[table], row) for row in rows)
        if lost:
            result.lost[table] = lost
    own = {name: pair for name, pair in merge.filled.items() if "." not in name}
    _as_before(merge, kept, gone, own, result)
    for name in merge.filled.keys() - own.keys():
        if not _said_before(name, *merge.filled[name]):
            result.changed.append(name.rpartition(".")[2])
    # They are two again: neither may be told, nor keep, what is known of the other.
    merge.filled, merge.dropped = {}, {}
    gone.merged_into_id = None
    merge.undone_at = now()
    page_versions.raise_for(page_versions.SITE)
    audit.record(f"{merge.sort.value}.merge_undone", kept, by=by, record=merge.id)
    return result


def _refuse(kept: Row, gone: Row) -> None:
    if getattr(kept, "erased_at", None) or getattr(gone, "erased_at", None):
        raise Conflict(lazy("The data were erased since: this merge cannot be undone any more."))
    if kept.merged_into_id is not None:
        raise Conflict(
            lazy("The one that was kept was itself merged since. Undo that later merge first, then this one.")
        )
    if gone.merged_into_id != kept.id:
        raise Conflict(APART)


def _moved_back(name: str, ids: list[int], kept_id: int, gone_id: int) -> int:
    pointer = named(name)
    values: dict[str, Any] = {pointer.column.name: gone_id}
    if "version" in pointer.table.c:
        values["version"] = pointer.table.c.version + 1
    done = 0
    for start in range(0, len(ids), _AT_ONCE):
        block = ids[start : start + _AT_ONCE]
        back = sa.update(pointer.table).where(pointer.table.c.id.in_(block), pointer.column == kept_id)
        done += len(db.session.scalars(back.values(values).returning(pointer.table.c.id)).all())
    return done


def _stands_again(table: sa.Table, row: dict[str, Any]) -> bool:
    values = {name: typed(table.c[name], value) for name, value in row.items() if name in table.c}
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(table).values(values))
    except IntegrityError:
        return False
    return True


def _said_before(name: str, before: Any, after: Any) -> bool:
    """Have a row that took a value from another say what it said before, unless it was changed since."""
    table, key, column = name.split(".")
    rows = Model.metadata.tables[table]
    held = sa.select(rows.c[column]).where(rows.c.id == int(key)).with_for_update()
    if plain(db.session.scalar(held)) != after:
        return False
    values = {column: typed(rows.c[column], before)}
    db.session.execute(sa.update(rows).where(rows.c.id == int(key)).values(values))
    return True


def _as_before(merge: Merge, kept: Row, gone: Row, filled: Mapping[str, list[Any]], result: Undone) -> None:
    """Give each filled field its value from before, unless somebody wrote another since; tells those."""
    columns = Model.metadata.tables[kept.__tablename__].c
    pictures = picture_columns(merge.sort)
    same = {name: plain(getattr(kept, name)) == after for name, (_before, after) in filled.items()}
    for name in pictures & same.keys():  # a file and what is told of it stand or fall together
        same[name] = same.get(f"{name.removesuffix('_key')}_key", same[name])
    for name, (before, after) in filled.items():
        if same[name]:
            setattr(kept, name, typed(columns[name], before))
        else:
            result.changed.append(name)
        if name in pictures:
            if not same[name] and name.endswith("_key"):
                result.picture = bool(after)  # removed when another took its place
                if before:
                    storage.delete_after_commit(before)
            setattr(gone, name, after if same[name] else None)
