"""The office's page of the rules."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform import clock
from app.platform.clock import today
from app.platform.db import db, unit_of_work
from app.registrations import rule_actions, rule_texts, rules
from tests import forms, make
from tests.registrations.persons import set_rules

PAGE = "/fr/office/live/registration-rules"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def test_the_rules_are_saved_as_they_were_typed(client: FlaskClient, forum: Forum) -> None:
    day = today() + timedelta(days=3)
    typed = {
        "changes_on": day.isoformat(),
        "changes_at": "18:30",
        "cancel_on": day.isoformat(),
        "workshops_most": "٣",
        "intro-fr": "Bienvenue à **{event}**.",
        "rights_mail": "droits@example.org",
        "keep_months": "24",
        "asks_directory": "y",
        "asks_photo": None,
    }
    assert forms.send(client, PAGE, typed).status_code == 303
    held = rules.of(forum.id)
    assert (held.changes_until, held.cancel_until) == (
        clock.at(day, 18, 30),
        clock.at(day + timedelta(days=1), 0),
    )
    assert (held.workshops_most, held.keep_months, held.rights_contact) == (3, 24, "droits@example.org")
    assert (held.asks_photo, held.asks_directory, held.asks_later) == (False, True, True)
    assert forms.held(client.get(PAGE))["changes_at"] == "18:30"
    assert forms.send(client, PAGE).status_code == 303
    assert (rules.of(forum.id).cancel_until, held.asks_cin) == (clock.at(day + timedelta(days=1), 0), False)
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "registration_rules.edited")).first()
    assert entry and entry.details
    assert entry.details["changes"]["keep_months"] == [12, 24]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"changes_at": "18:30"}, "changes_at"),
        ({"changes_on": "2099-01-01"}, "changes_on"),
        ({"cancel_on": "2099-01-01"}, "cancel_on"),
        ({"keep_months": "0"}, "keep_months"),
        ({"keep_months": ""}, "keep_months"),
        ({"intro-ar": "{number}"}, "intro-ar"),
        ({"after-fr": "{phone}"}, "after-fr"),
        ({"rights_mail": "a@example.org", "rights_phone": "0535000000"}, "rights_phone"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(
    client: FlaskClient, forum: Forum, typed: dict[str, str], field: str
) -> None:
    answer = forms.send(client, PAGE, typed)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert rules.of(forum.id).version is None


def test_a_text_is_seen_on_a_real_registration_before_it_is_saved(client: FlaskClient, forum: Forum) -> None:
    typed = {"after-fr": "Bonjour **{name}**, numéro {number}.", "preview": "1"}
    sample = forms.send(client, PAGE, typed)
    assert (sample.status_code, "‹" in sample.text) == (200, True)
    made = make.registration(forum, make.category(forum), given_latin="<b>*Kh*</b>", locale="fr")
    seen = forms.send(client, PAGE, typed).text
    assert "&lt;b&gt;*Kh*&lt;/b&gt; El Alami" in seen
    assert f"{made.number[:3]}\u00a0{made.number[3:]}" in seen
    assert "\u2068<b>*Kh*</b> El Alami\u2069".replace("<", "&lt;").replace(">", "&gt;") in seen
    assert "français" in seen.lower()
    assert rules.of(forum.id).version is None
    acts = sa.select(Entry.details).where(Entry.act == "registration_rules.previewed")
    assert db.session.scalars(acts).all() == [{"record": made.id}]


def test_of_two_editors_the_slower_compares(app: Flask, client: FlaskClient, forum: Forum) -> None:
    opened = forms.held(client.get(PAGE))
    forms.send(client, PAGE, keep_months="5")
    late = client.post(PAGE, data=opened | {"keep_months": "7"})
    assert (late.status_code, rules.of(forum.id).keep_months) == (409, 5)
    assert client.post(PAGE, data=forms.held(late)).status_code == 303
    assert rules.of(forum.id).keep_months == 7


def test_of_two_first_editors_at_once_one_compares(app: Flask, forum: Forum) -> None:
    user = make.account(Role.ORGANISER, forum, "second@example.org")
    clients = [make.enter(app.test_client(), user) for _ in range(2)]
    assert sorted(forms.at_once(clients, [PAGE, PAGE], {"keep_months": "9"})) == [303, 409]


def test_an_archived_event_keeps_its_rules(client: FlaskClient, forum: Forum) -> None:
    opened = forms.held(client.get(PAGE))
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, data=opened | {"keep_months": "9"}).status_code == 409
    assert rules.of(forum.id).version is None


def test_the_card_is_asked_for_only_under_an_authorisation(client: FlaskClient, forum: Forum) -> None:
    card = f"{PAGE}/card"
    assert forms.send(client, card, authorisation="A-1").status_code == 422
    assert forms.send(client, card, is_authorised="y").status_code == 422
    assert rules.of(forum.id).asks_cin is False
    assert forms.send(client, card, authorisation="A-1", is_authorised="y").status_code == 303
    assert (rules.of(forum.id).asks_cin, rules.of(forum.id).cin_authorisation) == (True, "A-1")
    assert forms.send(client, card, off="1").status_code == 303
    assert rules.of(forum.id).asks_cin is False


def test_a_new_edition_takes_the_rules_without_moments_or_card(app: Flask, forum: Forum) -> None:
    set_rules(
        forum,
        keep_months=3,
        asks_cin=True,
        cin_authorisation="A-1",
        changes_until=clock.now(),
        cndp_number="9",
    )
    new = make.forum("new")
    with unit_of_work():
        rule_actions.copy(forum, new, None)
    taken = rules.of(new.id)
    assert (taken.keep_months, taken.asks_cin, taken.changes_until, taken.cndp_number) == (3, False, None, "")


def test_a_sentence_of_which_nothing_is_known_is_left_out(app: Flask) -> None:
    forum = make.forum(starts_on=None, ends_on=None)
    set_rules(forum, intro={"fr": "Bienvenue. Rendez-vous le {date}. Ville : {city}."})
    with app.test_request_context("/fr/"):
        drawn = rule_texts.intro(db.session.get_one(Forum, forum.id))
    assert "Rendez-vous" not in drawn
    assert "Bienvenue." in drawn
