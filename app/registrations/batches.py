"""Acts on many registrations: one unit of work for each, so that one refusal stops no other."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts import ports as account_ports
from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import i18n, jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import full_words, queries
from app.registrations.batch_rows import Batch, BatchRow
from app.registrations.deeds import DEEDS
from app.registrations.seats import Full

AT_ONCE = 50  # more of them are a job
MOST = 2000
KEPT = timedelta(days=30)


def begin(forum: Forum, deed: str, ids: Sequence[int], given: Mapping[str, Any], *, by: User) -> Batch:
    """Note what is to be done with these, in the order in which they registered; a long one is left to a job.
    Whoever begins a short one calls `run` after the commit.
    """
    account_ports.refuse_closed(forum.id)
    batch = Batch(forum_id=forum.id, by_id=by.id, deed=deed, given=dict(given), locale=i18n.current())
    db.session.add(batch)
    db.session.flush()
    rows = [{"batch_id": batch.id, "registration_id": key, "said": ""} for key in sorted(ids)]
    db.session.execute(sa.insert(BatchRow), rows)
    audit.record("registrations.acted", forum, by=by, deed=deed, rows=len(ids))
    if len(ids) > AT_ONCE:
        batch.job_id = jobs.later("registrations.act", batch_id=batch.id)
    return batch


@jobs.job("registrations.act", label=lazy("Act on many registrations"))
def run(batch_id: int) -> None:
    """Do what is still to do; run again after a kill it goes on where it stood."""
    batch = db.session.get(Batch, batch_id)
    if batch is None:
        return
    by = db.session.get(User, batch.by_id) if batch.by_id else None
    every = sa.select(BatchRow.id, BatchRow.is_done).where(BatchRow.batch_id == batch_id)
    rows = db.session.execute(every.order_by(BatchRow.id)).all()
    left = [row.id for row in rows if row.is_done is None]
    if by is None:  # the account is gone: nobody acts in its name
        return
    by_id, forum_id, deed, given = by.id, batch.forum_id, batch.deed, dict(batch.given)
    with i18n.using(batch.locale):
        for done, row_id in enumerate(left, len(rows) - len(left)):
            jobs.progress(done, len(rows))
            _one(row_id, forum_id, deed, given, by_id)
    jobs.progress(len(rows), len(rows))


def _one(row_id: int, forum_id: int, deed: str, given: Mapping[str, Any], by_id: int) -> None:
    try:
        with unit_of_work():
            account_ports.refuse_closed(forum_id)
            key = _settle(row_id, is_done=True)
            if key is not None:
                registration = db.session.scalars(queries.by_id(key)).one()
                DEEDS[deed].act(registration, given, db.session.get_one(User, by_id))
    except Conflict as refusal:
        said = full_words.nothing_left(refusal.quota) if isinstance(refusal, Full) else str(refusal.message)
        with unit_of_work():
            _settle(row_id, is_done=False, said=said[:500])


def _settle(row_id: int, *, is_done: bool, said: str = "") -> int | None:
    """The key of its registration; None when another run was first."""
    key: int | None = db.session.scalar(
        sa.update(BatchRow)
        .where(BatchRow.id == row_id, BatchRow.is_done.is_(None))
        .values(is_done=is_done, said=said)
        .returning(BatchRow.registration_id)
    )
    return key


@jobs.every(24 * 3600, "registrations.forget_batches", label=lazy("Clearing of old acts on many"))
def forget() -> None:
    """What became of each is shown for a month; the log keeps the acts themselves."""
    old = sa.select(Batch.id).where(Batch.created_at < now() - KEPT).limit(20)
    while ids := db.session.scalars(old).all():
        with unit_of_work():
            db.session.execute(sa.delete(Batch).where(Batch.id.in_(ids)))
