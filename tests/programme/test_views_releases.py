"""The screen of releases, as somebody uses it without script."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.text import Translated
from app.programme.models import Session
from app.programme.release_rows import Release
from app.programme.words import Part
from tests import forms, make
from tests.programme import programmes as these
from tests.queries import counted

SCREEN = "/fr/office/live/programme/releases"
WARNED = {"all_the_same": "y"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def releases() -> list[Release]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Release).order_by(Release.number)))


def settled(of: Forum, name: str = "A", hour: int = 10) -> Session:
    """A session about which nothing warns but the hours of prayer."""
    one = these.session(of, name, hour)
    for part in (Part.MODERATOR, Part.RAPPORTEUR):
        these.takes_part(these.person(f"{name}{part.value}"), one, part)
    return one


def test_a_release_has_its_name_its_word_to_the_public_and_whoever_made_it(
    editor: FlaskClient, forum: Forum
) -> None:
    these.session(forum, "A")
    typed = {"name-fr": "Après la réunion", "note-fr": "Deux séances ont changé."} | WARNED
    answer = forms.send(editor, SCREEN, typed)
    (made,) = releases()
    assert (answer.status_code, answer.location) == (303, f"{SCREEN}/{made.id}")
    assert (made.name["fr"], made.note["fr"]) == ("Après la réunion", "Deux séances ont changé.")
    page = editor.get(SCREEN).text
    assert "Après la réunion" in page
    assert '<bdi dir="auto">programme_editor</bdi>' in page
    assert "A" in editor.get(answer.location).text


def test_warnings_that_stand_open_ask_for_a_tick(editor: FlaskClient, forum: Forum) -> None:
    these.session(forum, "A")
    refused = forms.send(editor, SCREEN, {"name-fr": "Version d’essai"})
    assert (refused.status_code, releases()) == (422, [])
    assert 'href="#all_the_same"' in refused.text
    assert forms.held(refused, "releases")["name-fr"] == "Version d’essai"
    assert forms.send(editor, SCREEN, WARNED).status_code == 303


def test_a_blocked_programme_shows_its_conflict_in_place_of_the_button(
    editor: FlaskClient, forum: Forum
) -> None:
    hall = make.hall(forum)
    first = these.session(forum, "A", hall_id=hall.id)
    filled = forms.held(editor.get(SCREEN), "releases") | WARNED
    second = these.session(forum, "B", hall_id=hall.id)
    page = editor.get(SCREEN).text
    assert f'action="{SCREEN}"' not in page
    for one in (first, second):
        assert f'href="/fr/office/live/programme/{one.id}"' in page
    assert 'href="/fr/office/live/programme/conflicts"' in page
    refused = editor.post(SCREEN, data=filled)
    assert (refused.status_code, releases()) == (409, [])
    assert 'href="/fr/office/live/programme/conflicts"' in refused.text


def test_a_page_that_is_no_longer_true_releases_nothing_and_shows_what_is(
    editor: FlaskClient, forum: Forum
) -> None:
    one = these.session(forum, "A")
    filled = forms.held(editor.get(SCREEN), "releases") | WARNED | {"name-fr": "Nommée"}
    these.change(one, title=Translated(fr="Autre titre"))
    refused = editor.post(SCREEN, data=filled)
    assert (refused.status_code, releases()) == (409, [])
    again = forms.held(refused, "releases")
    assert ("Autre titre" in refused.text, again["name-fr"]) == (True, "Nommée")
    assert editor.post(SCREEN, data=again | WARNED).status_code == 303


def test_the_same_page_sent_twice_releases_once(editor: FlaskClient, forum: Forum) -> None:
    these.session(forum, "A")
    filled = forms.held(editor.get(SCREEN), "releases") | WARNED
    assert [editor.post(SCREEN, data=filled).status_code for _ in range(2)] == [303, 409]
    assert len(releases()) == 1


def test_two_editors_at_once_make_one_release(app: Flask, forum: Forum) -> None:
    settled(forum)
    clients = [
        make.enter(app.test_client(), make.account(Role.ORGANISER, forum, f"{n}@example.org"))
        for n in range(2)
    ]
    assert "all_the_same" not in clients[0].get(SCREEN).text
    assert sorted(forms.at_once(clients, [SCREEN] * 2)) == [303, 409]
    assert len(releases()) == 1


def test_the_difference_is_told_by_what_happened_with_who_came_and_who_left(
    editor: FlaskClient, forum: Forum
) -> None:
    one, gone = these.session(forum, "Eau", 8), these.session(forum, "Terre", 9)
    old, new = these.person("Driss"), these.person("Amina")
    these.takes_part(old, one)
    these.release(forum)
    these.leaves(old, one)
    these.takes_part(new, one)
    these.later(one, 4)
    with unit_of_work():
        db.session.delete(db.session.get_one(Session, gone.id))
    these.session(forum, "Feu", 15)
    page = editor.get(SCREEN).text
    for found in ("Eau", "Terre", "Feu", "Driss El Idrissi", "Amina El Idrissi"):
        assert found in page


def test_restoring_shows_the_difference_first_and_changes_the_draft_alone(
    editor: FlaskClient, forum: Forum
) -> None:
    one = these.session(forum, "Eau")
    release = these.release(forum)
    these.change(one, title=Translated(fr="Terre"))
    address = f"{SCREEN}/{release.id}/restoration"
    asked = editor.get(address)
    assert ("Eau" in asked.text, "Terre" in asked.text) == (True, True)
    assert editor.post(address, data=forms.held(asked)).location == "/fr/office/live/programme"
    assert [one.title["fr"] for one in db.session.scalars(sa.select(Session))] == ["Eau"]
    assert len(releases()) == 1
    assert editor.post(address, data=forms.held(asked)).status_code == 409


def test_the_letters_are_counted_read_and_then_sent(editor: FlaskClient, forum: Forum) -> None:
    one = these.session(forum, "Eau")
    reached = these.person("Zineb", "zineb@example.org")
    silent = make.person(forum, given_latin="Driss", family_latin="Sans Adresse", given_ar="", family_ar="")
    for who in (reached, silent):
        these.takes_part(who, one)
    release = these.release(forum)
    address = f"{SCREEN}/{release.id}/letters"
    page = editor.get(address)
    assert forms.held(page, "letters")["count"] == "1"
    for found in ("Zineb El Idrissi", "Driss Sans Adresse", f"people/{silent.id}"):
        assert found in page.text
    assert "zineb@example.org" not in page.text
    other = editor.get(address, query_string={"person": silent.id, "since": 0})
    assert 'lang="ar"' in other.text  # nothing is known of the language of the other
    assert forms.send(editor, address).status_code == 303
    assert db.session.scalars(sa.select(Job.args).where(Job.name == "programme.tell")).all() == [
        {"release_id": release.id, "since_id": None}
    ]


def test_who_is_not_concerned_has_no_letter_to_read(editor: FlaskClient, forum: Forum) -> None:
    these.session(forum, "Eau")
    release = these.release(forum)
    page = editor.get(f"{SCREEN}/{release.id}/letters", query_string={"person": these.person("Amina").id})
    assert (page.status_code, "Amina" in page.text, "<button" in page.text.split("<main", 1)[1]) == (
        200,
        False,
        False,
    )


def test_an_archived_event_shows_its_releases_and_takes_none(editor: FlaskClient, forum: Forum) -> None:
    one = these.session(forum, "Eau")
    release = these.release(forum)
    these.later(one, 1)
    filled = forms.held(editor.get(SCREEN), "releases") | WARNED
    these.change(forum, state=State.ARCHIVED)
    assert editor.get(SCREEN).status_code == 200
    assert f'action="{SCREEN}"' not in editor.get(SCREEN).text
    for address in (SCREEN, f"{SCREEN}/{release.id}/restoration", f"{SCREEN}/{release.id}/letters"):
        assert editor.post(address, data=filled).status_code == 409


def test_a_release_of_another_event_is_not_found(editor: FlaskClient, forum: Forum) -> None:
    other = make.forum("other")
    these.session(other, "Eau")
    theirs = these.release(other)
    for end in ("", "/restoration", "/letters"):
        assert editor.get(f"{SCREEN}/{theirs.id}{end}").status_code == 404


@pytest.mark.parametrize("end", ["", "/{}", "/{}/restoration", "/{}/letters"])
def test_a_page_asks_the_database_as_often_for_many_sessions_as_for_one(
    editor: FlaskClient, forum: Forum, end: str
) -> None:
    spent = []
    for round_, size in enumerate((1, 1, 3)):  # the first has nothing before it
        for number in range(size):
            hour = 8 + number + 2 * round_
            these.takes_part(
                these.person(f"P{round_}{number}", f"p{round_}{number}@example.org"),
                settled(forum, f"S{round_}{number}", hour),
            )
        release = these.release(forum)
        for one in db.session.scalars(sa.select(Session)).all():
            these.change(one, title=Translated(fr=f"{one.title['fr']}+"))
            these.takes_part(these.person("Neuf"), one)
        address = SCREEN + end.format(release.id)
        editor.get(address)
        with counted() as sent:
            assert editor.get(address).status_code == 200
        spent.append(len(sent))
        these.release(forum)
    assert spent[1] == spent[2]
