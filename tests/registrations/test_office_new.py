"""The team registers somebody, and changes what a registration says."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations import consents
from app.registrations.models import Category, Choice, Quota, Registration
from app.registrations.question_rows import Answer, Question
from app.registrations.words import ConsentKind, QuestionKind, Seen, Source, State
from tests import forms, make

LIST = "/fr/office/live/registrations"
NEW = f"{LIST}/new"
PERSON = {"given_latin": "Salma", "family_latin": "Idrissi", "phone": "06 12 34 56 78", "notice_read": "y"}


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=2)


def newest() -> Registration:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Registration).order_by(Registration.id.desc()).limit(1)).one()


def taken(kind: Category) -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(Quota.taken).where(Quota.category_id == kind.id)).one()


def test_somebody_is_added_with_a_phone_alone_while_the_public_cannot(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    with unit_of_work():
        forum.state, category.seen = ForumState.ANNOUNCED, Seen.TEAM
    done = forms.send(client, NEW, PERSON)
    row = newest()
    assert (done.status_code, done.location) == (303, f"{LIST}/{row.number}")
    assert (row.source, row.state, row.phone, taken(category)) == (
        Source.OFFICE,
        State.CONFIRMED,
        "+212612345678",
        1,
    )
    assert consents.of(row.id)[ConsentKind.NOTICE].is_given
    assert f"{row.number}/badge-a6.pdf" in client.get(done.location).text


def test_the_notice_is_read_to_the_person_and_what_was_typed_stays(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    wrong = forms.send(client, NEW, PERSON, notice_read=None, family_latin="=Idrissi")
    assert (wrong.status_code, 'value="=Idrissi"' in wrong.text) == (422, True)
    assert forms.send(client, NEW, PERSON, notice_read=None).status_code == 422


def test_questions_are_not_compulsory_for_the_team(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    question = Question(
        forum_id=forum.id, kind=QuestionKind.SHORT, label={"fr": "D’où venez-vous ?"}, is_required=True
    )
    with unit_of_work():
        db.session.add(question)
    assert forms.send(client, NEW, PERSON).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Question, question.id).is_required


def test_the_same_name_and_contact_is_shown_and_can_be_another_person(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    assert forms.send(client, NEW, PERSON).status_code == 303
    first = newest()
    known = forms.send(client, NEW, PERSON)
    assert (known.status_code, taken(category)) == (409, 1)
    assert f'href="{LIST}/{first.number}"' in known.text
    assert 'name="another"' in known.text
    again = forms.held(known, "registrations/new") | {"another": "1"}
    assert client.post(NEW, data=again).status_code == 303
    assert taken(category) == 2


def test_where_it_is_full_the_team_may_put_on_the_waiting_list(client: FlaskClient, forum: Forum) -> None:
    small = make.category(forum, places=0)
    full = forms.send(client, NEW, PERSON)
    assert (full.status_code, 'name="wait"' in full.text) == (409, True)
    waits = forms.held(full, "registrations/new") | {"wait": "1"}
    assert client.post(NEW, data=waits).status_code == 303
    assert (newest().state, taken(small)) == (State.WAITING, 0)


def test_a_form_sent_twice_makes_one_registration(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    values = forms.held(client.get(NEW), "registrations/new") | PERSON
    places = [client.post(NEW, data=values).location for _ in range(2)]
    assert (places[0], taken(category)) == (places[1], 1)


def test_an_event_without_categories_says_what_to_do(client: FlaskClient, forum: Forum) -> None:
    page = client.get(NEW)
    assert (page.status_code, 'class="empty"' in page.text) == (200, True)


def edit(client: FlaskClient, row: Registration, **values: Any) -> Any:
    return forms.send(client, f"{LIST}/{row.number}/edit", **values)


def test_person_category_workshops_and_answers_change_in_one_act(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    other = make.category(forum, places=1, name="الصحافة")
    session = make.session(forum, needs_registration=True)
    make.release(forum)
    workshop = make.workshop(forum, session)
    question = Question(forum_id=forum.id, kind=QuestionKind.SHORT, label={"fr": "D’où ?"})
    with unit_of_work():
        db.session.add(question)
    row = make.registration(forum, category)
    values = {"organisation": "جمعية الأمل", "category_id": other.id, "workshops": workshop.id}
    assert edit(client, row, **values, **{f"q-{question.id}": "Fès"}).status_code == 303
    assert (newest().organisation, newest().category_id) == ("جمعية الأمل", other.id)
    assert (taken(category), taken(other)) == (0, 1)
    assert db.session.scalars(sa.select(Choice.workshop_id)).all() == [workshop.id]
    assert db.session.scalars(sa.select(Answer.value)).all() == ["Fès"]


def test_a_full_category_is_refused_and_nothing_is_changed(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    full = make.category(forum, places=0, name="الصحافة")
    row = make.registration(forum, category)
    page = edit(client, row, category_id=full.id, organisation="Autre")
    assert (page.status_code, 'value="Autre"' in page.text) == (409, True)
    assert (newest().organisation, taken(category)) == ("", 1)


def test_the_questions_of_another_category_are_shown_before_it_is_saved(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    other = make.category(forum, name="الصحافة")
    question = Question(
        forum_id=forum.id, kind=QuestionKind.SHORT, label={"fr": "Quel média ?"}, category_ids=[other.id]
    )
    with unit_of_work():
        db.session.add(question)
    row, asked = make.registration(forum, category), f"q-{question.id}"
    page = edit(client, row, category_id=other.id, organisation="Autre", show="1")
    assert (page.status_code, newest().organisation) == (200, "")
    filled = forms.held(page)
    assert (filled["organisation"], filled["category_id"], filled[asked]) == ("Autre", str(other.id), "")
    saved = client.post(f"{LIST}/{row.number}/edit", data=filled | {asked: "Radio"})
    assert (saved.status_code, newest().category_id) == (303, other.id)
    assert db.session.scalars(sa.select(Answer.value)).all() == ["Radio"]


def test_the_form_of_the_team_names_who_registered_only_where_somebody_did(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    assert 'name="registrant"' not in client.get(f"{LIST}/{row.number}/edit").text
    with unit_of_work():
        row.registrant = "Omar Tazi"
    filled = forms.held(client.get(f"{LIST}/{row.number}/edit"))
    assert (filled["registrant"], "for_other" in filled) == ("Omar Tazi", False)
    assert edit(client, row, function="Juriste").status_code == 303
    assert (newest().registrant, newest().function) == ("Omar Tazi", "Juriste")


def test_of_two_who_edit_the_later_sees_both(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = make.registration(forum, category)
    page = f"{LIST}/{row.number}/edit"
    opened = forms.held(client.get(page))
    assert client.post(page, data=opened | {"organisation": "La première"}).status_code == 303
    late = client.post(page, data=opened | {"organisation": "La seconde"})
    assert (late.status_code, "La première" in late.text, "La seconde" in late.text) == (409, True, True)
    assert client.post(page, data=forms.held(late)).status_code == 303
    assert newest().organisation == "La seconde"


def test_the_name_and_contact_of_another_lead_to_that_one(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    first = make.registration(forum, category)
    second = make.registration(forum, category, given_ar="سلمى", given_latin="Salma")
    page = edit(client, second, given_ar="خديجة", given_latin="Khadija")
    assert (page.status_code, f'href="{LIST}/{first.number}"' in page.text) == (409, True)


def test_what_has_ended_is_not_edited(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = make.registration(forum, category)
    with unit_of_work():
        row.state = State.WITHDRAWN
    assert client.get(f"{LIST}/{row.number}/edit").status_code == 409


def test_a_number_that_no_plan_knows_is_no_hindrance_where_it_stands_already(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category, phone="+212685000123")
    assert edit(client, row).status_code == 303
    assert edit(client, row, phone="+212685000124").status_code == 422
