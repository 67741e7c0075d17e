"""Places that were kept for a contact which did not answer in time go back."""

import logging

import sqlalchemy as sa

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import moving
from app.registrations.models import Registration
from app.registrations.words import State

log = logging.getLogger(__name__)
EVERY_S, BLOCK = 120, 200
_ENDED = (ForumState.CLOSED, ForumState.ARCHIVED)


@jobs.every(EVERY_S, "registrations.lapse", label=lazy("Places kept for a contact that did not answer"))
def lapse() -> None:
    """Each in a transaction of its own, oldest first; who answers meanwhile keeps the place."""
    last = 0
    while ids := list(db.session.scalars(_late(last))):
        for registration_id in ids:
            _lapse(registration_id)
        last = ids[-1]


def _lapse(registration_id: int) -> None:
    try:
        with unit_of_work():
            moving.lapse(db.session.get_one(Registration, registration_id))
    except Conflict:
        log.info("Registration %d was answered or ended meanwhile.", registration_id)


def _late(after: int) -> sa.Select[int]:
    return (
        sa.select(Registration.id)
        .join(Forum, Forum.id == Registration.forum_id)
        .where(Registration.state == State.HELD, Registration.hold_until < now(), Registration.id > after)
        .where(Forum.state.not_in(_ENDED))
        .order_by(Registration.id)
        .limit(BLOCK)
    )
