"""What changes the workshops that one chooses when registering."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import lock
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import actions, workshop_lists
from app.registrations.models import Choice, Quota, Workshop
from app.registrations.words import Covers

CHOSEN = lazy("Somebody chose this workshop: it stays. Close it to new choices instead.")


def offer(forum: Forum, session_ref: str, places: int, *, by: User | None) -> Workshop:
    """Have people choose a session of the released programme. Raises Conflict for one that asks for no
    registration there, or is offered already.
    """
    lock(forum)
    lacking = {one.ref for one in db.session.scalars(workshop_lists.lacking(forum.id))}
    if session_ref not in lacking:
        raise Conflict(lazy("This session is offered already, or asks for no registration. Look again."))
    made = Workshop(forum_id=forum.id, session_ref=session_ref)
    db.session.add(made)
    db.session.flush()
    db.session.add(Quota(forum_id=forum.id, covers=Covers.WORKSHOP, workshop_id=made.id, places=places))
    audit.record("workshop.added", made, by=by, places=places)
    return made


def set_places(forum: Forum, workshop: Workshop, places: int, *, by: User | None) -> None:
    """Change how many places it has. Raises PartRefused at `places` when more are taken."""
    lock(forum)
    quota = _quota(workshop)
    if quota.places != places:
        actions.set_places(quota, places, by=by)


def close(forum: Forum, workshop: Workshop, *, by: User | None) -> None:
    """Take no new choices. Who chose it keeps the place, or the wish for one; the number of places stays."""
    _set_closed(forum, workshop, True, "workshop.closed", by)


def reopen(forum: Forum, workshop: Workshop, *, by: User | None) -> None:
    """Take new choices again, while places are free."""
    _set_closed(forum, workshop, False, "workshop.reopened", by)


def remove(forum: Forum, workshop: Workshop, *, by: User | None) -> None:
    """Take away a workshop that nobody ever chose. Raises Conflict for another."""
    lock(forum)
    if is_chosen(workshop):
        raise Conflict(CHOSEN)
    audit.record("workshop.removed", workshop, by=by)
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Workshop).where(Workshop.id == workshop.id))
    except IntegrityError as error:
        raise Conflict(CHOSEN) from error


def is_chosen(workshop: Workshop) -> bool:
    """Whether a registration chose it, whatever became of that."""
    held = sa.select(Choice.id).where(Choice.workshop_id == workshop.id).limit(1)
    return db.session.scalar(held) is not None


def _set_closed(forum: Forum, workshop: Workshop, closed: bool, act: str, by: User | None) -> None:
    lock(forum)
    db.session.refresh(workshop)
    if workshop.is_closed is not closed:
        workshop.is_closed = closed
        audit.record(act, workshop, by=by)


def _quota(workshop: Workshop) -> Quota:
    return db.session.scalars(sa.select(Quota).where(Quota.workshop_id == workshop.id)).one()
