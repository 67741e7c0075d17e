"""No place is given twice: storms through the real form, and the proof that it is the guard that holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.registrations import moving, seats
from app.registrations.models import Quota, Registration
from app.registrations.words import Covers, State
from tests import forms, make

CROWD, PLACES = 200, 50
ONE_FORM = "0" * 32


def rush(app: Flask, crowd: int, *, token: str = "") -> list[int]:
    """`crowd` people open the form, then all send it at once; the statuses they receive."""
    ready = Barrier(crowd)

    def person(number: int) -> int:
        client = app.test_client()
        values = forms.held(client.get("/fr/forums/live/register"))
        who = 0 if token else number
        values |= {"given_latin": "Amina", "email": f"p{who}@example.org"}
        values |= {"token": token} if token else {}
        ready.wait()
        return client.post("/fr/forums/live/register", data=values).status_code

    with ThreadPoolExecutor(crowd) as people:
        return sorted(people.map(person, range(crowd)))


def taken_and_confirmed() -> tuple[int, int]:
    confirmed = sa.select(sa.func.count()).where(Registration.state == State.CONFIRMED)
    return db.session.scalars(sa.select(Quota.taken)).one(), db.session.scalars(confirmed).one()


def test_two_hundred_people_for_fifty_places_get_exactly_fifty(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    assert rush(app, CROWD) == [303] * PLACES + [409] * (CROWD - PLACES)
    assert taken_and_confirmed() == (PLACES, PLACES)


def test_the_same_storm_oversells_when_the_guard_is_taken_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.category(make.forum(), places=5)
    monkeypatch.setattr(seats, "room", sa.true)
    assert rush(app, 20) == [303] * 20
    assert taken_and_confirmed() == (20, 20)


def test_one_form_sent_twenty_times_at_once_is_one_registration(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    assert rush(app, 20, token=ONE_FORM) == [303] * 20
    assert taken_and_confirmed() == (1, 1)


def test_the_last_place_sent_twice_at_once_is_one_registration(app: Flask) -> None:
    make.category(make.forum(), places=1)
    assert rush(app, 10, token=ONE_FORM) == [303] * 10
    assert taken_and_confirmed() == (1, 1)


def test_a_full_forum_gives_the_place_of_its_category_back(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum, places=10)
    with unit_of_work():
        db.session.add(Quota(forum_id=forum.id, covers=Covers.EVENT, places=1))
    make.registration(forum, category)
    with pytest.raises(seats.Full):
        make.registration(forum, category, email="other@example.org")
    assert db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)).all() == [1, 1]


def test_a_cancelled_registration_gives_its_place_back_once(app: Flask) -> None:
    forum = make.forum()
    registration = make.registration(forum, make.category(forum, places=1))
    with unit_of_work():
        moving.cancel(registration)
    with pytest.raises(Conflict), unit_of_work():
        moving.cancel(registration)
    assert taken_and_confirmed() == (0, 0)


def test_leaving_the_waiting_list_frees_no_place(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum, places=1)
    make.registration(forum, category)
    waiting = make.registration(forum, category, wait=True, email="other@example.org")
    with unit_of_work():
        moving.cancel(waiting)
    assert taken_and_confirmed() == (1, 1)
