"""Taking persons and organisations up into an event's directory, and letting them go."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts import ports
from app.accounts.models import User
from app.audit import actions as audit
from app.people.models import Organisation, Person, Tie
from app.platform.db import db


def tie(row: Person | Organisation, forum_id: int, *, by: User | None, knows: bool = True) -> bool:
    """Add a row to the directory of a forum; tells whether it was not there. Repeating it changes nothing.
    Raises Conflict for a forum in the archive.

    Without `knows` its team reads of a person what the public reads, and no more.
    """
    return bool(tie_all([row], forum_id, by=by, known=None if knows else frozenset()))


def tie_all(
    rows: Sequence[Person | Organisation],
    forum_id: int,
    *,
    by: User | None,
    known: frozenset[int] | None = None,
) -> int:
    """Add several rows of one kind; gives how many were not there. `known`: the keys of those of whom all may
    be read.
    """
    ports.refuse_closed(forum_id)
    db.session.flush()  # a new row has its key from here on
    if not rows:
        return 0
    column = Tie.person_id if isinstance(rows[0], Person) else Tie.organisation_id
    values = [
        {"forum_id": forum_id, column.key: row.id, "knows": known is None or row.id in known} for row in rows
    ]
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(Tie).values(values).on_conflict_do_nothing().returning(column)
    added = set(db.session.scalars(insert))
    for row in rows:
        if row.id in added:
            audit.record(f"{row.__tablename__}.tied", row, by=by, forum_id=forum_id)
    return len(added)


def untie(row: Person | Organisation, forum_id: int, *, by: User | None) -> None:
    """Take a row out of the directory of a forum. Parts it has there stay, and still show it.

    Raises Conflict for a forum in the archive.
    """
    ports.refuse_closed(forum_id)
    column = Tie.person_id if isinstance(row, Person) else Tie.organisation_id
    held = db.session.scalar(sa.select(Tie).where(column == row.id, Tie.forum_id == forum_id))
    if held is not None:
        db.session.delete(held)
        audit.record(f"{row.__tablename__}.untied", row, by=by, forum_id=forum_id)
