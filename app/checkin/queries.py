"""Reading the desk."""

import sqlalchemy as sa

from app.checkin.models import Admission, Gate
from app.platform.db import db
from app.platform.text import search_words
from app.registrations.models import Registration
from app.registrations.queries import of_forum
from app.registrations.words import State

SHOWN = 8  # of those whom a name may mean: who is one of more says more of it


def gates(forum_id: int) -> sa.Select[Gate]:
    """The gates of a forum."""
    return sa.select(Gate).where(Gate.forum_id == forum_id).order_by(Gate.position, Gate.id)


def gate(forum_id: int, gate_id: int) -> sa.Select[Gate]:
    """One gate, found through its forum."""
    return sa.select(Gate).where(Gate.forum_id == forum_id, Gate.id == gate_id)


def like(forum_id: int, typed: str) -> sa.Select[Registration]:
    """The registrations in which each word of a text stands (name, phone, number): `SHOWN` and one more."""
    found = of_forum(forum_id).where(Registration.erased_at.is_(None))
    for word in search_words(typed):
        found = found.where(Registration.search.contains(word, autoescape=True))
    return found.limit(SHOWN + 1)


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
