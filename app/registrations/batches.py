"""Acts on many registrations: one unit of work for each, so that one refusal stops no other."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts import ports as account_ports
from app.accounts import queries as accounts
from app.accounts.access import allowed
from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import i18n, jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import deeds, full_words, queries
from app.registrations.batch_rows import Batch, BatchRow
from app.registrations.models import Registration
from app.registrations.seats import Full

AT_ONCE = 50  # more of them are a job
MOST = 2000
KEPT = timedelta(days=30)


def begin(forum: Forum, deed: str, ids: Sequence[int], given: Mapping[str, Any], *, by: User) -> Batch:
    """Note what is to be done with these, in the order in which they came; a long one is left to a job.
    Whoever begins a short one calls `run` after the commit.
    """
    account_ports.refuse_closed(forum.id)
    batch = Batch(forum_id=forum.id, by_id=by.id, deed=deed, given=dict(given), locale=i18n.current())
    db.session.add(batch)
    db.session.flush()
    first = sa.select(Registration.id).where(Registration.id.in_(ids))
    keys = db.session.scalars(first.order_by(queries.came_at, Registration.id)).all()
    rows = [{"batch_id": batch.id, "registration_id": key, "said": ""} for key in keys]
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
    every = sa.select(BatchRow.id, BatchRow.is_done).where(BatchRow.batch_id == batch_id)
    rows = db.session.execute(every.order_by(BatchRow.id)).all()
    left = [row.id for row in rows if row.is_done is None]
    by_id, forum_id, deed, given = batch.by_id, batch.forum_id, batch.deed, dict(batch.given)
    with i18n.using(batch.locale):
        for done, row_id in enumerate(left, len(rows) - len(left)):
            jobs.progress(done, len(rows))
            _one(row_id, forum_id, deed, given, by_id)
    jobs.progress(len(rows), len(rows))


def resume(batch: Batch, *, by: User) -> None:
    """Have a job that stopped go on, in the name of whoever says so; nothing is done twice."""
    left = sa.select(sa.func.count()).where(BatchRow.batch_id == batch.id, BatchRow.is_done.is_(None))
    if jobs.again([batch.job_id] if batch.job_id else []):
        batch.by_id = by.id
        forum = db.session.get_one(Forum, batch.forum_id)
        audit.record("registrations.acted", forum, by=by, deed=batch.deed, rows=db.session.scalar(left))


def _acting(by_id: int | None, forum_id: int) -> User:
    """Who acts, as long as the account and its right are there."""
    user = db.session.get(User, by_id) if by_id else None
    roles = accounts.among(accounts.memberships(user.id), forum_id) if user and user.active else frozenset()
    if user is None or not allowed(roles, "registrations.edit"):
        raise Conflict(lazy("Whoever began this may no longer do it."))
    return user


def _one(row_id: int, forum_id: int, deed: str, given: Mapping[str, Any], by_id: int | None) -> None:
    try:
        with unit_of_work():
            account_ports.refuse_closed(forum_id)
            key = _settle(row_id, is_done=True)
            if key is not None:
                registration = db.session.scalars(queries.by_id(key)).one()
                deeds.do(deed, registration, given, _acting(by_id, forum_id))
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
