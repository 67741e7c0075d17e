"""What changes the settings of the installation."""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.platform import operator, storage
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.platform.operator import ONLY, Operator
from app.platform.pictures import Mark

Place = Literal["logo", "arms"]


def change(values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Write the settings that differ. Raises Overtaken when the row is no longer the version that was opened;
    0 is the version of a row that is not there yet.
    """
    row = _row()
    if (row.version or 0) != version:
        raise Overtaken()
    fields = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not fields:
        return
    for name in fields:
        setattr(row, name, values[name])
    # Of a whole page of text its name is enough.
    short = {name for name in fields if not name.endswith("_text")}
    told = {name: pair for name, pair in audit.changes(row).items() if name.partition(".")[0] in short}
    _settle(row)
    audit.record("operator.changed", row, by=by, fields=fields, changes=told)


def place(where: Place, key: str, mark: Mark, *, by: User | None) -> None:
    """Put a stored picture in its place; the earlier file goes after the commit."""
    row = _row()
    _put(row, where, key, mark)
    audit.record("operator.picture_placed", row, by=by, picture=where, sha256=mark["digest"])


def remove(where: Place, *, by: User | None) -> None:
    """Leave the place empty. Raises Conflict when it is."""
    row = _row()
    if getattr(row, f"{where}_key") is None:
        raise Conflict(lazy("This picture was removed already."))
    _put(row, where, None, None)
    audit.record("operator.picture_removed", row, by=by, picture=where)


def _put(row: Operator, where: Place, key: str | None, mark: Mark | None) -> None:
    earlier: str | None = getattr(row, f"{where}_key")
    if earlier:
        storage.delete_after_commit(earlier)
    setattr(row, f"{where}_key", key)
    setattr(row, where, mark)
    _settle(row)


def _row() -> Operator:
    """The row to change, or a new one."""
    return db.session.get(Operator, ONLY) or Operator(id=ONLY)


def _settle(row: Operator) -> None:
    """Write the row now. Of two administrators who fill it first at once, the second is refused."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise Overtaken() from error
    operator.forget()
