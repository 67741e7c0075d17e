"""«This is me»: an entry of the directory, by an e-mail that was confirmed."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db
from app.registrations.models import Registration
from tests import forms, make
from tests.registrations.personal import edit, page

NAMES = {
    "given_ar": "خديجة",
    "family_ar": "العلمي",
    "given_latin": "Khadija",
    "family_latin": "El Alami",
}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def registration(forum: Forum) -> Registration:
    made = make.registration(forum, make.category(forum))
    edit(made, email_proved_at=now())
    return made


def entry(**values: Any) -> int:
    return make.person(**(NAMES | {"email": "Khadija@example.org"} | values)).id


def offered(client: FlaskClient, registration: Registration) -> bool:
    return page(registration, "/directory") in client.get(page(registration)).text


def test_the_person_links_the_entry_and_the_entry_stays_as_it_was(
    client: FlaskClient, registration: Registration
) -> None:
    known = entry(phone="+212611111111")
    shown = client.get(page(registration)).text
    assert "+212611111111" not in shown
    answer = forms.send(client, page(registration, "/directory"), page=page(registration))
    assert answer.status_code == 303
    db.session.refresh(registration)
    assert registration.person_id == known
    assert registration.phone == ""
    assert not offered(client, registration)


def test_an_e_mail_that_nobody_confirmed_finds_no_entry(
    client: FlaskClient, registration: Registration
) -> None:
    entry()
    assert offered(client, registration)
    edit(registration, email_proved_at=None)
    assert not offered(client, registration)


@pytest.mark.parametrize(
    "values",
    [
        {"email": "other@example.org"},
        {"given_ar": "سعيد", "family_ar": "أمراني", "given_latin": "Said", "family_latin": "Amrani"},
    ],
)
def test_another_e_mail_or_another_name_is_somebody_else(
    client: FlaskClient, registration: Registration, values: dict[str, str]
) -> None:
    entry(**values)
    assert not offered(client, registration)


def test_of_two_entries_none_is_offered(client: FlaskClient, registration: Registration) -> None:
    entry()
    entry()
    assert not offered(client, registration)


def test_a_press_for_an_entry_that_is_gone_links_nothing(
    client: FlaskClient, registration: Registration
) -> None:
    entry()
    values = forms.held(client.get(page(registration)), "/directory")
    entry()
    assert client.post(page(registration, "/directory"), data=values).status_code == 409
    db.session.refresh(registration)
    assert registration.person_id is None
