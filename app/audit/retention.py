"""Details are kept as long as the installation says, then forgotten (law 09-08, article 3)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from app.audit import actions
from app.audit.models import ChainLink, Entry
from app.platform import clock, jobs, operator
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy

BLOCK = 200


@jobs.every(24 * 3600, "audit.forget", label=lazy("Erasing of old details in the log"))
def forget() -> int:
    """Erase the details of all that is older than `log_months`, in blocks; how many there were.

    It is an act itself, recorded with the first block: a worker killed later leaves none unrecorded.
    """
    first_kept = months_before(clock.today(), operator.held().log_months)
    before = clock.at(first_kept, 0)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(_old(before, 0).subquery())) or 0
    erased = last = 0
    while ids := db.session.scalars(_old(before, last).limit(BLOCK)).all():
        with unit_of_work():
            if not last:
                kept_from = first_kept.isoformat()
                actions.record("log.erased", operator.held(), by=None, before=kept_from, count=count)
            erased += erase(ids)
        last = ids[-1]
    return erased


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def erase(entry_ids: Sequence[int]) -> int:
    """Forget details and salt; how many there were. Only an act that is recorded with it makes it lawful:
    without one the check of the chain names each of them.
    """
    gone = (
        sa.update(Entry)
        .where(Entry.id.in_(entry_ids), Entry.details.is_not(None))
        .values(details=sa.null(), salt=None)
        .returning(Entry.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session.execute(gone).all())


def _old(before: datetime, after: int) -> sa.Select[int]:
    return (
        sa.select(Entry.id)
        .join(ChainLink, ChainLink.entry_id == Entry.id)
        .where(Entry.created_at < before, Entry.details.is_not(None), Entry.id > after)
        .order_by(Entry.id)
    )
