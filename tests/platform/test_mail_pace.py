"""Not more letters a minute than the operator says, whoever sends; what exceeds waits in its order."""

import threading
from datetime import timedelta

import time_machine
from flask import Flask

from app.platform import jobs, mail
from app.platform.clock import now
from app.platform.mail import State
from tests.platform import sinks
from tests.platform.post import at, limit, rows, write


def states() -> list[State]:
    return [one.state for one in rows()]


def test_without_a_limit_everything_leaves_at_once(bare: Flask) -> None:
    for _ in range(12):
        write()
    jobs.run_due(bare)
    assert states() == [State.SENT] * 12


def test_what_exceeds_the_minute_waits_and_leaves_in_its_order(bare: Flask) -> None:
    limit(3)
    with time_machine.travel(now(), tick=False) as clock:
        start = now()
        for number in range(8):
            write(to=f"{number}@press.example")
        jobs.run_due(bare)
        assert states() == [State.SENT] * 3 + [State.WAITING] * 5
        due = [one.due_at - start for one in rows() if one.due_at]
        assert due == [timedelta(seconds=60 + 20 * place) for place in range(5)]
        assert [one.attempts for one in rows()] == [1] * 3 + [0] * 5
        for _ in range(15):
            clock.shift(timedelta(seconds=10))
            jobs.run_due(bare)
            write(to="later@press.example")
        assert states()[:8] == [State.SENT] * 8
        assert State.SENT not in states()[8:]
        for _ in range(60):
            clock.shift(timedelta(seconds=10))
            jobs.run_due(bare)
    assert states() == [State.SENT] * 23
    assert [one["To"] for one in mail.carried()] == [one.to_address for one in rows()]
    sent = sorted(one.sent_at for one in rows() if one.sent_at)
    assert len(sent) == 23
    crowded = [one for one in sent if sum(one <= other < one + timedelta(minutes=1) for other in sent) > 3]
    assert crowded == []


def test_the_limit_holds_with_several_workers(bare: Flask) -> None:
    limit(5)
    for _ in range(24):
        write()
    with sinks.server() as sink:
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        workers = [threading.Thread(target=jobs.run_due, args=(bare,)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(sink.letters) <= 5
        for minute in range(1, 8):
            with time_machine.travel(now() + timedelta(minutes=minute)):
                jobs.run_due(bare)
    assert states() == [State.SENT] * 24
    assert len(sink.letters) == 24


def test_a_limit_that_is_lifted_lets_the_rest_go_when_their_time_comes(bare: Flask) -> None:
    limit(1)
    for _ in range(3):
        write()
    jobs.run_due(bare)
    assert states() == [State.SENT, State.WAITING, State.WAITING]
    limit(None)
    with time_machine.travel(now() + timedelta(minutes=3)):
        jobs.run_due(bare)
    assert states() == [State.SENT] * 3


def test_a_letter_of_an_account_passes_the_line_and_counts_in_the_minute(bare: Flask) -> None:
    limit(2)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(4):
            write()
        jobs.run_due(bare)
        write(kind="account.notice")
        jobs.run_due(bare)
        assert states() == [State.SENT] * 2 + [State.WAITING] * 2 + [State.SENT]
        clock.shift(timedelta(seconds=30))
        write(kind="account.notice")
        jobs.run_due(bare)
        clock.shift(timedelta(seconds=40))  # the first three are out of the minute, the last one is in it
        jobs.run_due(bare)
    assert states() == [State.SENT] * 3 + [State.WAITING] + [State.SENT] * 2
