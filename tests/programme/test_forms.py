"""What the form of a session makes of what is typed: when it ends, which hall, what is kept of it."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.text import Translated
from app.programme.models import Session
from tests import forms, make
from tests.programme.sessions import LIST, NEW, counted, only

RAMADAN, LAST = date(2026, 3, 1), date(2026, 6, 2)
DAY = date(2026, 6, 1)
TIMED = {"title-fr": "Cadre juridique", "day": "2026-06-01", "hour": "09:30"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=RAMADAN, ends_on=LAST)


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [
        ({"minutes": "90", "ends": ""}, 90),
        ({"minutes": "", "ends": "11:00"}, 90),
        ({"minutes": "90", "ends": "11:00"}, 90),
        ({"minutes": "", "ends": "", "hour": "23:00"}, None),
        ({"minutes": "", "ends": "01:00", "hour": "23:00"}, 120),
    ],
)
def test_the_length_or_the_end_is_enough(
    editor: FlaskClient, forum: Forum, sent: dict[str, str], minutes: int | None
) -> None:
    assert forms.send(editor, NEW, TIMED | sent).status_code == 303
    assert only(forum).minutes == minutes


@pytest.mark.parametrize(
    ("sent", "minutes", "ends"),
    [
        ({"minutes": "45"}, 45, "10:45"),
        ({"ends": "12:00"}, 120, "12:00"),
        ({"hour": "14:00"}, 60, "15:00"),
        ({"hour": "14:00", "ends": "14:30"}, 30, "14:30"),
    ],
)
def test_what_was_changed_of_length_and_end_is_meant_and_both_are_shown(
    editor: FlaskClient, forum: Forum, sent: dict[str, str], minutes: int, ends: str
) -> None:
    address = f"{LIST}/{make.session(forum, starts_at=at(DAY, 10)).id}"
    assert forms.send(editor, address, sent).status_code == 303
    assert only(forum).minutes == minutes
    again = forms.held(editor.get(address))
    assert (again["minutes"], again["ends"]) == (str(minutes), ends)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"minutes": "60", "ends": "11:00"}, "ends"),
        ({"ends": "09:32"}, "ends"),
        ({"ends": "22:30"}, "ends"),
        ({"ends": "11:00", "hour": "", "day": ""}, "ends"),
        ({"ends": "11:00", "hour": ""}, "day"),
    ],
)
def test_an_end_that_cannot_be_is_said_at_its_field(
    editor: FlaskClient, forum: Forum, sent: dict[str, str], field: str
) -> None:
    answer = forms.send(editor, NEW, TIMED | sent)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert forms.held(answer).items() >= (TIMED | sent).items()
    assert counted(Session) == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1955-12-31"])
def test_a_year_far_away_is_refused_also_while_the_event_has_no_dates(
    client: FlaskClient, app: Flask, day: str
) -> None:
    without = make.forum("later", starts_on=None, ends_on=None)
    editor = make.enter(client, make.account(Role.PROGRAMME_EDITOR, without))
    here = "/fr/office/later/programme"
    for time in ({"minutes": "720"}, {"ends": "11:00"}):
        sent = TIMED | {"day": day, "hour": "12:00"} | time
        answer = forms.send(editor, f"{here}/new", sent)
        assert (answer.status_code, 'href="#day"' in answer.text, counted(Session)) == (422, True, 0)
        filled = forms.held(editor.get(f"{here}/new")) | sent
        assert editor.post(f"{here}/conflicts/typed", data=filled).status_code == 200


def test_everything_that_a_session_is_comes_back_as_it_was_typed(editor: FlaskClient, forum: Forum) -> None:
    hall, theme = make.hall(forum), make.theme(forum)
    sent = TIMED | {
        "kind": "workshop",
        "title-ar": "ورشة",
        "minutes": "45",
        "ends": "",
        "hall_id": str(hall.id),
        "theme_id": str(theme.id),
        "abstract-fr": "**Un** atelier",
        "note-ar": "ملاحظة",
        "languages": ["ar", "fr"],
        "interpretation": ["sgn"],
        "capacity": "٣٠",
        "needs_registration": "y",
        "is_public": None,
        "team_note": "À confirmer",
    }
    assert forms.send(editor, NEW, sent).status_code == 303
    made = only(forum)
    assert (made.kind, dict(made.title)) == ("workshop", {"ar": "ورشة", "fr": "Cadre juridique"})
    assert (dict(made.abstract), dict(made.note)) == ({"fr": "**Un** atelier"}, {"ar": "ملاحظة"})
    assert (made.starts_at, made.minutes) == (at(DAY, 9, 30), 45)
    assert (made.hall_id, made.theme_id, made.capacity) == (hall.id, theme.id, 30)
    assert (made.languages, made.interpretation) == (["ar", "fr"], ["sgn"])
    assert (made.needs_registration, made.is_public, made.team_note) == (True, False, "À confirmer")


def test_a_preview_shows_the_texts_and_saves_nothing(editor: FlaskClient) -> None:
    sent = TIMED | {"abstract-fr": "**Un** atelier", "talks-0-title-fr": "T", "talks-0-abstract-fr": "*Deux*"}
    answer = forms.send(editor, NEW, sent, preview="1")
    assert (answer.status_code, counted(Session)) == (200, 0)
    assert ("<strong>Un</strong>" in answer.text, "<em>Deux</em>" in answer.text) == (True, True)
    assert forms.held(answer).items() >= sent.items()


def test_a_copy_begins_from_a_session_without_its_people_unless_they_are_asked_for(
    editor: FlaskClient, forum: Forum
) -> None:
    made = make.session(forum, starts_at=at(DAY, 10), title=Translated(fr="Atelier"))
    sent = {"talks-0-title-fr": "Exposé", "people-0-unnamed-fr": "Un groupe", "people-0-part": "chair"}
    forms.send(editor, f"{LIST}/{made.id}", sent)
    alone = forms.held(editor.get(f"{NEW}?copy={made.id}"))
    assert (alone["title-fr"], alone["hour"], alone["talks-0-title-fr"]) == ("Atelier", "10:00", "Exposé")
    assert (alone["talks-0-key"], "people-0-unnamed-fr" in alone) == ("0", False)
    assert counted(Session) == 1
    whole = forms.held(editor.get(f"{NEW}?copy={made.id}&people=1"))
    assert whole["people-0-unnamed-fr"] == "Un groupe"
    assert editor.post(f"{NEW}?copy={made.id}&people=1", data=whole).status_code == 303
    assert counted(Session) == 2


def test_a_session_of_another_event_is_not_copied(editor: FlaskClient) -> None:
    theirs = make.session(make.forum("other"), title=Translated(fr="Secret"))
    answer = editor.get(f"{NEW}?copy={theirs.id}")
    assert (answer.status_code, "Secret" in answer.text) == (200, False)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"day": "", "hour": "", "minutes": "", "ends": "11:00"}, "ends"),
        ({"minutes": "60", "talks-0-title-fr": "Exposé", "talks-0-minutes": "61"}, "talks"),
    ],
)
def test_what_would_be_lost_or_cannot_be_is_said(
    editor: FlaskClient, forum: Forum, sent: dict[str, str], field: str
) -> None:
    answer = forms.send(editor, NEW, TIMED | sent)
    assert (answer.status_code, f'href="#{field}' in answer.text) == (422, True)
    assert counted(Session) == 0
