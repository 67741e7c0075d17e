"""What is past its months after the event is emptied, a night at a time (law 09-08, article 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app.audit import actions as audit
from app.audit.models import Entry
from app.audit.retention import months_before
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.ports import Need
from app.platform import clock, jobs
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, lazy, plural
from app.platform.i18n import day as in_words
from app.registrations import emptying, rules
from app.registrations.models import Registration
from app.registrations.standing import LIVE
from app.registrations.words import State

BLOCK = 20
_TOLD_BEFORE = timedelta(days=30)
_OVER = (ForumState.CLOSED, ForumState.ARCHIVED)


@dataclass(frozen=True)
class Due:
    """What of a forum is past its time: registrations that stood, and those that had ended early."""

    forum: Forum
    stood: int
    ended: int

    @property
    def count(self) -> int:
        return self.stood + self.ended


def due(on: date | None = None) -> list[Due]:
    """The forums with something to empty on a day, or today."""
    day = on or clock.today()
    last = sa.func.coalesce(Forum.ends_on, Forum.starts_on)
    ended = sa.or_(last < day, sa.and_(last.is_(None), Forum.state.in_(_OVER)))
    over = db.session.scalars(sa.select(Forum).where(ended).order_by(Forum.id)).all()
    return [found for found in (_due(forum, day) for forum in over) if found.count]


@jobs.every(24 * 3600, "registrations.purge", label=lazy("Emptying of registrations past their time"))
def purge() -> int:
    """Empty what is past its time, in blocks; how many registrations there were.

    It is an act of each event, recorded with its first block: a worker killed later leaves none unrecorded.
    """
    found = [(one.forum.id, one.count) for one in due()]
    return sum(_purge(forum_id, count) for forum_id, count in found)


def today(forum: Forum) -> list[Need]:
    """A month before: how many registrations will be emptied, and from when on."""
    day = _next_day(forum)
    if day is None or day - clock.today() > _TOLD_BEFORE:
        return []
    count = _due(forum, max(day, clock.today())).count
    if not count:
        return []
    title = plural(
        "%(num)d registration is emptied on %(day)s",
        "%(num)d registrations are emptied on %(day)s",
        count,
        day=in_words(day),
    )
    text = _("Names, contacts, answers and files go; the figures stay. Export before what you still need.")
    return [Need(title, text, "registration_rules.index", "registrations.settings")]


def _next_day(forum: Forum) -> date | None:
    """The next day on which something of this event is past its time; today for what is past already."""
    last = _last_day(forum)
    if last is None:
        return None
    of = rules.of(forum.id)
    days = [first_day(last, months) for months in (of.keep_months, of.keep_refused_months)]
    coming = [one for one in days if _due(forum, one).count]
    return max(min(coming), clock.today()) if coming else None


def _last_day(forum: Forum) -> date | None:
    """The last day of the event; of one without a date the day on which it was closed."""
    if forum.ends_on or forum.starts_on:
        return forum.ends_on or forum.starts_on
    moved = sa.select(Entry.created_at).where(
        Entry.act == "forum.moved", Entry.subject_kind == "forum", Entry.subject_id == forum.id
    )
    at = db.session.scalar(moved.order_by(Entry.id.desc()).limit(1)) if forum.state in _OVER else None
    return clock.local(at).date() if at else None


def first_day(last: date, months: int) -> date:
    """The first day on which `months_before` comes after the last day of the event."""
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    day = date(year, month + 1, min(last.day, 28))
    while months_before(day, months) <= last:
        day += timedelta(days=1)
    return day


def _due(forum: Forum, on: date) -> Due:
    kinds = _past(forum, on)
    found = db.session.execute(
        sa.select(Registration.state, sa.func.count())
        .where(_mine(forum.id), Registration.state.in_(kinds))
        .group_by(Registration.state)
    ).all()
    stood = sum(count for state, count in found if state in LIVE)
    return Due(forum, stood, sum(count for _state, count in found) - stood)


def _past(forum: Forum, on: date) -> Iterable[State]:
    """The states whose months are over: those that stand have their own, and those that ended early."""
    last = _last_day(forum)
    if last is None:
        return ()
    of = rules.of(forum.id)
    return [
        state
        for state in State
        if last < months_before(on, of.keep_months if state in LIVE else of.keep_refused_months)
    ]


def _mine(forum_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(Registration.forum_id == forum_id, Registration.erased_at.is_(None))


def _purge(forum_id: int, count: int) -> int:
    emptied = 0
    while True:
        db.session.rollback()
        forum = db.session.get_one(Forum, forum_id)
        states = _past(forum, clock.today())
        block = sa.select(Registration.id).where(_mine(forum_id), Registration.state.in_(states))
        keys = db.session.scalars(block.order_by(Registration.id).limit(BLOCK)).all()
        if not keys:
            return emptied
        with unit_of_work():
            emptying.empty(keys)
            emptying.forget_log(keys, of=forum)
            if not emptied:
                audit.record("registrations.purged", forum, by=None, count=count)
        emptied += len(keys)
        jobs.progress(emptied, count)
