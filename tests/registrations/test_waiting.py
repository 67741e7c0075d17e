"""The waiting list: who came onto it first is the first, and nobody who comes later goes before."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.registrations import actions, changing, moving, queries, recounting, registering, seats
from app.registrations.list_rows import besides
from app.registrations.models import Category, Registration
from app.registrations.words import Entry, State
from tests import forms, make
from tests.registrations.personal import edit
from tests.registrations.storms import FORM, filled

PAGE = "/fr/forums/live/"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=1)


def somebody(forum: Forum, category: Category, name: str, *, wait: bool = False) -> Registration:
    return make.registration(forum, category, wait=wait, given_latin=name, email=f"{name}@example.org")


@pytest.fixture
def waits(forum: Forum, category: Category) -> Registration:
    """Somebody for whom a place has just become free."""
    first = somebody(forum, category, "first")
    second = somebody(forum, category, "second", wait=True)
    with unit_of_work():
        moving.cancel(first)
    return second


def in_french(sentence: str) -> str:
    with using("fr"):
        return str(_(sentence))


def test_a_place_that_became_free_is_not_for_a_newcomer(
    forum: Forum, category: Category, waits: Registration
) -> None:
    with pytest.raises(seats.Full) as full:
        somebody(forum, category, "third")
    assert full.value.may_wait
    third = somebody(forum, category, "third", wait=True)
    assert (third.state, queries.rank(waits), queries.rank(third)) == (State.WAITING, 1, 2)
    who = make.account()
    with unit_of_work():
        moving.approve(waits, by=who)
    assert waits.state is State.CONFIRMED


def test_the_form_offers_the_newcomer_the_waiting_list(
    client: FlaskClient, category: Category, waits: Registration
) -> None:
    assert 'name="wait"' in client.get(FORM).text
    refused = client.post(FORM, data=filled(client, 3))
    assert (refused.status_code, 'name="wait"' in refused.text) == (409, True)
    again = forms.held(refused) | {"notice_read": "y", "wait": "1"}
    assert client.post(FORM, data=again).status_code == 303


def test_the_pages_say_full_until_nobody_waits(client: FlaskClient, waits: Registration) -> None:
    full = in_french("All places are taken. You can join the waiting list.")
    assert full in client.get(PAGE).text
    with unit_of_work():
        moving.cancel(waits)
    assert full not in client.get(PAGE).text


def test_who_has_a_place_elsewhere_does_not_go_before_who_waits(
    forum: Forum, category: Category, waits: Registration
) -> None:
    third = somebody(forum, make.category(forum, name="other"), "third")
    with pytest.raises(seats.Full), unit_of_work():
        changing.change(third, {}, category=category)


def test_the_team_and_an_institution_give_places_that_were_agreed(
    forum: Forum, category: Category, waits: Registration
) -> None:
    edit(db.session.scalars(queries.quota(forum.id, category.id)).one(), places=2)
    who, delegation = make.account(), make.delegation(forum, category)
    for by, wish in ((who, None), (None, registering.Wish(delegation=delegation))):
        identity = registering.new_identity()
        person = {"given_latin": f"Hind {'B' if by else 'C'}", "email": "hind@example.org", "locale": "fr"}
        with unit_of_work():
            made = registering.register(
                forum, category, person, form_token=identity.public_id, identity=identity, wish=wish, by=by
            )
        assert made.state is State.CONFIRMED


def test_who_changes_into_a_category_for_which_others_wait_waits_behind_them(
    forum: Forum, category: Category, waits: Registration
) -> None:
    asked = make.category(forum, name="asked")
    edit(asked, entry=Entry.APPROVAL)
    third = somebody(forum, asked, "third")
    with unit_of_work():
        changing.change(third, {}, category=category)
    assert (third.state, queries.rank(third)) == (State.WAITING, 2)


def test_the_rank_goes_by_when_one_came_onto_the_list(forum: Forum, category: Category) -> None:
    asks = somebody(forum, category, "asks")
    edit(asks, state=State.PENDING)
    second = somebody(forum, category, "second", wait=True)
    who = make.account()
    with unit_of_work():
        moving.let_wait(asks, by=who)
    assert (queries.rank(second), queries.rank(asks)) == (1, 2)
    assert besides([asks, second]).ranks == {second.id: 1, asks.id: 2}


@pytest.mark.parametrize("before", [State.PENDING, State.WAITING])
def test_who_changes_into_a_category_that_asks_for_proof_has_the_place_kept(
    forum: Forum, category: Category, before: State
) -> None:
    edit(category, hold_hours=4)
    other = make.category(forum, name="other")
    row = somebody(forum, other, "asks")
    seats_of_other = queries.touched(row)
    edit(row, state=before)
    with unit_of_work():
        seats.exchange(dict.fromkeys(seats_of_other, -1))
        changing.change(row, {}, category=category)
    assert (row.state, row.hold_until is not None and row.hold_until > now()) == (State.HELD, True)
    assert recounting.drifts() == []


LEAVING: dict[str, Callable[[Registration, Category], object]] = {
    "cancels": lambda row, _to: moving.cancel(row),
    "asks elsewhere": lambda row, to: changing.change(row, {}, category=to),
}


@pytest.mark.parametrize("way", LEAVING)
def test_a_limit_laid_while_somebody_leaves_counts_who_is_left(
    app: Flask, forum: Forum, category: Category, way: str
) -> None:
    asked = make.category(forum, name="asked")
    edit(asked, entry=Entry.APPROVAL)
    row, key, other = somebody(forum, category, "first").id, forum.id, asked.id
    db.session.rollback()
    laid, go = Event(), Event()

    def organiser() -> None:
        with app.app_context(), unit_of_work():
            actions.set_total(db.session.get_one(Forum, key), 10, by=None)
            laid.set()
            go.wait(5)

    def person() -> None:
        with app.app_context(), unit_of_work():
            LEAVING[way](db.session.get_one(Registration, row), db.session.get_one(Category, other))

    both = [Thread(target=organiser), Thread(target=person)]
    both[0].start()
    assert laid.wait(5)
    both[1].start()
    both[1].join(0.5)
    go.set()
    for one in both:
        one.join(10)
    db.session.expire_all()
    assert [str(one) for one in recounting.drifts()] == []
    assert db.session.scalar(sa.select(Registration.state)) is not State.CONFIRMED
