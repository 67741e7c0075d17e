"""Building the programme."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme.models import Session
from tests import forms, make

LIST, NEW = "/fr/office/live/programme", "/fr/office/live/programme/new"
RAMADAN, USUAL = date(2026, 3, 1), date(2026, 6, 1)
TYPED = {
    "title-fr": "Cadre juridique",
    "kind": "plenary",
    "day": "2026-06-01",
    "hour": "09:30",
    "minutes": "90",
}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=RAMADAN, ends_on=USUAL)


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def only() -> Session:
    return db.session.scalars(sa.select(Session)).one()


@pytest.mark.parametrize(
    ("day", "hour", "kept"),
    [
        (USUAL, "09:30", datetime(2026, 6, 1, 8, 30, tzinfo=UTC)),
        (RAMADAN, "09:30", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        (USUAL, "00:15", datetime(2026, 5, 31, 23, 15, tzinfo=UTC)),
    ],
)
def test_the_wall_clock_of_morocco_is_kept_as_utc_and_shown_again(
    editor: FlaskClient, day: date, hour: str, kept: datetime
) -> None:
    answer = forms.send(editor, NEW, TYPED, day=day.isoformat(), hour=hour)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert only().starts_at == kept
    public = editor.get("/fr/forums/live/").text
    assert f'<bdi dir="ltr">{hour}</bdi>' in public
    again = forms.held(editor.get(f"{LIST}/{only().id}"))
    assert (again["day"], again["hour"]) == (day.isoformat(), hour)


def test_a_session_without_a_time_is_one_whose_time_is_not_known(editor: FlaskClient) -> None:
    assert forms.send(editor, NEW, TYPED, day="", hour="", minutes="").status_code == 303
    assert (only().starts_at, only().minutes) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title-fr": ""}, "title-ar"),
        ({"day": "2026-06-02"}, "day"),
        ({"day": "2026-02-28"}, "day"),
        ({"day": ""}, "hour"),
        ({"day": "demain"}, "day"),
        ({"hour": "25:00"}, "hour"),
        ({"minutes": "4"}, "minutes"),
        ({"minutes": "721"}, "minutes"),
        ({"minutes": "une heure"}, "minutes"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    editor: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(editor, NEW, TYPED | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert forms.held(answer).items() >= (TYPED | wrong).items()
    assert db.session.scalar(sa.select(sa.func.count(Session.id))) == 0


@pytest.mark.parametrize("minutes", ["5", "٧٢٠"])
def test_the_shortest_and_the_longest_session_are_taken(editor: FlaskClient, minutes: str) -> None:
    assert forms.send(editor, NEW, TYPED, minutes=minutes).status_code == 303
    assert only().minutes == int(minutes)


def test_an_edit_changes_what_was_typed_and_keeps_the_hour_and_the_hall(
    editor: FlaskClient, forum: Forum
) -> None:
    hall, theme = make.hall(forum), make.theme(forum)
    made = make.session(forum, starts_at=at(USUAL, 14, 5), hall_id=hall.id, theme_id=theme.id)
    assert forms.send(editor, f"{LIST}/{made.id}", {"note-fr": "En ligne"}).status_code == 303
    db.session.refresh(made)
    assert dict(made.note) == {"fr": "En ligne"}
    assert (made.starts_at, made.hall_id, made.theme_id) == (at(USUAL, 14, 5), hall.id, theme.id)


def test_a_hall_of_another_event_cannot_be_chosen(editor: FlaskClient) -> None:
    theirs = make.hall(make.forum("other"))
    answer = forms.send(editor, NEW, TYPED, hall_id=str(theirs.id))
    assert answer.status_code == 422
    assert 'href="#hall_id"' in answer.text


def test_sessions_stand_in_the_order_of_their_hours_those_without_one_last(
    client: FlaskClient, forum: Forum
) -> None:
    for name, starts in (("Unknown", None), ("Late", at(USUAL, 15)), ("Early", at(USUAL, 8))):
        make.session(forum, title=Translated(fr=name), starts_at=starts)
    make.session(forum, title=Translated(fr="Before"), starts_at=at(USUAL - timedelta(days=1), 20))
    page = client.get("/fr/forums/live/").text
    names = sorted(("Unknown", "Late", "Early", "Before"), key=lambda name: page.index(f">{name}<"))
    assert names == ["Before", "Early", "Late", "Unknown"]


def test_hours_that_nobody_says_are_missing_in_a_source_only_where_there_is_one(
    client: FlaskClient, forum: Forum
) -> None:
    make.session(forum, starts_at=None)
    with using("fr"):
        unsaid, sourced = _("Hours and halls: not stated"), _("Hours and halls: not in the source")
    page = client.get("/fr/forums/live/").text
    assert (unsaid in page, sourced in page) == (True, False)
    with unit_of_work():
        forum.state = State.ARCHIVED
        forum.sources = [{"kind": "press", "title": {"fr": "Un journal"}, "date": None, "note": None}]
    page = client.get("/fr/forums/live/").text
    assert (unsaid in page, sourced in page) == (False, True)


def test_removal_asks_first_and_names_what_goes(editor: FlaskClient, forum: Forum) -> None:
    address = f"{LIST}/{make.session(forum).id}/removal"
    asked = editor.get(address)
    assert "Séance d’essai" in asked.text
    assert only()
    assert editor.post(address, data=forms.held(asked)).location == LIST
    assert db.session.scalar(sa.select(sa.func.count(Session.id))) == 0
    assert editor.post(address, data=forms.held(asked)).status_code == 404
