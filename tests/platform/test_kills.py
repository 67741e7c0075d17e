"""A worker killed at any moment, again and again: nothing is lost, and what was repeated says so."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any, cast

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.platform import jobs, mail, mail_outbox
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job, JobLeader, add_once
from app.platform.jobs_rows import State as JobState
from app.platform.mail_rows import OutgoingMail, State
from config import ROOT
from tests.platform import sinks

SEED = 20_190_622
LETTERS, BLOCKS = 25, 60  # for each kill: more than a worker does before it
LONGEST_LIFE_S = 0.6
STILL_S = 20
SINGLE = Job.unique_key.is_(None)  # a periodic job is never over
WORKER = """
import sys
from pathlib import Path
from flask.cli import ScriptInfo
from tests.platform import bare, test_kills
folder, database, port = sys.argv[1:]
app = bare.build_empty(
    Path(folder), database, jobs_url=f"sqlite:{folder}/jobs.sqlite", mail_url=f"smtp://127.0.0.1:{port}"
)
app.cli.main(["jobs", "work", "--threads", "1"], obj=ScriptInfo(create_app=lambda: app))
"""


class Apart(DeclarativeBase):
    """Tables of this test alone, which no migration knows."""


class Block(Apart):
    """A block of a long job that was applied."""

    __tablename__ = "block_of_test"
    __table_args__ = (sa.UniqueConstraint("work", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work: Mapped[int]
    number: Mapped[int]


class Tally(Apart):
    """What all blocks together have changed."""

    __tablename__ = "tally_of_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    applied: Mapped[int] = mapped_column(default=0)


@jobs.job("test.long")
def long(work: int) -> None:
    """Each block counts one, in the transaction that notes that it did."""
    for number in range(BLOCKS):
        with unit_of_work():
            if add_once(cast(Any, Block), work=work, number=number):
                db.session.execute(sa.update(Tally).values(applied=Tally.applied + 1))
        jobs.progress(number + 1, BLOCKS)


class Worker:
    """`flask jobs work` in a process of its own, ready to work."""

    def __init__(self, app: Flask, port: int) -> None:
        settings = app.config["SETTINGS"]
        program = [sys.executable, "-c", WORKER, str(settings.instance), settings.database_url, str(port)]
        self.process = subprocess.Popen(
            program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "The job worker is ready.\n"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.mark.parametrize(
    "kills", [pytest.param(5, id="5"), pytest.param(20, id="20", marks=pytest.mark.audit)]
)
def test_a_worker_killed_at_random_points_loses_nothing_and_repeats_at_most_what_was_in_flight(
    bare: Flask, kills: int
) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}, {kills} kills")  # noqa: T201 — read when it fails
    Apart.metadata.create_all(db.engine)
    with unit_of_work():
        db.session.add(Tally())
    in_flight: Counter[str] = Counter()
    with sinks.server() as sink:
        for number in range(kills):
            _give_work(number)
            worker = Worker(bare, sink.port)
            try:
                time.sleep(chance.uniform(0, LONGEST_LIFE_S))
            finally:
                worker.kill()
            found = _in_flight()
            assert len(found) <= 1
            in_flight.update(found)
            let_leases_run_out()
        by_hand = _work_off(bare, sink.port)
    _check_letters(kills * LETTERS, sink, in_flight, by_hand)
    assert db.session.scalars(sa.select(Tally.applied)).one() == kills * BLOCKS
    assert set(db.session.scalars(sa.select(Job.state).where(SINGLE))) == {JobState.DONE}


def _give_work(number: int) -> None:
    with unit_of_work():
        for letter in range(LETTERS):
            mail.compose(
                to=f"p{number}-{letter}@press.example", locale="fr", subject="s", text="t", kind="test.plain"
            )
            if letter == LETTERS // 2:
                jobs.later("test.long", work=number)


def _in_flight() -> list[str]:
    """The letters of which nobody knows whether they went."""
    db.session.rollback()
    open_ = OutgoingMail.state.in_([State.SENDING, State.UNCERTAIN])
    held = sa.select(OutgoingMail.message_id).where(open_, OutgoingMail.lease_until > now())
    return list(db.session.scalars(held))


def let_leases_run_out() -> None:
    """As time does, while nobody works."""
    past = now() - timedelta(seconds=1)
    with unit_of_work():
        db.session.execute(sa.update(Job).where(Job.lease_until.is_not(None)).values(lease_until=past))
        db.session.execute(sa.update(Job).where(Job.state == JobState.QUEUED).values(due_at=past))
        db.session.execute(
            sa.update(OutgoingMail).where(OutgoingMail.lease_until > past).values(lease_until=past)
        )
        db.session.execute(sa.update(JobLeader).values(until=past))


def _work_off(app: Flask, port: int) -> set[str]:
    """All that is left, by a worker that nobody kills; a person repeats what was given up: those letters."""
    worker = Worker(app, port)
    by_hand: set[str] = set()
    try:
        seen, moved_at = _unfinished(), time.monotonic()
        while left := _unfinished():
            if left != seen:
                seen, moved_at = left, time.monotonic()
            # Not a time for the whole: a slow machine takes long; what matters is that nothing stands still.
            assert time.monotonic() - moved_at < STILL_S, left
            time.sleep(0.1)
            by_hand |= repeat_what_was_given_up()
    finally:
        worker.kill()
    return by_hand


def _unfinished() -> list[tuple[str, int]]:
    db.session.rollback()
    states = (
        *db.session.execute(sa.select(Job.state, Job.id).where(SINGLE, Job.state != JobState.DONE)),
        *db.session.execute(
            sa.select(OutgoingMail.state, OutgoingMail.id).where(OutgoingMail.state != State.SENT)
        ),
    )
    return [(str(state), number) for state, number in states]


def repeat_what_was_given_up() -> set[str]:
    db.session.rollback()
    failed = db.session.scalars(sa.select(Job.id).where(Job.state == JobState.FAILED)).all()
    repeated = sa.and_(OutgoingMail.state == State.UNCERTAIN, OutgoingMail.repeats > 0)
    over = sa.select(OutgoingMail).where(repeated, OutgoingMail.lease_until < now())
    letters = {row.id: row.message_id for row in db.session.scalars(over)}
    if failed or letters:
        with unit_of_work():
            jobs.again(failed)
            for number in letters:
                mail_outbox.again(number)
    return set(letters.values())


def _check_letters(count: int, sink: sinks.Sink, in_flight: Counter[str], by_hand: set[str]) -> None:
    """Each arrived, once and once more at most for each kill in its flight; what was repeated says so."""
    arrived = Counter(letter["Message-ID"] for letter in sink.letters)
    rows = {row.message_id: row for row in db.session.scalars(sa.select(OutgoingMail))}
    assert (len(rows), set(rows)) == (count, set(arrived))
    more = {known_as: times for known_as, times in arrived.items() if times > 1}
    assert {one: times for one, times in more.items() if times > 1 + in_flight[one]} == {}
    assert {one for one in more if not rows[one].repeats} <= by_hand
    print(f"in flight at {in_flight.total()} kills, arrived more than once: {len(more)}")  # noqa: T201
