"""What the administrator's page of jobs shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db
from app.platform.jobs_rows import Job, State, leads_until
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState

DAY = timedelta(hours=24)
LATE = timedelta(minutes=5)
FEWEST = 20  # a rate of fewer runs says nothing
# From this part of the runs on, that tone.
TONES = ((0.05, "urgent"), (0.01, "attention"), (0.0, "calm"))


@dataclass(frozen=True)
class Rate:
    """How many of those that `ended` in the last 24 hours have `failed`."""

    ended: int
    failed: int

    @property
    def part(self) -> float:
        return self.failed / self.ended if self.ended else 0.0

    @property
    def tone(self) -> str:
        if self.ended < FEWEST:
            return "calm"
        return next(tone for least, tone in TONES if self.part >= least)


@dataclass(frozen=True)
class Figures:
    """How jobs and letters are; `late` are the jobs due for more than 5 minutes."""

    jobs: Rate
    letters: Rate
    late: int
    led_until: datetime | None

    @property
    def worked(self) -> bool:
        """Whether a worker runs."""
        return self.led_until is not None and self.led_until > now()


def figures() -> Figures:
    """How things are at this moment.

    The periodic jobs, a row each, and those that carry a letter are left out of the rate: so many of them end
    well that the others' failures would not be seen. Letters have a rate of their own.
    """
    moment = now()
    lately = sa.and_(Job.ended_at > moment - DAY, Job.name.not_in([*jobs.periodic(), "mail.deliver"]))
    is_over = Job.state.in_([State.DONE, State.FAILED, State.CANCELLED])
    counts = sa.select(
        sa.func.count().filter(lately, is_over),
        sa.func.count().filter(lately, Job.state == State.FAILED),
        sa.func.count().filter(Job.state == State.QUEUED, Job.due_at < moment - LATE),
    )
    ended, failed, late = db.session.execute(counts).one()
    return Figures(Rate(ended, failed), _of_letters(moment - DAY), late, leads_until())


def _of_letters(since: datetime) -> Rate:
    """A letter that failed ended when it came back, was last tried, or (never tried) was written."""
    of = OutgoingMail
    failed_at = sa.func.coalesce(of.bounced_at, of.lease_until, of.created_at)
    failed = sa.select(sa.func.count()).where(of.state == MailState.FAILED, failed_at > since)
    sent = sa.select(sa.func.count()).where(of.state == MailState.SENT, of.sent_at > since)
    counts = sa.select(failed.scalar_subquery(), sent.scalar_subquery())
    lost, arrived = db.session.execute(counts).one()
    return Rate(lost + arrived, lost)


def running() -> list[Job]:
    """The jobs at work, the oldest first."""
    return list(db.session.scalars(sa.select(Job).where(Job.state == State.RUNNING).order_by(Job.started_at)))


def in_state(state: State) -> sa.Select[Job]:
    """The jobs in a state: those to come in the order of their time, the others newest first."""
    order = (Job.due_at, Job.id) if state is State.QUEUED else (Job.ended_at.desc(), Job.id.desc())
    return sa.select(Job).where(Job.state == state, Job.name.not_in(jobs.periodic())).order_by(*order)


def periodic() -> list[Job]:
    """The row of each job that comes back by itself."""
    return list(db.session.scalars(sa.select(Job).where(Job.name.in_(jobs.periodic())).order_by(Job.name)))


def failed_by(moment: datetime, *, most: int) -> list[int]:
    """The keys of up to `most` jobs that had failed by then, oldest first."""
    found = sa.select(Job.id).where(Job.state == State.FAILED, Job.ended_at <= moment)
    return list(db.session.scalars(found.order_by(Job.id).limit(most)))
