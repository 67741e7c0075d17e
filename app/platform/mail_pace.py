"""Not more letters a minute than the operator's server takes: what exceeds waits, and keeps its order."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.platform import jobs, operator
from app.platform.clock import now
from app.platform.db import db
from app.platform.mail_rows import ACCOUNT, OutgoingMail, State

WINDOW = timedelta(minutes=1)
# A letter this late has lost its worker; it does not hold up those written after it.
LATE = timedelta(minutes=5)


def put_off(row_id: int, on_time: sa.ColumnElement[bool], in_doubt: sa.ColumnElement[bool]) -> bool:
    """Whether the letter has to wait for a free place in the minute; then its next attempt is planned.

    Inside the unit of work that would claim it. Letters go out in the order in which they were written; those
    of accounts pass the line, since a link that waits for an hour is dead. They count in the minute.
    """
    most = operator.held().mails_per_minute
    in_line = OutgoingMail.kind.not_like(f"{ACCOUNT}%")
    owed = sa.exists().where(OutgoingMail.id == row_id, in_line, on_time | in_doubt)
    if not most or not db.session.scalar(sa.select(owed)):
        return False
    # One worker counts at a time; the next one sees what it claimed. SQLite has one writer anyway.
    db.session.execute(sa.select(operator.Operator.id).with_for_update())
    due_at = _next_place(row_id, most)
    if due_at is None:
        return False
    db.session.execute(
        sa.update(OutgoingMail)
        .where(OutgoingMail.id == row_id, on_time)
        .values(state=State.WAITING, due_at=due_at)
    )
    jobs.later("mail.deliver", due_at=due_at, row_id=row_id)
    return True


def _next_place(row_id: int, most: int) -> datetime | None:
    """When this letter may go: None for now. Those before it in the line take a place each."""
    moment = now()
    waits = OutgoingMail.state.in_([State.QUEUED, State.WAITING]) & (OutgoingMail.error == "")
    before = _count(waits, OutgoingMail.id < row_id, OutgoingMail.due_at > moment - LATE)
    under_way = _count(
        OutgoingMail.state.in_([State.SENDING, State.UNCERTAIN]), OutgoingMail.lease_until > moment
    )
    place = WINDOW / most
    free_at = moment + place
    if under_way < most:
        sent = sa.select(OutgoingMail.sent_at).where(OutgoingMail.sent_at > moment - WINDOW)
        newest_first = sent.order_by(OutgoingMail.sent_at.desc())
        oldest_that_counts = db.session.scalar(newest_first.offset(most - under_way - 1).limit(1))
        free_at = oldest_that_counts + WINDOW if oldest_that_counts else moment
    return None if before == 0 and free_at <= moment else free_at + before * place


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(OutgoingMail.id)).where(*conditions)) or 0
