"""How long a writer waits for the others: some seconds, then it is told in a sentence."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock, Thread
from time import monotonic

import sqlalchemy as sa

from app.platform.errors import Crowded

PATIENCE_S = 8
# lock_not_available, deadlock_detected, serialization_failure
_OF_POSTGRESQL = frozenset({"55P03", "40P01", "40001"})
_threads = Lock()


@contextmanager
def turn(database: str) -> Iterator[None]:
    """One writer of an SQLite file at a time: among the threads by a lock, among the processes by a lock on a
    file. Raises Crowded when the turn does not come in time.
    """
    until = monotonic() + PATIENCE_S
    if not _threads.acquire(timeout=PATIENCE_S):
        raise Crowded()
    try:
        held = _among_processes(f"{database}-turn", until)
        try:
            yield
        finally:
            os.close(held)
    finally:
        _threads.release()


def _among_processes(name: str, until: float) -> int:
    # Opened each time: a descriptor from before a fork would be the same lock in both processes.
    file = os.open(name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _queue(file, until)
    return file


def _queue(file: int, until: float) -> None:
    """The kernel hands the lock on in the order of coming, but knows no end of waiting: a thread waits."""
    came: Future[None] = Future()

    def wait() -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
        if came.set_running_or_notify_cancel():
            came.set_result(None)
        else:
            os.close(file)  # whoever waited has gone

    Thread(target=wait, daemon=True).start()
    try:
        came.result(until - monotonic())
    except TimeoutError:
        if came.cancel():
            raise Crowded() from None
        came.result()


def in_vain(error: sa.exc.SQLAlchemyError) -> bool:
    """Whether a statement failed because somebody else held what it needed for too long."""
    if isinstance(error, sa.exc.TimeoutError):
        return True  # no connection was free
    cause = getattr(error, "orig", None)
    busy = (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF == sqlite3.SQLITE_BUSY
    return busy or getattr(cause, "sqlstate", None) in _OF_POSTGRESQL
