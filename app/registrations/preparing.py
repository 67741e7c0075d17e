"""What registrations tell an organiser day by day: who waits, who came, what is miscounted."""

from typing import Any

import sqlalchemy as sa

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.ports import Need
from app.platform.db import db
from app.platform.i18n import _, plural
from app.platform.text import isolate
from app.registrations import list_conditions, recounting, todays
from app.registrations.models import Registration
from app.registrations.words import State

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
                {"waits": "free"},
                "attention",
            ),
            (
                counts.waiting,
                todays.waiting,
                _("More places can be opened by category."),
                {"waits": "full"},
                "calm",
            ),
            (counts.ending, todays.ending, ends, {"contact": "ending"}, "calm"),
            (counts.new, todays.new, "", {"since": "today"}, "calm"),
        )
        if count
    ]


def _counts(forum_id: int) -> Any:
    """Each by the condition by which the list is narrowed that it leads to."""
    count, soon = sa.func.count(), list_conditions.ending()
    return sa.select(
        count.filter(Registration.state == State.PENDING).label("asking"),
        count.filter(list_conditions.to_call()).label("calling"),
        count.filter(list_conditions.waits(forum_id, "free")).label("served"),
        count.filter(list_conditions.waits(forum_id, "full")).label("waiting"),
        count.filter(soon).label("ending"),
        sa.func.min(sa.case((soon, Registration.hold_until))).label("first_end"),
        count.filter(list_conditions.registered("today")).label("new"),
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
