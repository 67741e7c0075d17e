"""Work for later: a row with a state, a due time and a lease, written with what it belongs to.

The row is the truth. Huey only wakes a worker (jobs_wake.py). A worker claims rows that are due, or whose
lease ran out because their worker was killed, and runs them. A job may so run more than once: it opens its
own units of work, in blocks of at most 200 rows, and is idempotent by constraint or conditional update.
"""

import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event
from time import monotonic
from typing import Any, TypeVar

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup

from app.platform import memory
from app.platform.clock import now
from app.platform.db import after_commit, db, observe, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs_rows import Job, JobLeader, State, add_once, any_due, due
from app.platform.jobs_wake import Bell

log = logging.getLogger(__name__)
Function = TypeVar("Function", bound=Callable[..., Any])
MOST_ATTEMPTS = 5
FIRST_DELAY_S = (
    60  # then four times longer each: 1, 4, 16, 64 minutes, so that an outage of an hour is outlived
)
LEASE_S = 300
TOLD_EVERY_S = 1
KEPT = timedelta(days=30)
LEADER_LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class _Work:
    run: Callable[..., Any]
    lease_s: int
    every_s: int | None = None


@dataclass(frozen=True)
class _Claim:
    id: int
    name: str
    args: dict[str, Any]
    attempts: int


@dataclass
class _Run:
    """A job at work in this thread, and what it last said of itself."""

    claim: _Claim
    lease_s: int
    done: int = 0
    total: int = 0
    told_at: float = float("-inf")


class Stopped(Exception):
    """Raised inside a job that is to stop: somebody asked, or another worker has taken it over."""


LABELS: dict[str, Any] = {}  # the names of all jobs in words
_works: dict[str, _Work] = {}
_running: ContextVar[_Run | None] = ContextVar("the job at work", default=None)


def job(name: str, *, label: Any = "", lease_s: int = LEASE_S) -> Callable[[Function], Function]:
    """Register a function of keyword ids, and its name in words.

    One that neither ends nor says its `progress` for `lease_s` is taken for dead and run again.
    """

    def register(function: Function) -> Function:
        _works[name], LABELS[name] = _Work(function, lease_s), label or name
        return function

    return register


def every(
    seconds: int, name: str = "", *, label: Any = "", lease_s: int = LEASE_S
) -> Callable[[Function], Function]:
    """Register a function without arguments that runs `seconds` after its last end; one row stands for it."""

    def register(function: Function) -> Function:
        known_as = name or f"{function.__module__.removeprefix('app.')}.{function.__name__}"
        _works[known_as], LABELS[known_as] = _Work(function, lease_s, seconds), label or known_as
        return function

    return register


def periodic() -> list[str]:
    """The jobs that come back by themselves."""
    return [name for name, work in _works.items() if work.every_s]


def later(name: str, *, due_at: datetime | None = None, unique_key: str | None = None, **ids: Any) -> int:
    """Have job `name` run with these ids, once the open unit of work is committed and `due_at` is past.

    Gives the key of its row, by which a page can follow it; of the row that has the `unique_key` already.
    """
    if name not in _works:
        raise ValueError(f"No job is called {name}.")
    moment = now()
    after_commit(_ring if due_at is None or due_at <= moment else lambda: None)
    added = add_once(Job, name=name, args=ids, due_at=due_at or moment, unique_key=unique_key)
    return added or db.session.scalars(sa.select(Job.id).where(Job.unique_key == unique_key)).one()


def progress(done: int, total: int) -> None:
    """Say how far the running job is, between two of its blocks; at most every second it reaches the row.

    The lease is renewed with it. Raises Stopped when the job is to end here: what its blocks committed
    stays. Outside a job nothing happens.
    """
    if db.session().info.get("writing"):
        raise RuntimeError("Progress is told between units of work.")
    run = _running.get()
    if run is None:
        return
    run.done, run.total = done, total
    if monotonic() - run.told_at < TOLD_EVERY_S:
        return
    lease = now() + timedelta(seconds=run.lease_s)
    told = sa.update(Job).where(_held(run.claim)).values(done=done, total=total, lease_until=lease)
    with observe() as session:
        stop = session.scalar(told.returning(Job.stop_asked))
    run.told_at = monotonic()
    if stop is not False:
        raise Stopped(f"Stopped at {done} of {total}.")


def ask_to_stop(job_id: int) -> Job | None:
    """Have a running job that tells its progress end at its next word; None when it runs no more."""
    runs = sa.and_(Job.id == job_id, Job.state == State.RUNNING, Job.total > 0)
    return db.session.scalar(sa.update(Job).where(runs).values(stop_asked=True).returning(Job))


def again(ids: Sequence[int]) -> list[Job]:
    """Have these jobs run anew, now; gives those that had failed or were stopped, and are due again."""
    ended = sa.and_(Job.id.in_(ids), Job.state.in_([State.FAILED, State.CANCELLED]))
    anew = {"state": State.QUEUED, "due_at": now(), "attempts": 0, "stop_asked": False}
    after_commit(_ring)
    return list(db.session.scalars(sa.update(Job).where(ended).values(**anew).returning(Job)))


def _ring() -> None:
    current_app.extensions["jobs"].ring()


def plant() -> None:
    """Give every periodic job its row, where it has none yet."""
    wanted = {f"every:{name}": name for name, work in _works.items() if work.every_s}
    held = db.session.scalars(sa.select(Job.unique_key).where(Job.unique_key.in_(wanted)))
    missing = wanted.keys() - set(held)
    if missing:
        with unit_of_work():
            for key in sorted(missing):
                add_once(Job, name=wanted[key], args={}, unique_key=key)


def run_due(app: Flask, *, stop: Event | None = None) -> int:
    """Run what is due, one after the other, until nothing is or `stop` is set. Gives the number of runs."""
    runs = 0
    while not (stop and stop.is_set()) and (claim := _claim_one(app)) is not None:
        _run(app, claim)
        runs += 1
    return runs


def _claim_one(app: Flask) -> _Claim | None:
    moment = now()
    with app.app_context():
        # Looked at first without the write lock: an idle worker must not queue before a registration.
        if not any_due():
            return None
        with unit_of_work():
            first = sa.select(Job.id, Job.name).where(due(moment)).order_by(Job.due_at, Job.id).limit(1)
            found = db.session.execute(first.with_for_update(skip_locked=True)).one_or_none()
            if found is None:
                return None
            work = _works.get(found.name)
            lease = timedelta(seconds=work.lease_s if work else LEASE_S)
            row = db.session.execute(
                sa.update(Job)
                .where(Job.id == found.id, due(moment))
                .values(
                    state=State.RUNNING,
                    lease_until=now() + lease,
                    attempts=Job.attempts + 1,
                    started_at=now(),
                    ended_at=None,
                    done=0,
                    total=0,
                )
                .returning(Job.id, Job.name, Job.args, Job.attempts)
            ).one_or_none()
        return _Claim(*row) if row else None


def _run(app: Flask, claim: _Claim) -> None:
    work = _works.get(claim.name)
    run = _Run(claim, work.lease_s if work else LEASE_S)
    error: Exception | None = None
    before = _running.set(run)
    try:
        if work is None:
            raise LookupError(f"No job is called {claim.name}.")
        if claim.attempts > MOST_ATTEMPTS:
            raise TimeoutError("Its worker died or outlasted the lease each time.")
        with app.app_context():
            work.run(**claim.args)
    except Stopped as stopped:
        error = stopped
        log.info("Job %d %s stopped at %d of %d.", claim.id, claim.name, run.done, run.total)
    except Exception as raised:
        error = raised
        log.warning("Job %d %s failed at attempt %d.", claim.id, claim.name, claim.attempts, exc_info=raised)
    finally:
        _running.reset(before)
    outcome = _outcome(claim.attempts, work.every_s if work else None, error)
    with app.app_context(), unit_of_work():
        db.session.execute(
            sa.update(Job)
            .where(_held(claim))
            .values(lease_until=None, ended_at=now(), done=run.done, total=run.total, **outcome)
        )


def _held(claim: _Claim) -> sa.ColumnElement[bool]:
    """A worker that lost its lease meanwhile must not overwrite what its successor records."""
    return sa.and_(Job.id == claim.id, Job.state == State.RUNNING, Job.attempts == claim.attempts)


def delay(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts."""
    return timedelta(seconds=FIRST_DELAY_S * 4 ** (attempts - 1))


def _outcome(attempts: int, every_s: int | None, error: Exception | None) -> dict[str, Any]:
    told = None if error is None else f"{type(error).__name__}: {error}"[:1000]
    stopped = isinstance(error, Stopped)
    if error is not None and not stopped and attempts < MOST_ATTEMPTS:
        wait = delay(attempts)
        if every_s:
            wait = min(wait, timedelta(seconds=every_s))
        return {"state": State.QUEUED, "due_at": now() + wait, "last_error": told}
    if every_s:
        next_at = now() + timedelta(seconds=every_s)
        anew = {"attempts": 0, "stop_asked": False}
        return {"state": State.QUEUED, "due_at": next_at, "last_error": told, **anew}
    if stopped:
        return {"state": State.CANCELLED, "last_error": None}
    return {"state": State.FAILED if error else State.DONE, "last_error": told}


@every(24 * 3600, "jobs.forget", label=lazy("Clearing of old jobs"))
def forget() -> None:
    """Remove what was done or stopped a month ago; failures stay until somebody looks at them."""
    ended = Job.state.in_([State.DONE, State.CANCELLED])
    old = sa.select(Job.id).where(ended, Job.due_at < now() - KEPT)
    while ids := db.session.scalars(old.limit(200)).all():
        with unit_of_work():
            db.session.execute(sa.delete(Job).where(Job.id.in_(ids)))


class Sweep:
    """Called at an interval: the one worker that leads plants periodic jobs and rings for what is due."""

    def __init__(self, app: Flask, bell: Bell) -> None:
        self._app, self._bell = app, bell
        self._name = token_hex(8)
        self._until = now()

    def __call__(self) -> None:
        with self._app.app_context():
            if not self._leads():
                return
            plant()
            if any_due():
                self._bell.ring_once()

    def _leads(self) -> bool:
        moment = now()
        if moment < self._until - LEADER_LEASE / 2:
            return True
        with unit_of_work():
            add_once(JobLeader, role="sweep", holder=self._name, until=moment)
            free = sa.or_(JobLeader.holder == self._name, JobLeader.until <= moment)
            won = db.session.scalar(
                sa.update(JobLeader)
                .where(JobLeader.role == "sweep", free)
                .values(holder=self._name, until=moment + LEADER_LEASE)
                .returning(JobLeader.id)
            )
        self._until = moment + LEADER_LEASE if won else moment
        return won is not None

    def resign(self) -> None:
        """Let the next worker lead at once."""
        with self._app.app_context(), unit_of_work():
            mine = JobLeader.holder == self._name
            db.session.execute(sa.update(JobLeader).where(mine).values(until=now()))


def init(app: Flask) -> None:
    """Attach the bell named by JOBS_URL and the commands `flask jobs work` and `flask jobs run-due`."""
    stop = Event()
    url = app.config["SETTINGS"].jobs_url
    app.extensions["jobs"] = Bell(url, lambda: run_due(app, stop=stop), stop)
    app.cli.add_command(commands)


commands = AppGroup("jobs", help="Work that runs behind the pages: letters, documents, clean-up.")


@commands.command("run-due")
def run_due_command() -> None:
    """Run what is due now, once."""
    plant()
    click.echo(f"Jobs run: {run_due(_app())}.")


@commands.command("work")
@click.option("--threads", default=2, show_default=True, help="How many jobs run at once.")
def work_command(threads: int) -> None:
    """Run jobs as they come, until asked to stop."""
    app = _app()
    bell: Bell = app.extensions["jobs"]
    if bell.silent:
        raise click.ClickException("JOBS_URL memory: has no workers; use flask jobs run-due.")
    sweep = Sweep(app, bell)
    bell.ring_once()  # the worker before may have been killed: nobody sweeps until its lead has run out
    memory.settle()
    bell.serve(threads, sweep, lambda: click.echo("The job worker is ready."))
    sweep.resign()


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
