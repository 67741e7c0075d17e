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
    """Take no new choices: as many places as are taken. Who chose it keeps the place."""
    lock(forum)
    quota = _quota(workshop)
    db.session.refresh(quota, with_for_update=True)  # what is taken is what stands now
    before = quota.places
    quota.places = quota.taken
    audit.record("workshop.closed", workshop, by=by, changes={"places": [before, quota.taken]})


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


def _quota(workshop: Workshop) -> Quota:
    return db.session.scalars(sa.select(Quota).where(Quota.workshop_id == workshop.id)).one()
