"""The outbox: finding letters, sending them again, and the addresses that send them back.

`forum_id` None is the whole installation.
"""

from typing import Any

import sqlalchemy as sa

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.jobs_rows import add_once
from app.platform.mail_delivery import COMES_BACK, UNTRUE
from app.platform.mail_rows import MailBounce, OutgoingMail, State, comes_back, same_address, stops
from app.platform.text import PRIVATE, search_words

BLOCK = 200
_STUCK = OutgoingMail.state.in_([State.FAILED, State.UNCERTAIN])
_AFRESH = {"state": State.QUEUED, "attempts": 0, "repeats": 0, "error": "", "lease_until": None}


def letters(
    forum_id: int | None, *, query: str = "", state: str = "", closed: sa.ColumnElement[bool] | None = None
) -> sa.Select[OutgoingMail]:
    """Letters, newest first; `query` looks into address and subject, of those that are `closed` into the
    subject alone, and forgives spelling.
    """
    found = sa.select(OutgoingMail).where(_of(forum_id)).order_by(OutgoingMail.id.desc())
    for word in search_words(query):
        told = OutgoingMail.search.like(f"%{word.replace('_', '/_')}%{PRIVATE}%", escape="/")
        known = OutgoingMail.search.contains(word, autoescape=True)
        found = found.where(known if closed is None else sa.or_(told, sa.and_(known, sa.not_(closed))))
    return found.where(OutgoingMail.state == state) if state in set(State) else found


def letter(forum_id: int | None, letter_id: int) -> sa.Select[OutgoingMail]:
    """One letter, found through its forum."""
    return sa.select(OutgoingMail).where(_of(forum_id), OutgoingMail.id == letter_id)


def counts(forum_id: int | None) -> dict[State, int]:
    """How many letters stand in each state."""
    by_state = sa.select(OutgoingMail.state, sa.func.count()).where(_of(forum_id))
    return {row[0]: row[1] for row in db.session.execute(by_state.group_by(OutgoingMail.state))}


def repeatable(forum_id: int | None) -> int:
    """How many failed letters `again_all` would send."""
    failed = sa.select(sa.func.count(OutgoingMail.id)).where(_of(forum_id), _failed())
    return db.session.scalar(failed) or 0


def again(row_id: int) -> None:
    """Send a letter that failed, came back, or whose fate is uncertain, again.

    Raises Conflict in any other state, while its repeat is going out, and while letters to its address come
    back.
    """
    row = db.session.get_one(OutgoingMail, row_id)
    if comes_back(row.to_address, row.kind, row.forum_id):
        raise Conflict(_who_lifts(row))
    # An uncertain letter is so too while its repeat goes out.
    held = OutgoingMail.lease_until > now()
    if not _requeue(OutgoingMail.id == row_id, _STUCK, sa.not_(sa.func.coalesce(held, sa.false()))):
        raise Conflict(lazy("This message is on its way, or it was sent already."))


def again_all(forum_id: int | None) -> None:
    """Send again all that failed until now, by a job. What came back stays: its address is wrong."""
    newest = db.session.scalar(sa.select(sa.func.max(OutgoingMail.id)).where(_of(forum_id))) or 0
    jobs.later("mail.again_all", forum_id=forum_id, newest=newest)


@jobs.job("mail.again_all", label=lazy("Sending again of all messages that failed"))
def run_again_all(forum_id: int | None, newest: int) -> None:
    """In blocks, in the order of writing; a letter that fails anew meanwhile is not taken twice."""
    failed = sa.select(OutgoingMail.id).where(_of(forum_id), _failed(), OutgoingMail.id <= newest)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(failed.subquery())) or 0
    last, done = 0, 0
    while ids := db.session.scalars(
        failed.where(OutgoingMail.id > last).order_by(OutgoingMail.id).limit(BLOCK)
    ).all():
        with unit_of_work():
            _requeue(OutgoingMail.id.in_(ids), _failed())
        last, done = ids[-1], done + len(ids)
        jobs.progress(done, max(done, total))


def _who_lifts(row: OutgoingMail) -> Any:
    stop = db.session.scalar(stops(row.to_address, row.forum_id))
    if stop and stop.forum_id is not None:
        return lazy("Letters to this address come back. An organiser can lift this.")
    return lazy("Letters to this address come back. An administrator can lift this.")


def came_back(row: OutgoingMail, reason: str, *, forum_id: int | None) -> None:
    """Record that a letter came back; no letter of this forum (None: of any) goes to its address any more.

    Raises Conflict unless it was sent. An uncertain one was sent too, since it came back.
    """
    moment = now()
    found = db.session.scalar(
        sa.update(OutgoingMail)
        .where(OutgoingMail.id == row.id, OutgoingMail.state.in_([State.SENT, State.UNCERTAIN]))
        .values(state=State.FAILED, bounced_at=moment, error=reason, due_at=None)
        .returning(OutgoingMail.id)
    )
    if found is None:
        raise Conflict(lazy("Only a message that was sent can come back."))
    address = same_address(row.to_address)
    add_once(MailBounce, forum_id=forum_id, address=address, reason=reason, created_at=moment)


def stop(address: str, reason: str) -> MailBounce:
    """Send nothing more to an address, of any forum. Raises Conflict when that is so already."""
    if db.session.scalar(stops(address, None)):
        raise Conflict(lazy("This address is in the list already."))
    row = MailBounce(address=same_address(address), reason=reason)
    db.session.add(row)
    return row


def lift(row: MailBounce) -> None:
    """Letters go to this address again. Those that failed meanwhile can be sent again by hand."""
    db.session.delete(row)


def stopped(
    forum_id: int | None, query: str = "", *, closed: frozenset[str] = frozenset()
) -> sa.Select[MailBounce]:
    """The addresses whose letters come back, newest first: those of one forum, or (None) all there are. A
    `query` finds none of those that are `closed`.
    """
    whose = sa.true() if forum_id is None else MailBounce.forum_id == forum_id
    found = sa.select(MailBounce).where(whose).order_by(MailBounce.id.desc())
    if not query:
        return found
    held = MailBounce.address.contains(same_address(query), autoescape=True)
    return found.where(held, MailBounce.address.not_in(closed))


def _of(forum_id: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if forum_id is None else OutgoingMail.forum_id == forum_id


def _failed() -> sa.ColumnElement[bool]:
    came_back = OutgoingMail.bounced_at.is_not(None) | OutgoingMail.error.in_([COMES_BACK, UNTRUE])
    return sa.and_(OutgoingMail.state == State.FAILED, sa.not_(came_back))


def _requeue(*conditions: sa.ColumnElement[bool]) -> bool:
    values: dict[str, Any] = {**_AFRESH, "due_at": now(), "bounced_at": None}
    again = sa.update(OutgoingMail).where(*conditions).values(**values).returning(OutgoingMail.id)
    ids = sorted(db.session.scalars(again.execution_options(synchronize_session=False)))
    for row_id in ids:
        jobs.later("mail.deliver", row_id=row_id)
    return bool(ids)
