"""Places: claimed all together or not at all, decided by the database.

Nothing is read and then changed. One conditional UPDATE per quota, always in the order of the keys (so that
two registrations never wait for each other crosswise), inside the request's transaction: the row that would
go beyond its places is simply not updated, on SQLite and on PostgreSQL alike. Whoever changes a registration
that exists locks its row first, and changes one registration a transaction.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Quota
from app.registrations.words import Covers

_FULL = {
    Covers.EVENT: lazy("All places of this event are taken. All you wrote is kept."),
    Covers.CATEGORY: lazy("All places of this category are taken. All you wrote is kept."),
    Covers.DELEGATION: lazy("All places of this delegation are taken. All you wrote is kept."),
    Covers.WORKSHOP: lazy("All places of a workshop you chose are taken. All you wrote is kept."),
}


class Full(Conflict):
    """No place left; what was claimed before it in the same transaction goes back with the rollback."""

    def __init__(self, quota_id: int) -> None:
        self.quota = db.session.get_one(Quota, quota_id)
        super().__init__(_FULL[self.quota.covers])

    @property
    def whole_event(self) -> bool:
        return self.quota.covers is Covers.EVENT

    @property
    def may_wait(self) -> bool:
        """Whether there is a list to wait on: not for a workshop or a delegation."""
        return self.quota.covers in (Covers.EVENT, Covers.CATEGORY)


def room() -> sa.ColumnElement[bool]:
    """The guard: true for a quota that still has a place."""
    return Quota.taken < Quota.places


def claim(quota_ids: Iterable[int]) -> None:
    """Take one place in each quota. Raises Full at the first that has none; the caller rolls back."""
    exchange(dict.fromkeys(quota_ids, 1))


def release(quota_ids: Iterable[int]) -> None:
    """Give one place back in each quota."""
    exchange(dict.fromkeys(quota_ids, -1))


def exchange(steps: Mapping[int, int]) -> None:
    """Take (1) or give back (-1) one place in each quota, by key, in one pass. Raises Full."""
    for quota_id, step in sorted(steps.items()):
        taking = [room()] if step > 0 else []
        won = db.session.scalar(
            sa.update(Quota)
            .where(Quota.id == quota_id, *taking)
            .values(taken=Quota.taken + step)
            .returning(Quota.id)
            .execution_options(synchronize_session=False)
        )
        if won is None:
            raise Full(quota_id)
