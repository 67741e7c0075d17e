"""The steps of an event: what each needs, what the public will see, and nothing in between."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums import lifecycle, steps
from app.forums.lifecycle import NEXT, State
from app.forums.models import Forum
from app.platform.clock import today
from app.platform.db import db
from app.platform.i18n import _, plural, using
from app.platform.text import Translated
from tests import forms, make

OFFICE = "/fr/office/live/"
HELP = "+212537000000"


def only() -> Forum:
    return db.session.scalars(sa.select(Forum)).one()


def in_days(number: int) -> dict[str, Any]:
    """The dates of an event of one day, so many days from today."""
    on = today() + timedelta(days=number)
    return {"starts_on": on, "ends_on": on}


READY = {
    State.ANNOUNCED: {},
    State.OPEN: {"help_phone": HELP},
    State.UNDER_WAY: in_days(0),
    State.CLOSED: in_days(0),
    State.ARCHIVED: {},
    State.DRAFT: {},
}


@given(st.sampled_from(State), st.lists(st.booleans(), max_size=20))
def test_every_walk_stays_on_the_line_and_a_step_back_undoes_a_step(state: State, walk: list[bool]) -> None:
    order = list(State)
    for on in walk:
        to = lifecycle.forward(state) if on else lifecycle.back(state)
        if to is None:
            assert state is (State.ARCHIVED if on else State.DRAFT)
            continue
        assert order.index(to) - order.index(state) == (1 if on else -1)
        assert (lifecycle.back(to) if on else lifecycle.forward(to)) is state
        assert lifecycle.is_back(state, to) is not on
        state = to


def test_each_step_says_what_the_public_will_see(app: Flask) -> None:
    told = {steps.words(state, to) for state in State for to in NEXT[state]}
    assert len({str(label) for label, _told in told}) == len({str(one) for _label, one in told}) == len(told)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_an_event_moves_along_its_steps_and_jumps_over_none(
    client: FlaskClient, app: Flask, state: State, to: State
) -> None:
    make.category(make.forum(state=state, **READY[to]))
    make.enter(client, make.account(Role.ADMINISTRATOR))
    asked = client.get(f"{OFFICE}step/{to.value}")
    assert asked.status_code == (200 if to in NEXT[state] else 409)
    token = forms.held(client.get("/fr/office/"))
    answer = client.post(f"{OFFICE}step/{to.value}", data=token)
    assert (answer.status_code, only().state) == ((303, to) if to in NEXT[state] else (409, state))


@pytest.mark.parametrize(
    ("state", "to", "without", "said"),
    [
        (State.DRAFT, "announced", {"title": Translated()}, "The title of the event is missing."),
        (State.DRAFT, "announced", {"city": Translated()}, "The city is missing."),
        (
            State.DRAFT,
            "announced",
            {"starts_on": None, "ends_on": None},
            "The dates are missing. A note is enough, such as “in the autumn”.",
        ),
        (
            State.ANNOUNCED,
            "open",
            {"starts_on": None, "ends_on": None, "help_phone": HELP},
            "The dates of the event are missing.",
        ),
        (State.ANNOUNCED, "open", in_days(-1) | {"help_phone": HELP}, "The dates of the event are past."),
        (State.ANNOUNCED, "open", {}, "A help number is missing, or a contact that the public sees."),
        (
            State.OPEN,
            "under_way",
            {"starts_on": None, "ends_on": None},
            "The dates of the event are missing.",
        ),
    ],
)
def test_a_step_is_refused_by_naming_what_is_missing(
    client: FlaskClient, app: Flask, state: State, to: str, without: dict[str, Any], said: str
) -> None:
    make.category(make.forum(state=state, **without))
    make.enter(client, make.account(Role.ORGANISER, only()))
    with using("fr"):
        sentence = _(said)
    page = client.get(OFFICE)
    assert sentence in page.text
    assert f'action="{OFFICE}step/{to}"' not in page.text
    answer = client.post(f"{OFFICE}step/{to}", data=forms.held(client.get(f"{OFFICE}event/identity")))
    assert (answer.status_code, sentence in answer.text) == (409, True)
    assert only().state is state


def test_registration_does_not_open_without_a_category_with_places(client: FlaskClient, app: Flask) -> None:
    forum = make.forum(state=State.ANNOUNCED, help_phone=HELP)
    make.enter(client, make.account(Role.ORGANISER, forum))
    page = client.get(OFFICE)
    assert 'href="/fr/office/live/categories"' in page.text.partition('id="next"')[2]
    assert "/step/open" not in page.text
    make.category(forum)
    assert "/step/open" in client.get(OFFICE).text


def test_a_contact_of_the_public_is_as_good_as_a_help_number(client: FlaskClient, app: Flask) -> None:
    forum = make.forum(state=State.ANNOUNCED)
    make.category(forum)
    make.contact(forum, is_public=False)
    make.enter(client, make.account(Role.ORGANISER, forum))
    assert "/step/open" not in client.get(OFFICE).text
    make.contact(forum)
    assert "/step/open" in client.get(OFFICE).text


@pytest.mark.parametrize(("days", "status"), [(2, 409), (1, 303), (0, 303), (-3, 303)])
def test_an_event_is_under_way_from_the_day_before(
    client: FlaskClient, app: Flask, days: int, status: int
) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum(**in_days(days))))
    token = forms.held(client.get("/fr/office/new"))
    assert client.post(f"{OFFICE}step/under_way", data=token).status_code == status


@pytest.mark.parametrize(("days", "status"), [(1, 409), (0, 303), (-1, 303)])
def test_an_event_is_closed_from_its_last_day_on(
    client: FlaskClient, app: Flask, days: int, status: int
) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum(state=State.UNDER_WAY, **in_days(days))))
    token = forms.held(client.get("/fr/office/new"))
    assert client.post(f"{OFFICE}step/closed", data=token).status_code == status


def test_what_is_advised_stands_in_nobodys_way(client: FlaskClient, app: Flask) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum(state=State.CLOSED)))
    with using("fr"):
        advice = _("No public document is there yet: the report, for example.")
    page = client.get(OFFICE)
    assert advice in page.text
    assert client.post(f"{OFFICE}step/archived", data=forms.held(page)).status_code == 303


def test_of_two_who_take_a_step_at_once_one_is_told(app: Flask) -> None:
    forum = make.forum(state=State.DRAFT)
    clients = [
        make.enter(app.test_client(), make.account(Role.ORGANISER, forum, f"{n}@example.org"))
        for n in range(2)
    ]
    assert sorted(forms.at_once(clients, [f"{OFFICE}step/announced"] * 2)) == [303, 409]
    moved = sa.select(sa.func.count()).where(Entry.act == "forum.moved").select_from(Entry)
    assert db.session.scalar(moved) == 1


@pytest.mark.parametrize(
    ("part", "emptied", "field", "said"),
    [
        ("identity", {"title-ar": "", "title-fr": ""}, "title-ar", "The title of the event is missing."),
        ("place", {"city-ar": "", "city-fr": ""}, "city-ar", "The city is missing."),
        ("place", {"starts_on": "", "ends_on": ""}, "starts_on", "The dates of the event are missing."),
    ],
)
def test_an_open_event_keeps_what_it_needed_to_open(
    client: FlaskClient, app: Flask, part: str, emptied: dict[str, str], field: str, said: str
) -> None:
    make.forum(help_phone=HELP)
    make.enter(client, make.account(Role.ORGANISER, only()))
    kept = {"motto-fr": "Devise"} if part == "identity" else {"venue-fr": "Palais"}
    answer = forms.send(client, f"{OFFICE}event/{part}", emptied | kept)
    with using("fr"):
        assert (answer.status_code, _(said) in answer.text) == (409, True)
    assert f'href="#{field}"' in answer.text
    assert kept.items() <= forms.held(answer).items()
    db.session.expire_all()
    assert (bool(only().title), bool(only().city), bool(only().starts_on)) == (True, True, True)


def test_an_event_whose_days_went_by_may_be_corrected(client: FlaskClient, app: Flask) -> None:
    make.forum(**in_days(-3))
    make.enter(client, make.account(Role.ORGANISER, only()))
    assert forms.send(client, f"{OFFICE}event/identity", {"motto-fr": "Devise"}).status_code == 303


def test_an_announced_event_closes_once_its_days_are_over(client: FlaskClient, app: Flask) -> None:
    forum = make.forum(state=State.ANNOUNCED, starts_on=None, ends_on=None)
    make.enter(client, make.account(Role.ORGANISER, forum))
    token = forms.held(client.get("/fr/office/new"))
    assert client.post(f"{OFFICE}step/closed", data=token).status_code == 409


def test_a_step_back_says_what_it_concerns(client: FlaskClient, app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum)
    for number in range(3):
        make.registration(forum, category, email=f"{number}@example.org")
    make.signed(forum)
    make.agreement(forum)
    make.enter(client, make.account(Role.ORGANISER, forum))
    page = client.get(f"{OFFICE}step/announced").text
    with using("fr"):
        told = plural("%(num)d registration", "%(num)d registrations", 3)
        signed = plural("%(num)d signed agreement", "%(num)d signed agreements", 1)
        assert (str(told) in page, str(signed) in page) == (True, True)
