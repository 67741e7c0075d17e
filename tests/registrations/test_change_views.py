"""Changing by the personal page: what was typed stays, nothing is lost to another editor."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import NotFound
from app.platform.text import Translated
from app.registrations import links, queries
from app.registrations.models import Category, Registration
from app.registrations.question_rows import Question
from app.registrations.words import Entry, QuestionKind, State
from tests import forms, make
from tests.registrations.personal import carried, edit, held, page
from tests.registrations.persons import set_rules
from tests.registrations.test_changing import taken, workshops


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum)


@pytest.fixture
def registration(forum: Forum, category: Category) -> Registration:
    return make.registration(forum, category)


@pytest.fixture
def at(registration: Registration) -> str:
    return page(registration, "/change")


def question(forum: Forum, *categories: Category) -> Question:
    made = Question(
        forum_id=forum.id,
        kind=QuestionKind.SHORT,
        label=Translated(ar="المدينة", fr="Votre ville"),
        category_ids=[one.id for one in categories],
        is_required=True,
    )
    with unit_of_work():
        db.session.add(made)
    return made


def again(registration: Registration) -> Registration:
    db.session.refresh(registration)
    return registration


def test_the_form_holds_what_stands_and_saves_what_was_changed(
    client: FlaskClient, registration: Registration, at: str
) -> None:
    assert forms.held(client.get(at))["given_ar"] == registration.given_ar
    answer = forms.send(client, at, organisation="جمعية الأمل", phone="0612345678")
    assert (answer.status_code, answer.location) == (303, page(registration))
    assert (again(registration).organisation, registration.phone) == ("جمعية الأمل", "+212612345678")


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: FlaskClient, registration: Registration, at: str
) -> None:
    answer = forms.send(client, at, email="", phone="12", organisation="جمعية")
    assert answer.status_code == 422
    assert 'href="#phone"' in answer.text
    assert forms.held(answer)["organisation"] == "جمعية"
    assert again(registration).organisation == ""


def test_the_slower_compares_and_decides(client: FlaskClient, registration: Registration, at: str) -> None:
    slow = forms.held(client.get(at)) | {"organisation": "slow"}
    forms.send(client, at, organisation="quick")
    answer = client.post(at, data=slow)
    assert answer.status_code == 409
    assert "quick" in answer.text
    assert "slow" in answer.text
    assert again(registration).organisation == "quick"
    decided = forms.held(answer)
    assert decided["organisation"] == "slow"
    assert client.post(at, data=decided).status_code == 303
    assert again(registration).organisation == "slow"


def test_two_who_change_at_once_are_both_answered(app: Flask, registration: Registration, at: str) -> None:
    statuses = forms.at_once([app.test_client(), app.test_client()], [at, at], {"organisation": "both"})
    assert sorted(statuses) == [303, 409]


def test_workshops_are_chosen_and_left(client: FlaskClient, forum: Forum, registration: Registration) -> None:
    first, second = workshops(forum, 1, 1)
    edit(registration, organisation="x")
    for wanted in (first, second):
        values = forms.held(client.get(page(registration, "/change"))) | {"workshops": str(wanted.id)}
        assert client.post(page(registration, "/change"), data=values).status_code == 303
        assert list(db.session.scalars(queries.chosen(registration.id))) == [wanted.id]


def test_answers_are_asked_and_kept(client: FlaskClient, forum: Forum, registration: Registration) -> None:
    asked = question(forum)
    at = page(registration, "/change")
    assert forms.send(client, at).status_code == 422
    assert forms.send(client, at, {f"q-{asked.id}": "Azrou"}).status_code == 303
    assert forms.held(client.get(at))[f"q-{asked.id}"] == "Azrou"


def test_another_category_is_asked_its_own_questions_before_anything_is_saved(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration, at: str
) -> None:
    other = make.category(forum, name="الجماعات")
    asked = question(forum, other)
    turned = forms.send(client, at, category=str(other.id))
    assert turned.status_code == 200
    assert f'name="q-{asked.id}"' in turned.text
    assert again(registration).category_id == category.id
    values = forms.held(turned) | {f"q-{asked.id}": "Azrou"}
    assert client.post(at, data=values).status_code == 303
    assert again(registration).category_id == other.id


def test_a_category_on_approval_is_asked_before_the_place_is_given_back(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration, at: str
) -> None:
    other = make.category(forum, name="الجماعات")
    edit(other, entry=Entry.APPROVAL)
    turned = forms.send(client, at, category=str(other.id))
    assert 'name="gives_back"' in turned.text
    refused = client.post(at, data=forms.held(turned))
    assert (refused.status_code, again(registration).state) == (422, State.CONFIRMED)
    assert client.post(at, data=forms.held(refused) | {"gives_back": "y"}).status_code == 303
    assert (again(registration).state, taken(category)) == (State.PENDING, 0)


def test_categories_that_the_public_does_not_see_cannot_be_chosen(
    client: FlaskClient, forum: Forum, registration: Registration, at: str
) -> None:
    hidden = make.category(forum, name="الضيوف")
    edit(hidden, entry=Entry.INVITATION)
    mine = registration.category_id
    forms.send(client, at, category=str(hidden.id))
    foreign = make.category(make.forum("other"))
    forms.send(client, at, category=str(foreign.id))
    assert again(registration).category_id == mine


def test_a_full_workshop_is_said_in_words_and_the_rest_is_kept(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration
) -> None:
    (full,) = workshops(forum, 1)
    at = page(registration, "/change")
    values = forms.held(client.get(at)) | {"workshops": str(full.id), "organisation": "kept"}
    other = make.registration(forum, category, given_ar="سعيد", given_latin="Said")
    forms.send(client, page(other, "/change"), workshops=str(full.id))
    answer = client.post(at, data=values)
    assert answer.status_code in (409, 422)
    assert forms.held(answer)["organisation"] == "kept"
    assert again(registration).organisation == ""


def test_a_name_that_is_registered_is_told_to_its_contact_alone(
    app: Flask, client: FlaskClient, forum: Forum, category: Category, registration: Registration
) -> None:
    other = make.registration(forum, category, given_ar="سعيد", given_latin="Said", email="said@example.org")
    before = len(carried(app))
    same = {name: getattr(registration, name) for name in ("given_ar", "given_latin", "email")}
    answer = forms.send(client, page(other, "/change"), same)
    assert answer.status_code == 409
    assert registration.number not in answer.text
    assert [to for to, _subject, _text in carried(app)[before:]] == [registration.email]


def test_a_held_registration_corrects_its_e_mail(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    kept = held(forum, category)
    before = page(kept)
    answer = forms.send(client, page(kept, "/change"), email="right@example.org")
    assert (answer.status_code, answer.location) == (303, page(kept))
    assert (again(kept).email, kept.state) == ("right@example.org", State.HELD)
    assert [client.get(at).status_code for at in (before, page(kept))] == [404, 200]


def test_a_form_sent_by_a_link_that_was_replaced_meanwhile_changes_nothing(
    registration: Registration,
) -> None:
    link = links.token(registration)
    found = links.opened(link)
    edit(registration, link_serial=2)
    with pytest.raises(NotFound), unit_of_work():
        links.hold(found, link)


def test_after_the_moment_a_form_that_was_open_is_refused_in_words(
    client: FlaskClient, forum: Forum, registration: Registration, at: str
) -> None:
    values = forms.held(client.get(at)) | {"organisation": "late"}
    set_rules(forum, changes_until=now())
    assert client.post(at, data=values).status_code == 409
    assert again(registration).organisation == ""


def test_a_number_that_no_plan_knows_is_no_hindrance_where_it_stands_already(
    client: FlaskClient, registration: Registration, at: str
) -> None:
    with unit_of_work():
        registration.phone = "+212685000123"
    assert forms.send(client, at, organisation="جمعية").status_code == 303
    assert (again(registration).phone, registration.organisation) == ("+212685000123", "جمعية")
