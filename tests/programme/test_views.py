"""Building the programme."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme import actions
from app.programme.models import Session, Talk
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
    editor: FlaskClient, forum: Forum, day: date, hour: str, kept: datetime
) -> None:
    answer = forms.send(editor, NEW, TYPED, day=day.isoformat(), hour=hour)
    told = f"?saved={only().id}#session-{only().id}"
    assert (answer.status_code, answer.location) == (303, LIST + told)
    assert only().starts_at == kept
    make.release(forum)
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
    make.release(forum)
    page = client.get("/fr/forums/live/").text
    names = sorted(("Unknown", "Late", "Early", "Before"), key=lambda name: page.index(f">{name}<"))
    assert names == ["Before", "Early", "Late", "Unknown"]


def test_hours_that_nobody_says_are_missing_in_a_source_only_where_there_is_one(
    client: FlaskClient, forum: Forum
) -> None:
    make.session(forum, starts_at=None)
    make.release(forum)
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


def test_of_two_who_change_a_session_the_second_sees_both_versions_and_may_keep_theirs(
    editor: FlaskClient, forum: Forum
) -> None:
    made = make.session(forum)
    address = f"{LIST}/{made.id}"
    mine = forms.held(editor.get(address)) | {"title-fr": "Le mien", "talks-0-title-fr": "Mon exposé"}
    forms.send(editor, address, {"title-fr": "Le leur", "talks-0-title-fr": "Leur exposé"})
    answer = editor.post(address, data=mine)
    assert answer.status_code == 409
    told = ("Le mien", "Le leur", "Mon exposé", "Leur exposé")
    assert [one for one in told if one not in answer.text] == []
    again = forms.held(answer)
    assert again["talks-0-title-fr"] == "Mon exposé"
    assert editor.post(address, data=again).status_code == 303
    db.session.expire_all()
    assert only().title["fr"] == "Le mien"
    assert db.session.scalars(sa.select(Talk.title)).all() == [{"fr": "Mon exposé"}]


def test_two_changes_at_once_save_one(app: Flask, forum: Forum) -> None:
    address = f"{LIST}/{make.session(forum).id}"
    user = make.account(Role.PROGRAMME_EDITOR, forum)
    clients = [make.enter(app.test_client(), user) for _ in range(2)]
    typed = {"talks-0-title-fr": "Exposé"}
    assert sorted(forms.at_once(clients, [address] * 2, typed)) == [303, 409]
    assert len(db.session.scalars(sa.select(Talk.id)).all()) == 1


def test_a_hall_that_somebody_removes_meanwhile_is_said_at_its_field_and_the_text_is_kept(
    editor: FlaskClient, forum: Forum
) -> None:
    hall = make.hall(forum)
    typed = forms.held(editor.get(NEW)) | TYPED | {"hall_id": str(hall.id)}
    with unit_of_work():
        db.session.delete(hall)
    answer = editor.post(NEW, data=typed)
    assert (answer.status_code, 'href="#hall_id"' in answer.text) == (422, True)
    assert forms.held(answer)["title-fr"] == TYPED["title-fr"]


def test_a_hall_that_goes_after_the_form_was_checked_is_refused_by_the_action(forum: Forum) -> None:
    with pytest.raises(PartRefused) as refusal, unit_of_work():
        actions.add(forum, {"kind": "plenary", "title": Translated(fr="S"), "hall_id": 4711}, by=None)
    assert refusal.value.field == "hall_id"


def test_what_is_typed_into_a_session_that_somebody_removed_becomes_a_new_one(
    editor: FlaskClient, forum: Forum
) -> None:
    made = make.session(forum)
    make.session(forum)
    address = f"{LIST}/{made.id}"
    mine = forms.held(editor.get(address)) | {"title-fr": "Le mien", "talks-0-title-fr": "Exposé"}
    forms.send(editor, f"{address}/removal")
    answer = editor.post(address, data=mine)
    assert (answer.status_code, forms.held(answer)["talks-0-title-fr"]) == (409, "Exposé")
    assert editor.post(address, data=forms.held(answer)).status_code == 303
    titles = db.session.scalars(sa.select(Session.title).order_by(Session.id)).all()
    assert [one["fr"] for one in titles] == ["Séance d’essai", "Le mien"]
    assert editor.get(address).status_code == 404


def test_a_form_of_a_removed_session_overwrites_no_other_that_was_given_its_key(
    editor: FlaskClient, forum: Forum
) -> None:
    made = make.session(forum)
    address = f"{LIST}/{made.id}"
    key = made.id
    mine = forms.held(editor.get(address)) | {"title-fr": "Le mien"}
    forms.send(editor, f"{address}/removal")
    assert make.session(forum, id=key).id == key
    answer = editor.post(address, data=mine)
    assert (answer.status_code, forms.held(answer)["title-fr"]) == (409, "Le mien")
    assert editor.post(address, data=forms.held(answer)).status_code == 303
    titles = db.session.scalars(sa.select(Session.title).order_by(Session.id)).all()
    assert [one["fr"] for one in titles] == ["Séance d’essai", "Le mien"]


@pytest.mark.parametrize("key", [2**31, 10**20, -1])
def test_a_key_that_no_session_can_have_is_copied_from_nothing(editor: FlaskClient, key: int) -> None:
    assert editor.get(f"/fr/office/live/programme/new?copy={key}").status_code == 200


def test_a_session_that_never_was_here_is_not_found(editor: FlaskClient, forum: Forum) -> None:
    theirs = make.session(make.forum("other"))
    for key in (theirs.id, 4711):
        assert editor.get(f"{LIST}/{key}").status_code == 404
        token = forms.held(editor.get(NEW))
        assert editor.post(f"{LIST}/{key}", data=token).status_code == 404


def test_an_event_in_the_archive_keeps_its_sessions_as_they_are(editor: FlaskClient, forum: Forum) -> None:
    made = make.session(forum)
    address = f"{LIST}/{made.id}"
    sent = forms.held(editor.get(address))
    with unit_of_work():
        forum.state = State.ARCHIVED
    answers = [editor.post(one, data=sent).status_code for one in (address, NEW, f"{address}/removal")]
    assert answers == [409, 409, 409]
    for act in (actions.add, actions.edit):
        first = forum if act is actions.add else made
        more = {} if act is actions.add else {"version": made.version}
        with pytest.raises(Conflict), unit_of_work():
            act(first, {"kind": "plenary", "title": Translated(fr="S")}, by=None, **more)
