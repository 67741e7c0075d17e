"""Rows are the truth, a worker may die at any moment, and a bell only wakes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job, JobLeader, State
from config import ROOT, BadSetting
from tests.platform import bare as seams

ran: list[dict[str, object]] = []


@pytest.fixture(autouse=True)
def _nothing_ran() -> Iterator[None]:
    ran.clear()
    yield
    ran.clear()


@jobs.job("test.note")
def note(**ids: object) -> None:
    ran.append(ids)


@jobs.job("test.fail")
def fail(**ids: object) -> None:
    ran.append(ids)
    raise OSError("the printer is on fire")


@jobs.every(10, "test.pulse")
def pulse() -> None:
    ran.append({"pulse": True})


@jobs.job("test.die", lease_s=1)
def die(marker: str) -> None:
    """Killed at its first run, while it works; says so at the second."""
    if not Path(marker).exists():
        Path(marker).write_text(str(os.getpid()))
        time.sleep(60)
    ran.append({"marker": marker})


def only(name: str = "test.") -> Job:
    db.session.rollback()
    return db.session.scalars(sa.select(Job).where(Job.name.startswith(name))).one()


def overdue(**values: object) -> None:
    with unit_of_work():
        db.session.execute(sa.update(Job).values(due_at=now() - timedelta(seconds=1), **values))


def test_a_job_runs_once_after_the_commit_with_its_ids(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.note", person=7, forum=2)
    assert jobs.run_due(bare) == 1
    assert jobs.run_due(bare) == 0
    assert ran == [{"person": 7, "forum": 2}]
    assert (only().state, only().attempts, only().last_error) == (State.DONE, 1, None)


def test_a_job_of_a_refused_act_does_not_exist(bare: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        jobs.later("test.note", person=7)
        raise ZeroDivisionError
    assert jobs.run_due(bare) == 0
    assert ran == []


def test_a_job_outside_a_unit_of_work_or_without_a_function_is_a_bug(bare: Flask) -> None:
    with pytest.raises(KeyError):
        jobs.later("test.note")
    with pytest.raises(ValueError, match=r"test\.nothing"), unit_of_work():
        jobs.later("test.nothing")


def test_a_job_with_a_due_time_waits_for_it(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.note", due_at=now() + timedelta(hours=1), person=7)
    assert jobs.run_due(bare) == 0
    overdue()
    assert jobs.run_due(bare) == 1


def test_jobs_run_in_the_order_of_their_due_times(bare: Flask) -> None:
    moment = now()
    with unit_of_work():
        for number, late in ((1, 10), (2, 30), (3, 20)):
            jobs.later("test.note", due_at=moment - timedelta(seconds=late), number=number)
    jobs.run_due(bare)
    assert ran == [{"number": 2}, {"number": 3}, {"number": 1}]


def test_a_second_job_with_the_same_key_is_not_added(bare: Flask) -> None:
    for _ in range(2):
        with unit_of_work():
            jobs.later("test.note", unique_key="seal:4", agreement=4)
    assert jobs.run_due(bare) == 1


def test_a_failing_job_is_tried_five_times_at_growing_distances(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.fail", person=7)
    waits = []
    for attempt in range(1, 5):
        before = now()
        assert jobs.run_due(bare) == 1
        assert (only().state, only().attempts) == (State.QUEUED, attempt)
        waits.append(round((only().due_at - before).total_seconds() / 60))
        assert jobs.run_due(bare) == 0
        overdue()
    assert waits == [1, 4, 16, 64]
    assert jobs.run_due(bare) == 1
    assert (only().state, only().last_error) == (State.FAILED, "OSError: the printer is on fire")
    overdue()
    assert jobs.run_due(bare) == 0
    assert len(ran) == 5


def test_a_failing_job_does_not_hold_up_the_next(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.fail", person=1)
        jobs.later("test.note", person=2)
    assert jobs.run_due(bare) == 2
    assert ran == [{"person": 1}, {"person": 2}]


def test_a_running_job_is_left_alone_until_its_lease_runs_out(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.note", person=7)
    overdue(state=State.RUNNING, attempts=1, lease_until=now() + timedelta(minutes=1))
    assert jobs.run_due(bare) == 0
    overdue(lease_until=now() - timedelta(seconds=1))
    assert jobs.run_due(bare) == 1
    assert (only().state, only().attempts) == (State.DONE, 2)


def test_a_job_whose_workers_always_die_is_given_up_after_five(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.note", person=7)
    overdue(state=State.RUNNING, attempts=5, lease_until=now() - timedelta(seconds=1))
    jobs.run_due(bare)
    assert ran == []
    assert only().state == State.FAILED


def test_a_worker_that_lost_its_lease_does_not_overwrite_its_successor(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.note", person=7)
    claim = jobs._claim_one(bare)
    assert claim is not None
    overdue(lease_until=now() - timedelta(seconds=1))
    successor = jobs._claim_one(bare)
    assert successor is not None
    jobs._run(bare, claim)
    assert (only().state, only().attempts) == (State.RUNNING, 2)
    jobs._run(bare, successor)
    assert (only().state, only().attempts) == (State.DONE, 2)


def test_a_periodic_job_is_one_row_that_comes_back(bare: Flask) -> None:
    for _ in range(2):
        jobs.plant()
    before = now()
    jobs.run_due(bare)
    assert ran == [{"pulse": True}]
    assert (only("test.pulse").state, only("test.pulse").attempts) == (State.QUEUED, 0)
    assert 9 < (only("test.pulse").due_at - before).total_seconds() < 12
    overdue()
    jobs.run_due(bare)
    assert ran == [{"pulse": True}] * 2


def test_what_was_done_a_month_ago_is_forgotten_and_failures_are_kept(bare: Flask) -> None:
    old = now() - timedelta(days=31)
    with unit_of_work():
        for state in (State.DONE, State.FAILED):
            db.session.add(Job(name="test.note", args={}, state=state, due_at=old))
        db.session.add(Job(name="test.note", args={}, state=State.DONE))
    jobs.forget()
    left = db.session.execute(sa.select(Job.state, Job.due_at < old + timedelta(days=1))).all()
    assert sorted(map(tuple, left)) == [(State.DONE, False), (State.FAILED, True)]


def test_one_worker_leads_and_the_next_takes_over_when_it_resigns(bare: Flask) -> None:
    bell = bare.extensions["jobs"]
    first, second = jobs.Sweep(bare, bell), jobs.Sweep(bare, bell)
    assert (first._leads(), second._leads(), first._leads()) == (True, False, True)
    first.resign()
    assert second._leads()
    with unit_of_work():
        db.session.execute(sa.update(JobLeader).values(until=now() - timedelta(seconds=1)))
    third = jobs.Sweep(bare, bell)
    assert third._leads()


def test_redis_without_its_package_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="needs the package redis"):
        seams.build(tmp_path, f"sqlite:///{tmp_path}/a.sqlite", jobs_url="redis://localhost")


WORKER = """
import sys
from pathlib import Path
from flask.cli import ScriptInfo
from tests.platform import bare, test_jobs
app = bare.build(Path(sys.argv[1]), sys.argv[2], jobs_url=f"sqlite:{sys.argv[1]}/jobs.sqlite")
app.cli.main(["jobs", *sys.argv[3:]], obj=ScriptInfo(create_app=lambda: app))
"""


def worker(app: Flask, *arguments: str) -> subprocess.Popen[str]:
    """`flask jobs …` on the data of `app`, in a process of its own."""
    settings = app.config["SETTINGS"]
    program = [sys.executable, "-c", WORKER, str(settings.instance), settings.database_url, *arguments]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition: object, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


def test_a_job_whose_worker_is_killed_runs_again_after_its_lease(bare: Flask, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with unit_of_work():
        jobs.later("test.die", marker=str(marker))
    process = worker(bare, "run-due")
    try:
        wait_for(marker.exists)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.communicate()
    assert only("test.die").state == State.RUNNING
    wait_for(lambda: jobs.run_due(bare) and {"marker": str(marker)} in ran, seconds=5)
    assert (only("test.die").state, only("test.die").attempts) == (State.DONE, 2)


def test_a_worker_is_ready_soon_runs_what_comes_and_ends_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    app = seams.build(folder, f"sqlite:///{folder}/a.sqlite", jobs_url=f"sqlite:{folder}/jobs.sqlite")
    with app.app_context():
        process = worker(app, "work")
        try:
            assert process.stdout and process.stdout.readline() == "The job worker is ready.\n"
            with unit_of_work():
                jobs.later("test.note", person=7)
            wait_for(lambda: only("test.note").state == State.DONE, seconds=3)
            process.send_signal(signal.SIGTERM)
            process.wait(10)
        finally:
            process.kill()
            process.communicate()
        assert process.returncode == 0
        db.session.rollback()
        assert db.session.scalars(sa.select(JobLeader.until)).one() <= now()
        db.session.remove()
        db.engine.dispose()
