"""Taking persons and organisations up into an event's directory, and letting them go."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.people import queries
from app.people.models import Organisation, Person, Tie
from app.platform.db import db


def tie(row: Person | Organisation, forum_id: int, *, by: User | None) -> bool:
    """Add a row to the directory of a forum; tells whether it was not there. Repeating it changes nothing."""
    if forum_id in queries.ties(row):
        return False
    made = Tie(forum_id=forum_id)
    if isinstance(row, Person):
        made.person_id = row.id
    else:
        made.organisation_id = row.id
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody else did at the same moment
        return False
    audit.record(f"{row.__tablename__}.tied", row, by=by, forum_id=forum_id)
    return True


def tie_all(rows: Sequence[Person | Organisation], forum_id: int, *, by: User | None) -> int:
    """Add several rows; gives how many were not there."""
    return sum(tie(row, forum_id, by=by) for row in rows)


def untie(row: Person | Organisation, forum_id: int, *, by: User | None) -> None:
    """Take a row out of the directory of a forum. Parts it has there stay, and still show it."""
    column = Tie.person_id if isinstance(row, Person) else Tie.organisation_id
    held = db.session.scalar(sa.select(Tie).where(column == row.id, Tie.forum_id == forum_id))
    if held is not None:
        db.session.delete(held)
        audit.record(f"{row.__tablename__}.untied", row, by=by, forum_id=forum_id)
