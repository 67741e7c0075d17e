"""Writing which workshops are newly chosen: whether one still may be is decided by the database."""

from collections.abc import Collection

import sqlalchemy as sa

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Choice, Workshop
from app.registrations.removed import Removed

CLOSED = lazy("A workshop that you chose takes no new choices. All you wrote is kept: choose another.")


def choose(registration_id: int, workshop_ids: Collection[int]) -> None:
    """Raises Conflict when one is closed to new choices, Removed when one is gone; the caller rolls back."""
    if not workshop_ids:
        return
    wanted = Workshop.id.in_(workshop_ids)
    open_ones = sa.select(sa.literal(registration_id), Workshop.id).where(wanted, ~Workshop.is_closed)
    columns = [Choice.registration_id, Choice.workshop_id]
    made = db.session.scalars(sa.insert(Choice).from_select(columns, open_ones).returning(Choice.id)).all()
    if len(made) == len(set(workshop_ids)):
        return
    closed = db.session.scalar(sa.select(Workshop.id).where(wanted, Workshop.is_closed).limit(1))
    raise Conflict(CLOSED) if closed else Removed()
