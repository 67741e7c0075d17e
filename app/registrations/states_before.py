"""The states that a registration had, as the log tells: who never had a place is told of none."""

import sqlalchemy as sa

from app.audit.models import Entry
from app.platform.db import db
from app.registrations.models import Registration
from app.registrations.words import State

_ASKED = frozenset({State.PENDING, State.WAITING})
_ENDED = frozenset({State.CANCELLED, State.WITHDRAWN})


def was_request(registration: Registration) -> bool:
    """Whether it ended, or stands, as a request that had no place."""
    if registration.state not in _ENDED:
        return registration.state in _ASKED
    return bool(_ASKED.intersection(_had(registration)[-2:-1]))


def was_confirmed(registration: Registration) -> bool:
    """Whether it ever was, so that a badge and a calendar went out."""
    return State.CONFIRMED in _had(registration)


def _had(registration: Registration) -> list[State]:
    """In their order, the one of now last."""
    db.session.flush()
    about = (Entry.subject_kind == "registration", Entry.subject_id == registration.id)
    told = sa.select(Entry.details).where(*about, Entry.details.is_not(None)).order_by(Entry.id)
    found: list[State] = []
    for details in db.session.scalars(told):
        moved = details.get("changes", {}).get("state", ())
        found += [State(one) for one in ([details["state"]] if "state" in details else moved[1:])]
    return found
