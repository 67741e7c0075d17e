"""Names proposed in the other script while the public form is filled in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.forums.models import Forum
from tests import forms, make
from tests.queries import counted

FORM = "/ar/forums/live/register"
NAMES = f"{FORM}/names"


@pytest.fixture(autouse=True)
def forum(app: Flask) -> Forum:
    found = make.forum()
    make.category(found)
    return found


def asked(client: FlaskClient, address: str, text: str) -> TestResponse:
    """Answers to the script of the page that is open."""
    return client.post(f"{NAMES}/{address}", data=forms.held(client.get(FORM)) | {"text": text})


@pytest.mark.parametrize(
    ("address", "text", "name"),
    [
        ("given/latin", "خديجة", "Khadija"),
        ("family/ar", "El Alami", "العلمي"),
        ("given/ar", "Zorglub", ""),
        ("given/latin", "", ""),
        ("given/latin", "خديجة " * 40, ""),
        ("family/latin", "\x00<script>", ""),
    ],
)
def test_a_known_name_is_proposed_and_an_unknown_one_is_left_blank(
    client: FlaskClient, address: str, text: str, name: str
) -> None:
    assert asked(client, address, text).json == {"name": name}


def test_what_is_typed_stands_in_no_address_and_no_cache(client: FlaskClient) -> None:
    answer = asked(client, "given/ar", "Khadija")
    assert (answer.headers["Cache-Control"], answer.request.query_string) == ("private, no-store", b"")
    assert client.get(f"{NAMES}/given/ar?text=Khadija").status_code == 405
    assert client.post(f"{NAMES}/given/ar", data={"text": "Khadija"}).status_code == 400


@pytest.mark.parametrize("address", ["given/tifinagh", "nickname/ar"])
def test_nothing_else_is_asked_of_the_table(client: FlaskClient, address: str) -> None:
    assert asked(client, address, "a").status_code == 404


def test_an_event_in_preparation_is_not_there(client: FlaskClient, forum: Forum) -> None:
    typed = forms.held(client.get(FORM)) | {"text": "a"}
    with make.unit_of_work():
        forum.state = make.State.DRAFT
    assert client.post(f"{NAMES}/given/ar", data=typed).status_code == 404


def test_it_asks_the_database_for_nothing_but_the_event(client: FlaskClient) -> None:
    typed = forms.held(client.get(FORM)) | {"text": "Khadija"}
    client.post(f"{NAMES}/given/ar", data=typed)
    with counted() as statements:
        client.post(f"{NAMES}/given/ar", data=typed)
    assert len(statements) <= 2
