"""Checking the chain of the log: who asked for it and what was found; of a long log by a job."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.audit.chain import head
from app.audit.models import Entry
from app.audit.verifying import Report, verify
from app.platform import jobs, operator
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs_rows import Job, State

CHECK = "audit.check"
MOST_AT_ONCE = 200_000  # a request of some seconds


def is_long() -> bool:
    """Whether a request would last too long."""
    return head()[0] > MOST_AT_ONCE


def queue(*, by: User) -> None:
    """Have a job check the chain, unless one is about to."""
    under_way = sa.exists().where(Job.name == CHECK, Job.state.in_([State.QUEUED, State.RUNNING]))
    if not db.session.scalar(sa.select(under_way)):
        jobs.later(CHECK, user_id=by.id)


@jobs.job(CHECK, label=lazy("Check of the chain of the log"))
def check(user_id: int) -> None:
    """Check, and record what was found."""
    report = verify()
    with unit_of_work():
        record(report, by=db.session.get_one(User, user_id))


def record(report: Report, *, by: User) -> None:
    """Record the check as an act; with the first place that is wrong."""
    found: dict[str, Any] = {"checked": report.checked, "faults": report.found}
    if report.faults and report.faults[0].position:
        found["number"] = report.faults[0].position
    audit.record("log.checked", operator.held(), by=by, **found)


def last() -> Entry | None:
    """The last check that was recorded."""
    checks = sa.select(Entry).where(Entry.act == "log.checked").order_by(Entry.id.desc()).limit(1)
    return db.session.scalar(checks)
