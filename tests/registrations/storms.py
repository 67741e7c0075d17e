"""Many people at once, through the form as they find it: threads, and processes of their own."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Barrier
from time import monotonic
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.platform.db import db
from app.registrations import recounting
from app.registrations.models import Mark, Quota, Registration
from app.registrations.standing import LIVE
from app.registrations.words import State
from tests import forms

FORM = "/fr/forums/live/register"
PATIENCE_S = 60
Ready = Callable[[], Any]
Person = Callable[[FlaskClient, int, Ready], int]


def filled(client: FlaskClient, number: int, **more: Any) -> dict[str, Any]:
    """What person `number` would send: the page as it came, with the least that is asked."""
    mine = {"given_latin": "Amina", "email": f"p{number}@example.org", "notice_read": "y"}
    return forms.held(client.get(more.pop("page", FORM))) | mine | more


def registers(client: FlaskClient, number: int, ready: Ready, **more: Any) -> int:
    """Open the form, wait for the others, send it; the status."""
    values, page = filled(client, number, **more), more.get("page", FORM)
    ready()
    return client.post(page, data=values).status_code


def threads(app: Flask, crowd: int, person: Person = registers) -> Counter[int]:
    """`crowd` people at the same moment; how often each status was answered."""
    ready = partial(Barrier(crowd).wait, PATIENCE_S)
    with ThreadPoolExecutor(crowd) as people:
        return Counter(people.map(lambda number: person(app.test_client(), number, ready), range(crowd)))


def processes(app: Flask, count: int, each: int, person: Person = registers) -> Counter[int]:
    """The same by `count` processes with `each` people in each, who all press at the same moment. Who does
    not answer in time is killed and counts for nothing: then it does not add up, but it ends.
    """
    db.session.remove()
    db.engine.dispose()  # what is open would be shared
    kind = get_context("fork")
    born: dict[Connection, BaseProcess] = {}
    for number in range(count):
        ours, theirs = kind.Pipe()
        numbers = range(number * each, (number + 1) * each)
        one = kind.Process(target=_live, args=(app, person, numbers, theirs), daemon=True)
        one.start()
        theirs.close()
        born[ours] = one
    try:
        _heard(born)  # everybody has the form open
        for ours in born:
            with suppress(BrokenPipeError):
                ours.send("go")
        return Counter(status for answers in _heard(born) for status in answers)
    finally:
        for ours, one in born.items():
            one.kill()
            one.join()
            ours.close()


def _live(app: Flask, person: Person, numbers: range, parent: Connection) -> None:
    """One of the processes: tells when its people are ready, waits for the word, tells what they were
    answered; of who failed nothing.
    """
    mine: list[int] = []

    def stand() -> None:
        parent.send("ready")
        if parent.poll(PATIENCE_S):
            parent.recv()

    ready = partial(Barrier(len(numbers), stand).wait, PATIENCE_S)
    try:
        with ThreadPoolExecutor(len(numbers)) as people:
            mine += people.map(lambda one: person(app.test_client(), one, ready), numbers)
    finally:
        parent.send(mine)


def _heard(born: Iterable[Connection]) -> list[Any]:
    """What each says next; of those that say nothing for long, or died, nothing."""
    told, silent, until = [], list(born), monotonic() + PATIENCE_S
    while silent and (speaking := wait(silent, max(0, until - monotonic()))):
        for one in speaking:
            assert isinstance(one, Connection)
            silent.remove(one)
            with suppress(EOFError):
                told.append(one.recv())
    return told


def standing() -> dict[State, int]:
    """How many registrations stand in each state."""
    rows = db.session.execute(sa.select(Registration.state, sa.func.count()).group_by(Registration.state))
    return {row[0]: row[1] for row in rows}


def taken() -> list[int]:
    """The places taken of every quota, in the order in which they were made."""
    return list(db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)))


def check() -> None:
    """What holds after any storm: every quota counts its holders and has room for them, and marks are borne
    by those alone who are about to come.
    """
    assert recounting.drifts() == []
    assert not db.session.scalars(sa.select(Quota.id).where(Quota.taken > Quota.places)).all()
    live = set(db.session.scalars(sa.select(Registration.id).where(Registration.state.in_(LIVE))))
    assert set(db.session.scalars(sa.select(Mark.registration_id))) == live
