"""Wrong passwords typed by strangers do not close an account to a browser that has signed in to it before."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import known_devices
from app.accounts.known_devices import COOKIE
from app.accounts.models import Role, User
from tests import forms, make

PAGE = "/fr/sign-in"


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


def come(client: FlaskClient, password: str = make.PASSWORD, email: str = "amina@example.org") -> int:
    client.delete_cookie("mounadara")
    return forms.send(client, PAGE, {"email": email, "password": password}, page=PAGE).status_code


def close_to_strangers(app: Flask, email: str = "amina@example.org") -> None:
    """A stranger types wrong passwords until there is no attempt left."""
    stranger = app.test_client()
    assert [come(stranger, "another one", email) for _ in range(11)] == [422] * 10 + [429]


def test_a_browser_that_signed_in_before_comes_in_though_strangers_have_used_up_theirs(
    app: Flask, client: FlaskClient, user: User
) -> None:
    assert come(client) == 303
    close_to_strangers(app)
    assert come(app.test_client()) == 429
    assert come(client) == 303
    assert forms.send(client, "/fr/account/password", {"current": "x", "new": "y"}).status_code == 422


def test_such_a_browser_has_ten_attempts_too_and_leaves_strangers_theirs(
    app: Flask, client: FlaskClient, user: User
) -> None:
    assert come(client) == 303
    assert [come(client, "another one") for _ in range(11)] == [422] * 10 + [429]
    assert come(client) == 429
    assert come(app.test_client()) == 303


def test_it_is_known_for_its_own_account_alone(app: Flask, client: FlaskClient, user: User) -> None:
    make.account(email="other@example.org")
    assert come(client) == 303
    close_to_strangers(app, "other@example.org")
    assert come(client, email="other@example.org") == 429


@pytest.mark.parametrize("forged", ["", ".", "0" * 32, f"{'0' * 32}.{'0' * 64}", "a.é"])
def test_a_cookie_that_we_did_not_make_is_worth_nothing(
    app: Flask, client: FlaskClient, user: User, forged: str
) -> None:
    close_to_strangers(app)
    client.set_cookie(COOKIE, forged)
    assert come(client) == 429


def test_the_cookie_names_nobody_lasts_a_year_and_is_out_of_reach_of_scripts(
    client: FlaskClient, user: User
) -> None:
    come(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie
    assert cookie.max_age == timedelta(days=365).total_seconds()
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.secure) == (True, "Lax", "/", False)
    device, _, proof = cookie.value.partition(".")
    assert (len(device), len(proof)) == (32, 64)
    come(client)
    again = client.get_cookie(COOKIE)
    assert again and again.value.partition(".")[0] != device


def test_in_production_it_goes_over_https_alone(
    app: Flask, client: FlaskClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    with app.test_request_context():
        answer = app.make_response("")
        known_devices.remember(answer, user)
    assert "Secure" in answer.headers["Set-Cookie"]


def test_public_pages_and_a_refusal_give_no_such_cookie(client: FlaskClient, user: User) -> None:
    assert come(client, "another one") == 422
    assert client.get_cookie(COOKIE) is None
    come(client)
    for page in ("/fr/", "/fr/forums/live/", "/fr/privacy"):
        answer = client.get(page)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
