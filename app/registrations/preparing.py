"""What registrations tell an organiser day by day: who waits, who came, what is miscounted."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.ports import Need
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _, plural
from app.platform.text import isolate
from app.registrations import list_conditions, recounting, seats, todays
from app.registrations.models import Quota, Registration
from app.registrations.words import Covers, State

_WORKING = frozenset({ForumState.OPEN, ForumState.UNDER_WAY})


def today(forum: Forum) -> list[Need]:
    """Whom to answer, whom to call, who waits, whose place returns soon, who came since yesterday; in one
    statement.
    """
    if forum.state not in _WORKING:
        return []
    counts = db.session.execute(_counts(forum.id)).one()
    ends = todays.ends(counts.first_end)
    return [
        Need(title(count), text, "registry.index", "registrations.list", values, tone)
        for count, title, text, values, tone in (
            (counts.asking, todays.asking, "", {"state": State.PENDING.value}, "attention"),
            (counts.calling, todays.calling, _("Then: «Confirm contact»."), {"contact": "call"}, "attention"),
            (
                counts.served,
                todays.served,
                _("Approve those who wait, in their order."),
                {"state": State.WAITING.value, "sort": "registered"},
                "attention",
            ),
            (
                counts.waiting - counts.served,
                todays.waiting,
                _("More places can be opened by category."),
                {"state": State.WAITING.value},
                "calm",
            ),
            (counts.ending, todays.ending, ends, {"state": State.HELD.value}, "calm"),
            (counts.new, todays.new, "", {"since": "today"}, "calm"),
        )
        if count
    ]


def _counts(forum_id: int) -> Any:
    moment, count = now(), sa.func.count()
    fresh = sa.and_(
        Registration.created_at >= list_conditions.first_moment(),
        Registration.state == State.CONFIRMED,
    )
    waits = Registration.state == State.WAITING
    event = sa.select(Quota.id).where(Quota.forum_id == forum_id, Quota.covers == Covers.EVENT, ~seats.room())
    served = sa.and_(
        waits,
        Registration.category_id.in_(
            sa.select(Quota.category_id).where(
                Quota.forum_id == forum_id, Quota.covers == Covers.CATEGORY, seats.room()
            )
        ),
        ~event.exists(),
    )
    soon = sa.and_(Registration.state == State.HELD, Registration.hold_until < moment + timedelta(days=1))
    return sa.select(
        count.filter(Registration.state == State.PENDING).label("asking"),
        count.filter(list_conditions.to_call()).label("calling"),
        count.filter(served).label("served"),
        count.filter(waits).label("waiting"),
        count.filter(soon).label("ending"),
        sa.func.min(sa.case((soon, Registration.hold_until))).label("first_end"),
        count.filter(fresh).label("new"),
    ).where(Registration.forum_id == forum_id)


def miscounted(forum: Forum) -> list[Need]:
    """The places whose number is not that of those who hold one."""
    wrong = len(recounting.drifts(forum.id))
    if not wrong:
        return []
    title = plural("%(num)d count of places is wrong", "%(num)d counts of places are wrong", wrong)
    text = _(
        "What is shown is not the number of registrations. The operator sets it right by %(command)s.",
        command=isolate("flask registrations recount --mend"),
    )
    return [Need(title, text, "registry.index", "registrations.list")]


def concerned(forum: Forum) -> str:
    """«12 registrations», those that wait for a place among them; "" without any."""
    here = (Registration.forum_id == forum.id, Registration.state != State.CANCELLED)
    count = db.session.scalar(sa.select(sa.func.count(Registration.id)).where(*here)) or 0
    return str(plural("%(num)d registration", "%(num)d registrations", count)) if count else ""
