"""Marks for registrations from before there were any: the same name with the same contact is one person."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.platform.db import db, unit_of_work
from app.registrations import marks
from app.registrations.models import Mark, Registration
from app.registrations.standing import LIVE

BLOCK = 200


def mark_all() -> tuple[int, int]:
    """Mark every registration that stands without a mark, the first of two alike; how many were marked, and
    how many stay without because another bears their marks. Harmless when repeated.
    """
    marked = alike = last = 0
    while True:
        db.session.rollback()
        keys = db.session.scalars(_unmarked(last)).all()
        if not keys:
            return marked, alike
        with unit_of_work():
            done = [_mark(one) for one in db.session.scalars(_locked(keys)).all()]
        marked, alike, last = marked + sum(done), alike + len(done) - sum(done), keys[-1]


def _unmarked(after: int) -> sa.Select[int]:
    bears = sa.exists().where(Mark.registration_id == Registration.id)
    return (
        sa.select(Registration.id)
        .where(
            Registration.id > after, Registration.state.in_(LIVE), Registration.erased_at.is_(None), ~bears
        )
        .order_by(Registration.id)
        .limit(BLOCK)
    )


def _locked(keys: Sequence[int]) -> sa.Select[Registration]:
    """Those that still stand; nobody cancels them until they are marked."""
    return (
        sa.select(Registration)
        .where(Registration.id.in_(keys), Registration.state.in_(LIVE))
        .order_by(Registration.id)
        .with_for_update()
    )


def _mark(registration: Registration) -> bool:
    signs = marks.of_registration(registration)
    try:
        marks.refuse_known(registration.forum_id, signs)
        marks.put(registration, signs)
    except marks.KnownAlready:
        return False
    return True
