"""A long job says how far it is, stops when asked, and is followed by its key."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job, State
from tests.platform.test_jobs import only, overdue
from tests.queries import counted

said: list[object] = []


@jobs.job("test.blocks", lease_s=100)
def blocks(total: int, stop_at: int = 0, fail_at: int = 0) -> None:
    """Each block a transaction of its own; somebody asks to stop it, or it breaks, at a block."""
    for number in range(1, total + 1):
        with unit_of_work():
            db.session.add(Job(name=f"block {number}", args={}, state=State.DONE))
        if number == fail_at:
            raise OSError("no disk")
        if number == stop_at:
            ask_to_stop("test.blocks")
        jobs.progress(number, total)


def ask_to_stop(name: str) -> None:
    with unit_of_work():
        assert jobs.ask_to_stop(only(name).id)


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TOLD_EVERY_S", 0)


@pytest.fixture(autouse=True)
def _nothing_said() -> None:
    said.clear()


@pytest.mark.usefixtures("told_at_once")
def test_a_job_that_is_asked_to_stop_keeps_its_blocks_and_how_far_it_came(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.blocks", total=6, stop_at=3)
    assert jobs.run_due(bare) == 1
    row = only()
    assert (row.state, row.done, row.total, row.last_error) == (State.CANCELLED, 3, 6, None)
    assert row.started_at and row.ended_at and row.started_at <= row.ended_at
    found = db.session.scalars(sa.select(Job.name).where(Job.name.startswith("block ")).order_by(Job.name))
    assert list(found) == ["block 1", "block 2", "block 3"]
    assert jobs.run_due(bare) == 0


def test_a_job_that_ends_has_told_all_it_did_though_the_row_hears_once_a_second(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.blocks", total=6)
    with counted() as statements:
        jobs.run_due(bare)
    assert (only().state, only().done, only().total) == (State.DONE, 6, 6)
    # Claimed, told at the first block, ended.
    assert len([one for one in statements if one.startswith("UPDATE job ")]) == 3


@pytest.mark.usefixtures("told_at_once")
def test_a_job_that_tells_its_progress_is_not_taken_for_dead(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.watched")
    jobs.run_due(bare)
    (lease,) = said
    assert isinstance(lease, float)
    assert 99 < lease <= 100
    assert only().state == State.DONE


@jobs.job("test.watched", lease_s=100)
def watched() -> None:
    overdue(lease_until=now() - timedelta(seconds=1))
    jobs.progress(1, 2)
    lease = only().lease_until
    assert lease
    said.append((lease - now()).total_seconds())


@pytest.mark.usefixtures("told_at_once")
def test_a_job_that_another_worker_took_over_ends_at_its_next_word(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.overtaken")
    jobs.run_due(bare)
    assert said == ["began"]
    assert (only().state, only().attempts) == (State.RUNNING, 2)


@jobs.job("test.overtaken")
def overtaken() -> None:
    said.append("began")
    overdue(attempts=2)  # as a second worker claims it
    jobs.progress(1, 2)
    said.append("ended")


def test_progress_is_told_between_units_of_work_and_means_nothing_outside_a_job(bare: Flask) -> None:
    jobs.progress(1, 2)
    with pytest.raises(RuntimeError, match="between"), unit_of_work():
        jobs.progress(1, 2)


@pytest.mark.usefixtures("told_at_once")
def test_a_job_that_fails_half_way_tells_how_far_it_came_and_begins_anew(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.blocks", total=6, fail_at=4)
    jobs.run_due(bare)
    assert (only().state, only().done, only().total) == (State.QUEUED, 3, 6)
    assert only().last_error == "OSError: no disk"


def test_only_what_runs_and_tells_its_progress_can_be_stopped(bare: Flask) -> None:
    with unit_of_work():
        number = jobs.later("test.note")
    for values, found in (
        ({}, False),
        ({"state": State.RUNNING}, False),
        ({"state": State.RUNNING, "total": 5}, True),
        ({"state": State.DONE}, False),
    ):
        overdue(**values)
        with unit_of_work():
            assert (jobs.ask_to_stop(number) is not None) is found


@pytest.mark.usefixtures("told_at_once")
def test_a_stopped_job_runs_to_its_end_when_it_is_tried_again(bare: Flask) -> None:
    with unit_of_work():
        number = jobs.later("test.blocks", total=2)
    overdue(state=State.CANCELLED, stop_asked=True, attempts=3)
    with unit_of_work():
        assert [row.id for row in jobs.again([number, number + 1])] == [number]
    jobs.run_due(bare)
    assert (only().state, only().attempts, only().done) == (State.DONE, 1, 2)


def test_what_is_under_way_is_not_tried_again(bare: Flask) -> None:
    with unit_of_work():
        number = jobs.later("test.note")
    for state in (State.QUEUED, State.RUNNING, State.DONE):
        overdue(state=state)
        with unit_of_work():
            assert jobs.again([number]) == []


def test_a_job_is_followed_by_its_key_and_one_with_a_unique_key_by_the_first(bare: Flask) -> None:
    with unit_of_work():
        plain = jobs.later("test.note")
        first = jobs.later("test.note", unique_key="seal:4")
    with unit_of_work():
        assert jobs.later("test.note", unique_key="seal:4") == first
    found = db.session.scalars(sa.select(Job.id).order_by(Job.id)).all()
    assert list(found) == [plain, first]


@jobs.every(10, "test.slow")
def slow() -> None:
    jobs.progress(1, 2)
    ask_to_stop("test.slow")
    jobs.progress(2, 2)


@pytest.mark.usefixtures("told_at_once")
def test_a_periodic_job_that_is_stopped_comes_back_at_its_time(bare: Flask) -> None:
    with unit_of_work():
        jobs.later("test.slow")
    jobs.run_due(bare)
    row = only("test.slow")
    assert (row.state, row.attempts, row.stop_asked, row.due_at > now()) == (State.QUEUED, 0, False, True)
    assert row.last_error == "Stopped: Stopped at 2 of 2."
