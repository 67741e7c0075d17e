"""What a registration costs the database: what is asked besides adds nothing, a workshop one statement."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.text import Translated
from app.registrations.models import Workshop
from app.registrations.words import QuestionKind
from tests import forms, make, make_questions
from tests.programme import programmes
from tests.queries import counted
from tests.registrations import persons, storms

MOST = {"form": 10, "sent": 33, "refused": 24, "personal page": 12}


@pytest.fixture
def forum(app: Flask) -> Forum:
    made = make.forum()
    make.category(made)
    return made


def workshops(forum: Forum) -> list[Workshop]:
    """Three, one after the other, all released."""
    sessions = [
        programmes.session(forum, f"Atelier {hour}", hour, kind="workshop", needs_registration=True)
        for hour in (9, 11, 14)
    ]
    make.release(forum)
    return [make.workshop(forum, one) for one in sessions]


def sent(client: FlaskClient, number: int, status: int = 303, **more: Any) -> int:
    """How many statements one sending takes."""
    typed = storms.filled(client, number, **more)
    with counted() as statements:
        answer = client.post(storms.FORM, data=typed)
    assert answer.status_code == status
    return len(statements)


def test_questions_and_consents_add_no_statement_and_each_workshop_adds_one(
    client: FlaskClient, forum: Forum
) -> None:
    chosen = [one.id for one in workshops(forum)]
    questions = [make_questions.question(forum) for _ in range(5)]
    persons.set_rules(forum, asks_photo=False, asks_later=False)
    one = {f"q-{questions[0].id}": "Fès"}
    every = {f"q-{question.id}": "Fès" for question in questions}
    sent(client, 0, **one)  # the words of the notice become a row once
    few = sent(client, 1, **one)
    assert sent(client, 2, **every) == few
    persons.set_rules(forum, asks_photo=True, asks_later=True, asks_directory=True)
    sent(client, 3, **one)
    assert sent(client, 4, **one, consent_photo="y", consent_later="y", consent_directory="y") == few
    costs = [sent(client, 10 + count, **one, workshops=chosen[:count]) for count in (1, 2, 3)]
    assert [more - costs[0] for more in costs] == [0, 1, 2]


def test_who_is_refused_has_the_form_again_for_the_same_whatever_it_asks(
    client: FlaskClient, forum: Forum
) -> None:
    full = make.forum("full")
    make.category(full, places=0)
    page = "/fr/forums/full/register"

    def refused(number: int) -> int:
        typed = storms.filled(client, number, page=page)
        with counted() as statements:
            assert client.post(page, data=typed).status_code == 409
        return len(statements)

    refused(0)
    few = refused(1)
    for number in range(3):
        make_questions.question(full, QuestionKind.SHORT, label=f"Question {number}")
    workshops(full)
    assert (refused(2), few <= MOST["refused"]) == (few, True)


def test_form_sending_and_personal_page_ask_the_database_as_seldom_as_they_can(
    client: FlaskClient, forum: Forum
) -> None:
    sent(client, 0)
    with counted() as form:
        held = forms.held(client.get(storms.FORM))
    typed = held | {"given_latin": "Amina", "email": "one@example.org", "notice_read": "y"}
    with counted() as sending:
        answer = client.post(storms.FORM, data=typed)
    with counted() as page:
        assert client.get(answer.headers["Location"]).status_code == 200
    took = {"form": len(form), "sent": len(sending), "personal page": len(page)}
    assert {name: number for name, number in took.items() if number > MOST[name]} == {}


def test_the_wording_of_the_notice_is_a_row_before_the_places_are_claimed(
    client: FlaskClient, forum: Forum
) -> None:
    """Drawn in every language: nobody waits for that."""
    persons.set_rules(forum, recipients=Translated(ar="القاعة", fr="La salle"))
    typed = storms.filled(client, 1)
    with counted() as statements:
        assert client.post(storms.FORM, data=typed).status_code == 303
    made = next(at for at, one in enumerate(statements) if one.startswith("INSERT INTO registration_notice"))
    claimed = next(at for at, one in enumerate(statements) if one.startswith("UPDATE quota"))
    begins = ("BEGIN IMMEDIATE", "SET LOCAL lock_timeout")
    assert any(one.startswith(begins) for one in statements[made:claimed])
