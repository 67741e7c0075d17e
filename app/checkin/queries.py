"""Reading the desk."""

import sqlalchemy as sa

from app.checkin.models import Admission, Gate
from app.platform.db import db
from app.registrations.models import Registration
from app.registrations.words import State


def gates(forum_id: int) -> sa.Select[Gate]:
    """The gates of a forum."""
    return sa.select(Gate).where(Gate.forum_id == forum_id).order_by(Gate.position, Gate.id)


def gate(forum_id: int, gate_id: int) -> sa.Select[Gate]:
    """One gate, found through its forum."""
    return sa.select(Gate).where(Gate.forum_id == forum_id, Gate.id == gate_id)


def admission(registration_id: int, gate_id: int) -> sa.Select[Admission]:
    """When a registration came in at a gate."""
    return sa.select(Admission).where(
        Admission.registration_id == registration_id, Admission.gate_id == gate_id
    )


def counts(forum_id: int, gate_id: int) -> tuple[int, int]:
    """(came in at this gate, confirmed in all)."""
    came = sa.select(sa.func.count()).where(Admission.gate_id == gate_id).select_from(Admission)
    confirmed = (
        sa.select(sa.func.count())
        .select_from(Registration)
        .where(Registration.forum_id == forum_id, Registration.state == State.CONFIRMED)
    )
    both = db.session.execute(sa.select(came.scalar_subquery(), confirmed.scalar_subquery())).one()
    return both[0], both[1]
