"""The list of the sessions of a draft: what stands where, what is told of each, what is done to one."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme import actions
from app.programme.models import Session
from app.programme.words import Kind
from tests import forms, make, make_programme
from tests.programme.sessions import LIST
from tests.queries import counted

FRIDAY = date(2026, 6, 5)


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=FRIDAY, ends_on=FRIDAY + timedelta(days=1))


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def said(text: str, **given: object) -> str:
    with using("fr"):
        return str(_(text, **given))


def named(page: str) -> list[str]:
    """The titles of the list, in its order."""
    return re.findall(r'/programme/\d+">([^<]+)</a>', page)


def called(of: Forum, name: str, **values: object) -> Session:
    return make.session(of, title=Translated(fr=name), **values)


def test_sessions_stand_by_day_and_hour_and_those_without_one_last(editor: FlaskClient, forum: Forum) -> None:
    called(forum, "Sans heure", starts_at=None)
    called(forum, "Samedi", starts_at=at(FRIDAY + timedelta(days=1), 9))
    called(forum, "Tard", starts_at=at(FRIDAY, 15))
    called(forum, "Tôt", starts_at=at(FRIDAY, 9))
    page = editor.get(LIST).text
    assert named(page) == ["Tôt", "Tard", "Samedi", "Sans heure"]
    heads = re.findall(r'<section class="sessions-day" aria-label="([^"]+)"', page)
    assert heads == ["vendredi 5 juin 2026", "samedi 6 juin 2026", said("Without an hour")]


def test_the_address_narrows_by_day_hall_theme_kind_and_words(editor: FlaskClient, forum: Forum) -> None:
    hall, theme = make.hall(forum), make.theme(forum)
    called(forum, "Atelier", starts_at=at(FRIDAY, 9), hall_id=hall.id, kind=Kind.WORKSHOP)
    talked = called(forum, "Plénière", starts_at=None, theme_id=theme.id)
    make_programme.talk(talked, title=Translated(fr="La réinsertion"))
    make_programme.part(talked, make.person(forum, given_latin="Khadija", family_latin="Bennani"))
    found = {
        f"day={FRIDAY}": ["Atelier"],
        "day=none": ["Plénière"],
        f"hall={hall.id}": ["Atelier"],
        "hall=none": ["Plénière"],
        f"theme={theme.id}": ["Plénière"],
        "kind=workshop": ["Atelier"],
        "q=reinsertion": ["Plénière"],
        "q=bennani+khadija": ["Plénière"],
        "q=atelier&kind=plenary": [],
    }
    assert {words: named(editor.get(f"{LIST}?{words}").text) for words in found} == found


def test_what_is_internal_new_or_changed_since_the_release_is_marked(
    editor: FlaskClient, forum: Forum
) -> None:
    internal, new, changed = (
        said("Internal"),
        said("Not released yet"),
        said("Changed since the release"),
    )
    first = called(forum, "Premier", is_public=False)
    page = editor.get(LIST).text
    assert (internal in page, new in page, changed in page) == (True, False, False)
    make.release(forum)
    assert new not in editor.get(LIST).text
    called(forum, "Deuxième", starts_at=at(FRIDAY, 15))
    with unit_of_work():
        actions.edit(first, {"title": Translated(fr="Autre")}, version=first.version, by=None)
    page = editor.get(LIST).text
    assert (new in page, changed in page) == (True, True)


def test_what_was_released_and_is_removed_is_said_before_and_after(editor: FlaskClient, forum: Forum) -> None:
    told = said("The public sees it now: the next release will tell it as cancelled.")
    made = called(forum, "Annulée")
    address = f"{LIST}/{made.id}/removal"
    assert told not in editor.get(address).text
    make.release(forum)
    assert told in editor.get(address).text
    forms.send(editor, address)
    page = editor.get(LIST).text
    assert said("In the released programme, and no longer here") in page
    assert "Annulée" in page


def test_conflicts_are_counted_by_session_and_told_after_saving(editor: FlaskClient, forum: Forum) -> None:
    hall = make.hall(forum)
    first = called(forum, "Un", hall_id=hall.id, starts_at=at(FRIDAY, 9))
    second = called(forum, "Deux", hall_id=hall.id, starts_at=at(FRIDAY, 15))
    assert f"conflicts?session={first.id}" in editor.get(LIST).text  # warned of: nobody moderates it
    answer = forms.send(editor, f"{LIST}/{second.id}", hour="09:30", ends="")
    page = editor.get(answer.location).text
    assert page.count('class="state urgent"') == 2
    assert said("What clashes in the session that you saved") in page
    assert said("What clashes in the session that you saved") not in editor.get(LIST).text


def test_prayers_stand_between_the_sessions_of_a_whole_day(editor: FlaskClient, forum: Forum) -> None:
    with unit_of_work():
        forum.city = Translated(fr="Meknès", ar="مكناس")
    called(forum, "Matin", starts_at=at(FRIDAY, 10))
    called(forum, "Soir", starts_at=at(FRIDAY, 16))
    page = editor.get(LIST).text
    places = [page.index(">Matin</a>"), page.index('class="prayer-line"'), page.index(">Soir</a>")]
    assert places == sorted(places)
    assert page.count('class="prayer-line"') == 1
    assert 'class="prayer-line"' not in editor.get(f"{LIST}?kind=plenary").text


def test_sessions_of_one_hour_are_put_in_order_by_hand(editor: FlaskClient, forum: Forum) -> None:
    first, second = called(forum, "Un"), called(forum, "Deux")
    called(forum, "Seul", starts_at=at(FRIDAY, 15))
    version = second.version
    page = editor.get(LIST)
    assert re.findall(r"programme/(\d+)/(up|down)", page.text) == [
        (str(first.id), "down"),
        (str(second.id), "up"),
    ]
    answer = editor.post(f"{LIST}/{second.id}/up", data=forms.held(page, "selected"))
    assert (answer.status_code, answer.location) == (303, f"{LIST}#session-{second.id}")
    assert named(editor.get(LIST).text) == ["Deux", "Un", "Seul"]
    db.session.refresh(second)
    assert second.version == version
    editor.post(f"{LIST}/{second.id}/up", data=forms.held(page, "selected"))
    acts = sa.select(Entry.act).where(Entry.act == "session.shifted")
    assert len(db.session.scalars(acts).all()) == 1


def test_a_session_of_another_event_is_not_moved(editor: FlaskClient, forum: Forum) -> None:
    theirs = make.session(make.forum("other"))
    called(forum, "Un")
    token = forms.held(editor.get(LIST), "selected")
    assert editor.post(f"{LIST}/{theirs.id}/up", data=token).status_code == 404


def test_an_empty_list_says_how_to_begin(editor: FlaskClient) -> None:
    page = editor.get(LIST).text
    assert said("Add the opening session first, then the others by day and hour.") in page
    assert 'role="search"' not in page


def test_the_list_asks_as_much_for_three_sessions_as_for_one(editor: FlaskClient, forum: Forum) -> None:
    def asked() -> int:
        with counted() as statements:
            assert editor.get(LIST).status_code == 200
        return len(statements)

    def one(name: str) -> None:
        made = called(forum, name, hall_id=make.hall(forum).id)
        talk = make_programme.talk(made)
        make_programme.part(made, make.person(forum, given_latin=name), talk=talk)

    one("Un")
    make.release(forum)
    first = asked()
    one("Deux")
    one("Trois")
    assert asked() == first
