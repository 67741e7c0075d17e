"""Taking a row out of the directory, when nothing points at it."""

from app.accounts.models import User
from app.audit import actions as audit
from app.audit.labels import SUBJECT_WORDS
from app.people import ports, queries
from app.people.models import Organisation, Person
from app.people.scope import Scope
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, number


def forget(row: Person | Organisation, *, where: Scope, by: User | None, forum_id: int | None = None) -> None:
    """Remove a row with its ties to events. Raises Conflict while it is used, and says where, or when events
    outside the scope have it in their directory.
    """
    if where.forums is not None and queries.ties(row) - where.forums:
        raise Conflict(
            lazy("Teams of other events have it in their directory too. Take it out of your event instead.")
        )
    used = where_used(row)
    if used:
        raise Conflict(
            _("This cannot be removed while it is used: %(where)s. Take it out there first.", where=used)
        )
    audit.record(f"{row.__tablename__}.removed", row, by=by, forum_id=forum_id)
    db.session.delete(row)


def where_used(row: Person | Organisation) -> str:
    """What points at a row, in words; "" when nothing does."""
    return str(_("; ")).join(
        str(ports.moved[where](count))
        if where in ports.moved
        else f"{SUBJECT_WORDS.get(where[0], where[0])}: {number(count)}"
        for where, count in queries.uses(row).items()
    )
