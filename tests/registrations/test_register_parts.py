"""What the form asks besides the person: questions, workshops, arrangements, consents; nothing is lost."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme.models import Session
from app.registrations import consents
from app.registrations.models import Choice, Quota, Registration, Workshop
from app.registrations.question_rows import Answer, Question, Upload
from app.registrations.words import ConsentKind, QuestionKind
from tests import forms, letters, make
from tests.programme import programmes
from tests.queries import counted
from tests.registrations import persons

FORM = "/fr/forums/live/register"
PERSON = {"given_latin": "Amina", "family_latin": "Benali", "phone": "0612345678", "notice_read": "y"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def forum(app: Flask) -> Forum:
    made = make.forum()
    make.category(made)
    return made


def question(forum: Forum, kind: QuestionKind, **values: object) -> Question:
    row = Question(forum_id=forum.id, kind=kind, label=Translated(fr=f"Question {kind.value}"), **values)
    with unit_of_work():
        db.session.add(row)
    return row


def workshop(forum: Forum, name: str, hour: int = 10, places: int = 5) -> Workshop:
    session: Session = programmes.session(forum, name, hour, kind="workshop", needs_registration=True)
    make.release(forum)
    return make.workshop(forum, session, places=places)


def only() -> Registration:
    return db.session.scalars(sa.select(Registration)).one()


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_answers_in_arabic_digits_and_a_file_come_with_the_registration(
    client: FlaskClient, forum: Forum
) -> None:
    number, file = question(forum, QuestionKind.NUMBER), question(forum, QuestionKind.FILE)
    typed = forms.held(client.get(FORM)) | PERSON | {"phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨"}
    sent = typed | {f"q-{number.id}": "١٢", f"q-{file.id}": (BytesIO(PDF), "lettre.pdf")}
    assert client.post(FORM, data=sent).status_code == 303
    told = {one.question_id: one.value for one in db.session.scalars(sa.select(Answer))}
    upload = db.session.scalars(sa.select(Upload)).one()
    assert told == {number.id: 12, file.id: upload.public_id}
    assert (upload.registration_id, only().phone) == (only().id, "+212612345678")


def test_a_file_is_kept_when_something_else_is_wrong(client: FlaskClient, forum: Forum) -> None:
    file = question(forum, QuestionKind.FILE, is_required=True)
    typed = forms.held(client.get(FORM)) | PERSON | {"phone": "12"}
    refused = client.post(FORM, data=typed | {f"q-{file.id}": (BytesIO(PDF), "lettre.pdf")})
    assert (refused.status_code, "lettre.pdf" in refused.text) == (422, True)
    again = forms.held(refused) | {"phone": "0612345678", "notice_read": "y"}
    assert client.post(FORM, data=again).status_code == 303
    assert db.session.scalars(sa.select(Upload)).one().registration_id == only().id


def test_a_question_that_does_not_concern_the_person_is_not_needed(client: FlaskClient, forum: Forum) -> None:
    options = [{"key": key, "label": {"fr": key}, "offered": True} for key in ("train", "car")]
    first = question(forum, QuestionKind.CHOICE, options=options, is_required=True)
    second = question(
        forum, QuestionKind.SHORT, depends_on_id=first.id, depends_on_value="car", is_required=True
    )
    by_car = forms.send(client, FORM, PERSON | {f"q-{first.id}": "car"})
    assert (by_car.status_code, f'href="#q-{second.id}"' in by_car.text) == (422, True)
    held = forms.held(by_car) | {"notice_read": "y"}
    assert client.post(FORM, data=held | {f"q-{first.id}": "train"}).status_code == 303
    assert db.session.scalars(sa.select(Answer.value)).all() == ["train"]


def test_answers_to_questions_of_another_event_are_not_kept(client: FlaskClient, forum: Forum) -> None:
    foreign = question(make.forum("other"), QuestionKind.SHORT)
    assert forms.send(client, FORM, PERSON | {f"q-{foreign.id}": "x"}).status_code == 303
    assert count(Answer) == 0


def test_workshops_are_chosen_and_hold_their_places(client: FlaskClient, forum: Forum) -> None:
    chosen = workshop(forum, "Atelier")
    assert forms.send(client, FORM, PERSON, workshops=str(chosen.id)).status_code == 303
    assert db.session.scalars(sa.select(Choice.workshop_id)).all() == [chosen.id]
    taken = sa.select(Quota.taken).where(Quota.workshop_id == chosen.id)
    assert db.session.scalar(taken) == 1


def test_the_confirmation_by_mail_names_the_workshops(app: Flask, client: FlaskClient, forum: Forum) -> None:
    chosen = workshop(forum, "Atelier")
    sent = PERSON | {"email": "amina@example.org"}
    assert forms.send(client, FORM, sent, workshops=str(chosen.id)).status_code == 303
    (letter,) = letters.to(app, "amina@example.org")
    assert "Atelier" in letters.text(letter)


def test_a_workshop_that_fills_up_meanwhile_is_told_and_nothing_is_lost(
    client: FlaskClient, forum: Forum
) -> None:
    chosen = workshop(forum, "Atelier", places=1)
    late = forms.held(client.get(FORM)) | PERSON | {"workshops": str(chosen.id), "phone": "0699999999"}
    assert forms.send(client, FORM, PERSON, workshops=str(chosen.id)).status_code == 303
    refused = client.post(FORM, data=late)
    assert refused.status_code == 422
    held = forms.held(refused)
    assert (held["phone"].replace("\u00a0", " "), held["given_latin"]) == ("0699999999", "Amina")
    held.pop("workshops", None)
    assert client.post(FORM, data=held | {"notice_read": "y"}).status_code == 303
    assert (count(Registration), count(Choice)) == (2, 1)


def test_a_workshop_of_another_event_is_no_choice(client: FlaskClient, forum: Forum) -> None:
    other = make.forum("other")
    foreign = workshop(other, "Ailleurs")
    answer = forms.send(client, FORM, PERSON, workshops=str(foreign.id))
    assert (answer.status_code, count(Registration)) == (422, 0)


def test_the_notice_is_read_and_each_consent_is_an_answer_of_its_own(
    client: FlaskClient, forum: Forum
) -> None:
    unread = forms.send(client, FORM, PERSON, notice_read=None)
    assert (unread.status_code, 'href="#notice_read"' in unread.text) == (422, True)
    assert forms.send(client, FORM, PERSON, consent_photo="y").status_code == 303
    given = {kind: row.is_given for kind, row in consents.of(only().id).items()}
    assert given == {ConsentKind.NOTICE: True, ConsentKind.PHOTO: True, ConsentKind.LATER: False}


def test_arrangements_are_kept(client: FlaskClient, forum: Forum) -> None:
    answer = forms.send(client, FORM, PERSON, arrangements="signing", arrangements_note="Au premier rang")
    assert answer.status_code == 303
    assert (only().arrangements, only().arrangements_note) == (["signing"], "Au premier rang")


def test_a_step_with_nothing_to_ask_is_left_out(client: FlaskClient, forum: Forum) -> None:
    assert 'id="step-what"' in client.get(FORM).text
    persons.set_rules(forum, asks_arrangements=False)
    page = client.get(FORM)
    assert ('id="step-what"' in page.text, 'id="step-send"' in page.text) == (False, True)
    assert forms.send(client, FORM, PERSON).status_code == 303


def test_a_draft_comes_back_into_the_form_with_all_its_parts(client: FlaskClient, forum: Forum) -> None:
    asked = question(forum, QuestionKind.SHORT)
    typed = forms.held(client.get(FORM)) | PERSON | {f"q-{asked.id}": "Par le train", "organisation": "Amal"}
    kept = client.post("/fr/forums/live/register/draft", data=typed)
    page = client.get(kept.location.replace("/draft/", "/continue/"))
    held = forms.held(page)
    assert [held[name] for name in ("given_latin", "organisation", f"q-{asked.id}")] == [
        "Amina",
        "Amal",
        "Par le train",
    ]
    assert f'action="{FORM}"' in page.text
    assert client.post(FORM, data=held | {"notice_read": "y"}).status_code == 303


def test_the_page_asks_the_database_as_often_for_one_question_as_for_three(
    client: FlaskClient, forum: Forum
) -> None:
    question(forum, QuestionKind.SHORT)
    client.get(FORM)
    with counted() as one:
        client.get(FORM)
    for _number in range(2):
        question(forum, QuestionKind.SHORT)
    with counted() as three:
        page = client.get(FORM)
    assert (page.status_code, len(three)) == (200, len(one))
