"""What an organiser reads first: what needs them today, and what comes next."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import now, today
from app.platform.i18n import _, using
from app.platform.mail_rows import State as MailState
from tests import forms, make

OFFICE = "/fr/office/live/"


def enter(client: FlaskClient, forum: Forum, role: Role = Role.ORGANISER) -> str:
    make.enter(client, make.account(role, forum, f"{role}@example.org"))
    return client.get(OFFICE).text


def said(sentence: str, **names: Any) -> str:
    with using("fr"):
        return str(_(sentence, **names))


def test_a_quiet_day_says_so_and_names_the_next_date(app: Flask, client: FlaskClient) -> None:
    page = enter(client, make.forum())
    assert said("Nothing needs you today") in page
    assert 'class="empty"' in page
    assert page.partition('id="dates"')[2].count('class="when"') == 2


def test_an_event_of_the_past_has_no_next_date(app: Flask, client: FlaskClient) -> None:
    then = today() - timedelta(days=3)
    page = enter(client, make.forum(state=State.CLOSED, starts_on=then, ends_on=then))
    assert 'id="dates"' not in page


def test_the_doors_of_the_next_day_are_among_the_dates(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    make.day(forum)
    page = enter(client, forum).partition('id="dates"')[2]
    assert page.count('class="when"') == 3
    assert "8\u00a0h\u00a030" in page


@pytest.mark.parametrize(
    ("state", "first", "length", "to"),
    [
        (State.OPEN, 0, 1, "under_way"),
        (State.OPEN, -1, 2, "under_way"),
        (State.OPEN, 1, 1, None),
        (State.OPEN, -2, 1, "under_way"),
        (State.UNDER_WAY, -1, 1, "closed"),
        (State.ANNOUNCED, -1, 1, "closed"),
        (State.UNDER_WAY, 0, 1, None),
        (State.ANNOUNCED, 0, 1, None),
    ],
)
def test_the_calendar_suggests_a_step_and_takes_none(
    app: Flask, client: FlaskClient, state: State, first: int, length: int, to: str | None
) -> None:
    starts = today() + timedelta(days=first)
    forum = make.forum(state=state, starts_on=starts, ends_on=starts + timedelta(days=length - 1))
    page = enter(client, forum).partition("<h2")[0]
    assert {step for step in State if f'href="{OFFICE}step/{step}"' in page} == ({to} if to else set())
    assert forum.state is state


def test_letters_invitations_and_registrations_ask_for_somebody(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    category = make.category(forum, places=1)
    make.registration(forum, category)
    make.registration(forum, category, wait=True, email="second@example.org")
    letter = make.letter(forum)
    invitation = make.invitation(forum)
    make.agreement(forum)
    with make.unit_of_work():
        letter.state = MailState.FAILED
        invitation.expires_at = now() + timedelta(days=1)
    page = enter(client, forum).partition("<h2")[0]
    told = ("messages?state=failed", "team", "agreements")
    told += ("registrations?waits=full", "registrations?since=today")
    main = page.partition("<main")[2]
    assert [one for one in told if f'href="{OFFICE}{one}"' not in main] == []


def test_nobody_is_told_of_what_they_may_not_open(app: Flask, client: FlaskClient) -> None:
    starts = today()
    forum = make.forum(starts_on=starts, ends_on=starts)
    letter, _invitation = make.letter(forum), make.invitation(forum)
    with make.unit_of_work():
        letter.state = MailState.FAILED
    page = enter(client, forum, Role.READER)
    assert "/messages" not in page
    assert "/step/" not in page
    assert said("Nothing needs you today") in page


def test_an_invitation_that_ran_out_no_longer_runs_out(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    invitation = make.invitation(forum)
    with make.unit_of_work():
        invitation.expires_at = now() - timedelta(days=1)
    assert said("Nothing needs you today") in enter(client, forum)


def test_a_page_drawn_again_after_a_preview_is_not_saved_yet(app: Flask, client: FlaskClient) -> None:
    enter(client, make.forum())
    address = f"{OFFICE}event/texts"
    seen = forms.send(client, address, {"about-fr": "Présentation", "preview": "1"})
    assert ("data-changed" in client.get(address).text, "data-changed" in seen.text) == (False, True)


def test_what_blocks_the_next_step_is_no_quiet_day(app: Flask, client: FlaskClient) -> None:
    page = enter(client, make.forum(state=State.DRAFT, starts_on=None, ends_on=None, city={}))
    assert said("Nothing needs you today") not in page
    assert f'href="{OFFICE}#next"' in page.partition("<h2")[0]


@pytest.mark.parametrize(
    ("state", "days", "to"),
    [
        (State.DRAFT, 5, "announced"),
        (State.ANNOUNCED, 5, "open"),
        (State.ANNOUNCED, 8, None),
        (State.OPEN, 5, None),
    ],
)
def test_an_event_that_is_near_and_not_ready_is_told(
    app: Flask, client: FlaskClient, state: State, days: int, to: str | None
) -> None:
    starts = today() + timedelta(days=days)
    page = enter(client, make.forum(state=state, starts_on=starts, ends_on=starts)).partition("<h2")[0]
    assert {step for step in State if f'href="{OFFICE}step/{step}"' in page} == ({to} if to else set())


def test_an_archived_event_has_no_next_date(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(starts_on=today(), ends_on=today())
    assert 'id="dates"' in enter(client, forum)
    with make.unit_of_work():
        forum.state = State.ARCHIVED
    assert 'id="dates"' not in client.get(OFFICE).text


def test_the_page_of_a_step_that_is_blocked_has_no_button_for_it(app: Flask, client: FlaskClient) -> None:
    enter(client, make.forum(state=State.DRAFT, city={}))
    page = client.get(f"{OFFICE}step/announced").text.partition("<main")[2]
    assert said("Yes, go to this step") not in page
