"""The turn of SQLite's writers: handed on in order, and not waited for for ever."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from app.platform import turns
from app.platform.db import db, unit_of_work
from app.platform.errors import Crowded


@contextmanager
def another_process(database: Path) -> Iterator[None]:
    """Holds the turn as one does: an open file of its own is to the kernel what another process is."""
    with Path(f"{database}-turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.usefixtures("bare")
def test_who_waits_too_long_for_another_process_is_refused_and_leaves_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_S", 0.2)
    file = tmp_path / "database"
    with another_process(file), pytest.raises(Crowded), turns.turn(str(file)):
        pass
    monkeypatch.setattr(turns, "PATIENCE_S", 10)
    with turns.turn(str(file)):
        pass


@pytest.mark.usefixtures("bare")
def test_the_turn_comes_when_the_other_process_has_done(tmp_path: Path) -> None:
    came: list[str] = []
    file = tmp_path / "database"

    def follow() -> None:
        with turns.turn(str(file)):
            came.append("follower")

    follower = Thread(target=follow)
    with another_process(file):
        follower.start()
        follower.join(0.2)
        assert came == []
    follower.join()
    assert came == ["follower"]


def test_who_waits_too_long_for_another_thread_is_refused(
    bare: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_S", 0.2)
    refused: list[bool] = []

    def follow() -> None:
        with bare.app_context():
            try:
                with turns.turn(str(tmp_path / "database")):
                    refused.append(False)
            except Crowded:
                refused.append(True)

    with turns.turn(str(tmp_path / "database")):
        follower = Thread(target=follow)
        follower.start()
        follower.join()
    assert refused == [True]


def test_another_failure_of_the_database_stays_what_it_is(bare: Flask) -> None:
    with pytest.raises(Exception, match="no_such_table") as found, unit_of_work():
        db.session.connection().exec_driver_sql("SELECT 1 FROM no_such_table")
    assert not isinstance(found.value, Crowded)
