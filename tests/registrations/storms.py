"""Many people at once, through the form as they find it: threads, and processes of their own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from threading import Barrier
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
    wait = partial(Barrier(crowd).wait, PATIENCE_S)
    with ThreadPoolExecutor(crowd) as people:
        return Counter(people.map(lambda number: person(app.test_client(), number, wait), range(crowd)))


def processes(app: Flask, count: int, each: int, person: Person = registers) -> Counter[int]:
    """The same by `count` processes with `each` people in each, who all press at the same moment."""
    db.session.remove()
    db.engine.dispose()  # what is open would be shared
    kind = get_context("fork")
    answers = kind.SimpleQueue()
    wait = partial(kind.Barrier(count * each).wait, PATIENCE_S)

    def live(number: int) -> None:
        mine: list[int] = []
        numbers = range(number * each, (number + 1) * each)
        try:
            with ThreadPoolExecutor(each) as people:
                mine += people.map(lambda one: person(app.test_client(), one, wait), numbers)
        finally:
            answers.put(mine)  # of who failed, nothing: then it does not add up

    born = [kind.Process(target=live, args=(number,)) for number in range(count)]
    for one in born:
        one.start()
    seen = Counter(status for _ in born for status in answers.get())
    for one in born:
        one.join()
    return seen


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
