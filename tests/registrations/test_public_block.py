"""What the page of an event says about registering."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, plural, using
from app.registrations import queries, seats
from app.registrations.models import Category, Quota
from tests import make

PAGE = "/fr/forums/live/"


def said(sentence: str) -> str:
    with using("fr"):
        return str(_(sentence))


def free(count: int) -> str:
    with using("fr"):
        return str(plural("%(num)d place is free.", "%(num)d places are free.", count))


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def test_free_places_are_told_in_all_and_by_category_and_never_stale(
    client: FlaskClient, forum: Forum
) -> None:
    first, second = make.category(forum, places=4), make.category(forum, places=6)
    assert free(10) in client.get(PAGE).text
    quotas = [queries.quota_ids(forum.id, one.id)[0] for one in (first, second)]
    with unit_of_work():
        seats.exchange({quotas[0]: 1})
    assert free(9) in client.get(PAGE).text
    before = client.get(PAGE).text
    with unit_of_work():  # the sum stays
        seats.exchange({quotas[0]: -1, quotas[1]: 1})
    after = client.get(PAGE).text
    assert (free(9) in after, before == after) == (True, False)


def test_the_limit_of_the_event_is_the_limit_of_what_is_told(client: FlaskClient, forum: Forum) -> None:
    make.category(forum, places=40)
    with unit_of_work():
        db.session.add(Quota(forum_id=forum.id, covers="event", places=3))
    assert free(3) in client.get(PAGE).text


def test_a_full_event_says_so_and_still_leads_to_the_waiting_list(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum, places=1)
    make.registration(forum, category)
    page = client.get(PAGE).text
    assert (said("Full") in page, "/forums/live/register" in page) == (True, True)


def test_the_opening_of_a_category_turns_the_page_that_is_kept(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    with unit_of_work():
        db.session.get_one(Category, category.id).opens_at = clock.now() + timedelta(hours=1)
    page = client.get(PAGE).text
    assert (said("Registration is not open yet") in page, free(10) in page) == (True, False)
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        assert free(10) in client.get(PAGE).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.ANNOUNCED, "Registration is not open yet"),
        (State.OPEN, "Registration is open"),
        (State.UNDER_WAY, "Registration is closed"),
    ],
)
def test_each_step_of_an_event_has_its_word(
    app: Flask, client: FlaskClient, state: State, sentence: str
) -> None:
    make.category(make.forum(state=state))
    assert said(sentence) in client.get(PAGE).text


def test_of_an_event_that_is_over_nothing_is_said(app: Flask, client: FlaskClient) -> None:
    make.category(make.forum(state=State.CLOSED))
    assert 'id="act"' not in client.get(PAGE).text
