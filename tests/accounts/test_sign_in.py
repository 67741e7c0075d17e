"""Coming in and going out."""

from time import perf_counter

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Role, User
from app.audit.models import Entry
from app.platform.db import db, unit_of_work
from tests import forms, make

PAGE = "/fr/sign-in"


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.ORGANISER, make.forum(), email="amina@example.org")


def come(client: FlaskClient, **values: str) -> TestResponse:
    """Fill in the sign-in form, right unless `values` say otherwise."""
    return forms.send(client, PAGE, {"email": "amina@example.org", "password": make.PASSWORD} | values)


def is_in(client: FlaskClient) -> bool:
    return client.get("/fr/office/").status_code == 200


def refused_with(answer: TestResponse) -> str:
    """The sentence at the password, of a form that was refused."""
    assert answer.status_code == 422
    return answer.text.partition('id="password-error"')[2].partition("</p>")[0]


def acts() -> list[tuple[str, str]]:
    """Comings and goings in the log."""
    wanted = sa.select(Entry.act, Entry.actor).where(Entry.act.startswith("account.signed"))
    return [(act, actor) for act, actor in db.session.execute(wanted.order_by(Entry.id))]


def test_the_right_password_opens_the_office(client: FlaskClient, user: User) -> None:
    answer = come(client)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")
    assert is_in(client)


@pytest.mark.parametrize("email", ["AMINA@Example.ORG", " amina@example.org "])
def test_capital_letters_and_spaces_in_the_address_do_not_matter(
    client: FlaskClient, user: User, email: str
) -> None:
    assert come(client, email=email).status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: FlaskClient, user: User) -> None:
    wrong, unknown = come(client, password="another one"), come(client, email="nobody@example.org")
    assert refused_with(wrong) == refused_with(unknown) != ""
    assert not is_in(client)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client: FlaskClient, user: User) -> None:
    come(client, email="nobody@example.org")  # the first makes what the later ones compare with
    for values in ({"password": "another one"}, {"email": "nobody@example.org"}):
        filled = forms.held(client.get(PAGE)) | {"email": "amina@example.org", "password": "x"} | values
        started = perf_counter()
        client.post(PAGE, data=filled)
        assert perf_counter() - started >= 0.005


def test_a_closed_account_is_told_what_a_wrong_password_is_told(client: FlaskClient, user: User) -> None:
    wrong = refused_with(come(client, password="another one"))
    with unit_of_work():
        user.active = False
    assert refused_with(come(client)) == wrong
    assert not is_in(client)


def test_closing_an_account_ends_its_sign_ins(client: FlaskClient, user: User) -> None:
    come(client)
    with unit_of_work():
        user.active = False
    assert not is_in(client)


def test_what_was_typed_is_kept_but_for_the_password(client: FlaskClient, user: User) -> None:
    answer = come(client, password="another one")
    assert forms.held(answer)["email"] == "amina@example.org"
    assert "another one" not in answer.text


@pytest.mark.parametrize(("field", "typed"), [("email", ""), ("email", "amina"), ("password", "")])
def test_what_is_missing_is_said_at_its_field(
    client: FlaskClient, user: User, field: str, typed: str
) -> None:
    answer = come(client, **{field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_a_cookie_planted_before_is_gone_afterwards(client: FlaskClient, user: User) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    come(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/ar/",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http://[evil",
        "//[",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(client: FlaskClient, user: User, wanted: str) -> None:
    page = forms.held(client.get(PAGE))
    filled = page | {"email": "amina@example.org", "password": make.PASSWORD}
    answer = client.post(PAGE, query_string={"next": wanted}, data=filled)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")


def test_the_page_that_was_asked_for_opens_after_signing_in(client: FlaskClient, user: User) -> None:
    asked = client.get("/fr/office/live/history?page=1")
    answer = forms.send(client, asked.location, email="amina@example.org", password=make.PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/fr/office/live/history?page=1")


def test_an_act_that_was_asked_for_is_not_done_after_signing_in(client: FlaskClient, user: User) -> None:
    token = forms.held(client.get(PAGE))["csrf_token"]
    asked = client.post("/fr/office/live/step/announced", data={"csrf_token": token})
    assert (asked.status_code, asked.location) == (303, PAGE)


def test_leaving_takes_a_button_and_the_token_of_the_page(client: FlaskClient, user: User) -> None:
    come(client)
    assert client.get("/fr/sign-out").status_code == 405
    assert client.post("/fr/sign-out").status_code == 400
    assert is_in(client)
    answer = forms.send(client, "/fr/sign-out", page="/fr/office/")
    assert (answer.status_code, answer.location) == (303, "/fr/")
    assert not is_in(client)


def test_coming_and_going_are_in_the_log_and_a_refusal_is_not(client: FlaskClient, user: User) -> None:
    come(client, password="another one")
    come(client)
    forms.send(client, "/fr/sign-out", page="/fr/office/")
    assert acts() == [("account.signed_in", user.name), ("account.signed_out", user.name)]


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_the_sign_in_page_speaks_both_languages_and_is_kept_nowhere(
    client: FlaskClient, locale: str, direction: str
) -> None:
    page = client.get(f"/{locale}/sign-in")
    assert f'<html lang="{locale}" dir="{direction}">' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Vary"] == "Cookie"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: FlaskClient, user: User) -> None:
    kept = come(client).headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
