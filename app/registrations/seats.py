"""Places: claimed all together or not at all, decided by the database.

Nothing is read and then changed. One conditional UPDATE per quota, always in the order of the keys (so that
two registrations never wait for each other crosswise), inside the request's transaction: the row that would
go beyond its places is simply not updated, on SQLite and on PostgreSQL alike.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Quota


class Full(Conflict):
    """No place left; what was claimed before it in the same transaction goes back with the rollback."""

    def __init__(self, quota_id: int) -> None:
        self.whole_event = db.session.get_one(Quota, quota_id).category_id is None
        super().__init__(
            lazy("All places of this event are taken. All you wrote is kept.")
            if self.whole_event
            else lazy("All places of this category are taken. All you wrote is kept.")
        )


def room() -> sa.ColumnElement[bool]:
    """The guard: true for a quota that still has a place."""
    return Quota.taken < Quota.places


def claim(quota_ids: Iterable[int]) -> None:
    """Take one place in each quota. Raises Full at the first that has none; the caller rolls back."""
    for quota_id in sorted(quota_ids):
        won = db.session.scalar(
            sa.update(Quota)
            .where(Quota.id == quota_id, room())
            .values(taken=Quota.taken + 1)
            .returning(Quota.id)
            .execution_options(synchronize_session=False)
        )
        if won is None:
            raise Full(quota_id)


def release(quota_ids: Iterable[int]) -> None:
    """Give one place back in each quota."""
    for quota_id in sorted(quota_ids):
        db.session.execute(
            sa.update(Quota)
            .where(Quota.id == quota_id)
            .values(taken=Quota.taken - 1)
            .execution_options(synchronize_session=False)
        )
