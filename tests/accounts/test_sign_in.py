"""Coming in and going out."""

from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
import sqlalchemy as sa
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.test import TestResponse

from app import flask_config
from app.accounts.models import Role, User
from app.audit.models import Entry
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from config import Settings
from tests import forms, make

PAGE = "/fr/sign-in"


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.REGISTRAR, make.forum(), email="amina@example.org")


def come(client: FlaskClient, **values: str) -> TestResponse:
    """Fill in the sign-in form, right unless `values` say otherwise."""
    filled = {"email": "amina@example.org", "password": make.PASSWORD} | values
    return forms.send(client, PAGE, filled, page=PAGE)


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
    assert 'value="amina@example.org"' in answer.text
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
        "/\r\n/evil.example",
        "/\u2028/evil.example",
        "/%09/evil.example".replace("%09", "\t"),
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(client: FlaskClient, user: User, wanted: str) -> None:
    page = forms.held(client.get(PAGE, query_string={"next": wanted}))
    filled = page | {"email": "amina@example.org", "password": make.PASSWORD}
    answer = client.post(PAGE, query_string={"next": wanted}, data=filled)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")


def test_the_page_that_was_asked_for_opens_after_signing_in(client: FlaskClient, user: User) -> None:
    asked = client.get("/fr/office/live/registrations?page=1")
    filled = {"email": "amina@example.org", "password": make.PASSWORD}
    answer = forms.send(client, asked.location, filled)
    assert (answer.status_code, answer.location) == (303, "/fr/office/live/registrations?page=1")


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


@pytest.mark.parametrize(
    "encoded", ["%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%09%2Fevil.example", "//evil"]
)
def test_nor_by_an_address_that_is_encoded(client: FlaskClient, user: User, encoded: str) -> None:
    filled = forms.held(client.get(PAGE)) | {"email": "amina@example.org", "password": make.PASSWORD}
    answer = client.post(f"{PAGE}?next={encoded}", data=filled)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")


def test_what_is_encoded_twice_stays_a_path_of_ours(client: FlaskClient, user: User) -> None:
    filled = forms.held(client.get(PAGE)) | {"email": "amina@example.org", "password": make.PASSWORD}
    answer = client.post(f"{PAGE}?next=/%252Fevil.example", data=filled)
    assert answer.location == "/%2Fevil.example"


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org", "closed@example.org"])
def test_after_ten_passwords_an_address_waits_known_or_not(
    client: FlaskClient, user: User, email: str
) -> None:
    with unit_of_work():
        make.accounts.open_account(
            email="closed@example.org", name="closed", password_hash=user.password
        ).active = False
    wrong = [come(client, email=email, password="another one") for _ in range(10)]
    assert {answer.status_code for answer in wrong} == {422}
    held = come(client, email=email.upper())
    assert held.status_code == 429
    assert f'value="{email.upper().replace("EXAMPLE.ORG", "example.org")}"' in held.text
    assert 'id="password-error"' in held.text
    assert not is_in(client)
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert come(client, email=email).status_code == (303 if email.startswith("amina") else 422)


def test_a_right_password_forgives_the_wrong_ones_before(app: Flask, user: User) -> None:
    found = []
    for client in (app.test_client(), app.test_client()):
        found += [come(client, password="another one").status_code for _ in range(9)]
        found.append(come(client).status_code)
    assert found == ([422] * 9 + [303]) * 2


def test_wrong_passwords_hold_no_other_address_back(client: FlaskClient, user: User) -> None:
    for _ in range(11):
        come(client, email="nobody@example.org")
    assert come(client).status_code == 303


def test_a_flood_from_one_network_address_is_stopped(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "limits", SlidingWindowCounterRateLimiter(MemoryStorage()))
    values = forms.held(client.get(PAGE))
    found = [client.post(PAGE, data=values).status_code for _ in range(121)]
    assert found == [422] * 120 + [429]
    assert client.get(PAGE).status_code == 200


def test_a_password_kept_at_another_cost_is_kept_anew_at_the_next_sign_in(
    app: Flask, client: FlaskClient, user: User
) -> None:
    with unit_of_work():
        user.password = PasswordHasher(memory_cost=8_192, time_cost=1, parallelism=1).hash(make.PASSWORD)
    assert come(client).status_code == 303
    assert "m=19456,t=2,p=1" in user.password
    kept = user.password
    assert come(app.test_client()).status_code == 303
    assert user.password == kept


def test_the_cookie_goes_over_https_alone_in_production() -> None:
    settings = Settings(
        mode="production",
        secret_key="0" * 32,
        instance=Path("/tmp"),
        database_url="sqlite:////tmp/x.sqlite",
        jobs_url="memory:",
        storage_url="memory:",
        mail_url="smtp://localhost",
        mail_sender="a@example.org",
        base_url="https://example.org",
    )
    assert flask_config(settings)["SESSION_COOKIE_SECURE"] is True


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: FlaskClient, user: User) -> None:
    kept = come(client).headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
