"""Places: claimed all together or not at all, decided by the database.

Nothing is read and then changed. One conditional UPDATE per quota, always in the order of the keys (so that
two registrations never wait for each other crosswise), inside the request's transaction: the row that would
go beyond its places is simply not updated, on SQLite and on PostgreSQL alike. Whoever changes a registration
that exists locks its row first, and changes one registration a transaction. Who waits too long is refused in
a sentence (`errors.Crowded`).
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping

import sqlalchemy as sa

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import isolate
from app.registrations import covered
from app.registrations.models import Quota
from app.registrations.removed import Removed
from app.registrations.words import Covers

log = logging.getLogger(__name__)
_FULL = {
    Covers.EVENT: lazy("All places of this event are taken. All you wrote is kept."),
    Covers.CATEGORY: lazy("All places of the category %(name)s are taken. All you wrote is kept."),
    Covers.DELEGATION: lazy("All places of the delegation %(name)s are taken. All you wrote is kept."),
    Covers.WORKSHOP: lazy(
        "All places of the workshop %(name)s are taken. All you wrote is kept: choose another."
    ),
}


class Full(Conflict):
    """No place left; what was claimed before it in the same transaction goes back with the rollback."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.covers = quota.covers  # asked after the rollback, without reading again
        named = covered.name(quota)
        super().__init__(_FULL[self.covers] % {"name": isolate(named.said()) if named else ""})

    @property
    def whole_event(self) -> bool:
        return self.covers is Covers.EVENT

    @property
    def may_wait(self) -> bool:
        """Whether there is a list to wait on: not for a workshop or a delegation."""
        return self.covers in (Covers.EVENT, Covers.CATEGORY)


def room() -> sa.ColumnElement[bool]:
    """The guard: true for a quota that still has a place."""
    return Quota.taken < Quota.places


def claim(quota_ids: Iterable[int]) -> None:
    """Take one place in each quota. Raises Full at the first that has none; the caller rolls back."""
    exchange(dict.fromkeys(quota_ids, 1))


def claim_all(touched: Callable[[], Collection[int]]) -> None:
    """Take one place in each quota that is touched, asked again once the places are held: the limit of the
    whole event may have been laid while others were waited for. What is new has the greater key.
    """
    _of_all(touched, 1)


def release_all(touched: Callable[[], Collection[int]]) -> None:
    """Give one place back in each quota that is touched, asked again in the same way: a limit laid meanwhile
    counts who is leaving.
    """
    _of_all(touched, -1)


def _of_all(touched: Callable[[], Collection[int]], step: int) -> None:
    done: set[int] = set()
    while more := set(touched()) - done:
        exchange(dict.fromkeys(more, step))
        done |= more


def exchange(steps: Mapping[int, int]) -> None:
    """Take (1) or give back (-1) one place in each quota, by key, in one pass. Raises Full.

    A quota that counts none is left at that: nobody is kept from leaving by a count that is wrong already.
    """
    for quota_id, step in sorted(steps.items()):
        won = db.session.scalar(
            sa.update(Quota)
            .where(Quota.id == quota_id, room() if step > 0 else Quota.taken > 0)
            .values(taken=Quota.taken + step)
            .returning(Quota.id)
            .execution_options(synchronize_session=False)
        )
        if won is None and step > 0:
            raise _refused(quota_id)
        if won is None:
            log.error("Quota %d has no place to take back: run `flask registrations recount`.", quota_id)


def _refused(quota_id: int) -> Conflict:
    quota = db.session.get(Quota, quota_id, populate_existing=True)
    return Full(quota) if quota else Removed()
