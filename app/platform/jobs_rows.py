"""The rows behind jobs: what is to be done, and which worker sweeps."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.clock import now
from app.platform.db import Model, choice, db


class State(StrEnum):
    """Of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """One piece of work. While the row is kept, a second one with the same `unique_key` is not added."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_state_due_at", "state", "due_at"),)

    name: Mapped[str] = mapped_column(sa.String(100))
    args: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[State] = mapped_column(choice(State), default=State.QUEUED)
    due_at: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    unique_key: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # Of a long job: how much of the work is done, and whether somebody asked to stop it.
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    stop_asked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class JobLeader(Model):
    """Which worker sweeps. Whoever takes the only row over after `until` is the next leader."""

    __tablename__ = "job_leader"

    role: Mapped[str] = mapped_column(sa.String(20), unique=True)
    holder: Mapped[str] = mapped_column(sa.String(40))
    until: Mapped[datetime]


def due(moment: datetime) -> sa.ColumnElement[bool]:
    """Queued and its time has come, or running with a lease that ran out."""
    return sa.or_(
        sa.and_(Job.state == State.QUEUED, Job.due_at <= moment),
        sa.and_(Job.state == State.RUNNING, Job.lease_until < moment),
    )


def any_due() -> bool:
    """Whether a worker would find something now."""
    return bool(db.session.scalar(sa.select(sa.exists().where(due(now())))))


def leads_until() -> datetime | None:
    """Until when the worker that sweeps has said that it lives; None where none ever did."""
    return db.session.scalar(sa.select(sa.func.max(JobLeader.until)))


def add_once(model: type[Model], **values: Any) -> int | None:
    """Insert a row unless a unique constraint says that it is there; gives the key of a new one."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(model).values(**values).on_conflict_do_nothing()
    added: int | None = db.session.scalar(insert.returning(model.id))
    return added
