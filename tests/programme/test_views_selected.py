"""Several sessions at once: asked, shown as they would be, done to all of them or to none."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import hour, using
from app.platform.text import Translated
from app.programme import actions, selected_actions
from app.programme.models import Session
from app.programme.selected import Act
from tests import forms, make, make_programme
from tests.programme.sessions import LIST

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)
ACT = f"{LIST}/selected"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=DAY, ends_on=NEXT)


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


@pytest.fixture
def sessions(forum: Forum) -> list[Session]:
    titles = [Translated(fr=name) for name in ("Un", "Deux", "Trois")]
    return [
        make.session(forum, title=title, starts_at=at(DAY, hour))
        for title, hour in zip(titles, (9, 10, 11), strict=True)
    ]


def begin(editor: FlaskClient, ticked: list[Session], act: str) -> TestResponse:
    """The page that the list opens for the ticked sessions."""
    token = forms.held(editor.get(LIST), "selected")
    sent: dict[str, Any] = token | {"act": act, "id": [str(one.id) for one in ticked]}
    return editor.post(ACT, data=sent)


def go(
    editor: FlaskClient, page: TestResponse, ticked: list[Session], step: str, **typed: str
) -> TestResponse:
    """The next page, with all hidden keys that the page holds."""
    sent: dict[str, Any] = forms.held(page) | {"id": [str(one.id) for one in ticked], "step": step} | typed
    return editor.post(ACT, data=sent)


def hours() -> list[str | None]:
    rows = db.session.scalars(
        sa.select(Session).order_by(Session.id).execution_options(populate_existing=True)
    )
    return [f"{one.starts_at:%d %H:%M}" if one.starts_at else None for one in rows]


def test_sessions_move_together_after_they_were_shown(editor: FlaskClient, sessions: list[Session]) -> None:
    asked = begin(editor, sessions[:2], "move")
    assert (asked.status_code, "Un" in asked.text, "Trois" in asked.text) == (200, True, False)
    shown = go(editor, asked, sessions[:2], "show", value="-٣٠")
    assert (shown.status_code, hours()[0]) == (200, "01 08:00")
    with using("fr"):
        then = [hour(at(DAY, 8, 30)), hour(at(DAY, 9, 30)), hour(at(DAY, 10, 30))]
    assert [one in shown.text for one in then] == [True, True, False]
    done = go(editor, shown, sessions[:2], "do")
    assert (done.status_code, done.location) == (303, LIST)
    assert hours() == ["01 07:30", "01 08:30", "01 10:00"]
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == "session.edited")).all()
    assert {one.subject_id for one in entries} == {one.id for one in sessions[:2]}
    assert {tuple(one.details["changes"]) for one in entries if one.details} == {("starts_at",)}


@pytest.mark.parametrize(
    ("act", "value", "column", "becomes"),
    [
        ("day", "2026-06-02", "starts_at", at(NEXT, 9)),
        ("shown", "internal", "is_public", False),
    ],
)
def test_a_day_or_who_sees_them_is_set(
    editor: FlaskClient, sessions: list[Session], act: str, value: str, column: str, becomes: object
) -> None:
    shown = go(editor, begin(editor, sessions, act), sessions, "show", value=value)
    assert go(editor, shown, sessions, "do").status_code == 303
    db.session.expire_all()
    assert getattr(sessions[0], column) == becomes


@pytest.mark.parametrize(("act", "column"), [("hall", "hall_id"), ("theme", "theme_id")])
def test_a_hall_or_a_theme_is_set_and_taken_away_again(
    editor: FlaskClient, forum: Forum, sessions: list[Session], act: str, column: str
) -> None:
    row = make.hall(forum) if act == "hall" else make.theme(forum)
    for value, becomes in ((str(row.id), row.id), ("", None)):
        shown = go(editor, begin(editor, sessions, act), sessions, "show", value=value)
        assert go(editor, shown, sessions, "do").status_code == 303
        db.session.expire_all()
        assert {getattr(one, column) for one in sessions} == {becomes}


def test_a_hall_of_another_event_is_refused_at_its_field(
    editor: FlaskClient, sessions: list[Session]
) -> None:
    theirs = make.hall(make.forum("other"))
    answer = go(editor, begin(editor, sessions, "hall"), sessions, "show", value=str(theirs.id))
    assert (answer.status_code, 'href="#value"' in answer.text) == (422, True)


def test_when_one_cannot_follow_it_is_named_and_nothing_is_done(
    editor: FlaskClient, forum: Forum, sessions: list[Session]
) -> None:
    late = make.session(forum, title=Translated(fr="Soir"), starts_at=at(DAY, 23))
    before = hours()
    answer = go(editor, begin(editor, [*sessions, late], "move"), [*sessions, late], "show", value="60")
    assert (answer.status_code, hours()) == (409, before)
    assert "<li>Soir: " in answer.text
    assert "<li>Un: " not in answer.text
    assert "seen" not in forms.held(answer)


def test_all_that_go_are_named_before_they_are_removed(
    editor: FlaskClient, forum: Forum, sessions: list[Session]
) -> None:
    make_programme.part(sessions[0], make.person(forum), talk=make_programme.talk(sessions[0]))
    keys = {one.id for one in sessions[:2]}
    asked = begin(editor, sessions[:2], "remove")
    assert [name in asked.text for name in ("Un", "Deux", "Trois")] == [True, True, False]
    assert len(hours()) == 3
    assert go(editor, asked, sessions[:2], "do").status_code == 303
    assert hours() == ["01 10:00"]
    gone = db.session.scalars(sa.select(Entry.subject_id).where(Entry.act == "session.removed")).all()
    assert set(gone) == keys


def test_what_changed_since_it_was_shown_is_shown_again_first(
    editor: FlaskClient, sessions: list[Session]
) -> None:
    shown = go(editor, begin(editor, sessions, "move"), sessions, "show", value="10")
    with unit_of_work():
        actions.edit(sessions[0], {"starts_at": at(DAY, 14)}, version=sessions[0].version, by=None)
    answer = go(editor, shown, sessions, "do")
    assert (answer.status_code, hours()[0]) == (409, "01 13:00")
    assert go(editor, answer, sessions, "do").status_code == 303
    assert hours()[0] == "01 13:10"


def test_another_value_than_was_shown_is_shown_first(editor: FlaskClient, sessions: list[Session]) -> None:
    shown = go(editor, begin(editor, sessions, "move"), sessions, "show", value="10")
    before = hours()
    answer = go(editor, shown, sessions, "do", value="90")
    assert (answer.status_code, hours()) == (409, before)


def test_pressed_twice_at_once_it_is_done_once(
    app: Flask, editor: FlaskClient, sessions: list[Session], forum: Forum
) -> None:
    shown = forms.held(go(editor, begin(editor, sessions[:1], "move"), sessions[:1], "show", value="10"))
    for answer in (303, 409):
        assert editor.post(ACT, data=shown | {"step": "do"}).status_code == answer
    assert hours()[0] == "01 08:10"
    keys, seen = [sessions[0].id], shown["seen"]
    with pytest.raises(Conflict), unit_of_work():
        selected_actions.change(forum, keys, Act.MOVE, 10, seen=seen, by=None)


def test_sessions_of_another_event_are_not_touched(editor: FlaskClient, sessions: list[Session]) -> None:
    theirs = make.session(make.forum("other"))
    assert begin(editor, [theirs], "remove").status_code == 409
    asked = begin(editor, [sessions[0], theirs], "remove")
    assert go(editor, asked, [sessions[0], theirs], "do").status_code == 303
    db.session.expire_all()
    assert db.session.get(Session, theirs.id)


def test_nothing_ticked_or_nothing_chosen_is_said(editor: FlaskClient, sessions: list[Session]) -> None:
    assert begin(editor, [], "move").status_code == 409
    assert begin(editor, sessions, "explode").status_code == 409


@pytest.mark.parametrize("value", ["", "0", "dix", "1441"])
def test_a_number_that_moves_nothing_is_said_at_its_field(
    editor: FlaskClient, sessions: list[Session], value: str
) -> None:
    answer = go(editor, begin(editor, sessions, "move"), sessions, "show", value=value)
    assert (answer.status_code, 'href="#value"' in answer.text) == (422, True)
    assert forms.held(answer)["value"] == value


def test_an_event_in_the_archive_is_not_changed(
    editor: FlaskClient, forum: Forum, sessions: list[Session]
) -> None:
    shown = go(editor, begin(editor, sessions, "move"), sessions, "show", value="10")
    seen = forms.held(shown)["seen"]
    with unit_of_work():
        forum.state = State.ARCHIVED
    assert go(editor, shown, sessions, "do").status_code == 409
    with pytest.raises(Conflict), unit_of_work():
        selected_actions.change(forum, [one.id for one in sessions], Act.MOVE, 10, seen=seen, by=None)
    assert hours() == ["01 08:00", "01 09:00", "01 10:00"]
