"""Proving once more who one is, before a page that changes how the account is entered."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.platform.clock import now
from tests import forms, make
from tests.accounts.devices import phone_of, recovery_codes_of

PAGE, CODES = "/fr/account/second-factor", "/fr/account/second-factor/recovery-codes"
QUARTER = timedelta(minutes=15, seconds=1)
CONFIRM = "/fr/account/confirm?next=/fr/account/second-factor/recovery-codes"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A moment that stands still, so that a code does not change between two lines."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(app: Flask, clock: time_machine.Traveller) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


@pytest.mark.parametrize("way", ["password", "code", "recovery code"])
def test_after_a_quarter_of_an_hour_one_proves_again_who_one_is(
    client: FlaskClient, user: User, clock: time_machine.Traveller, way: str
) -> None:
    phone = phone_of(user)
    codes = recovery_codes_of(user)
    make.enter(client, user)
    clock.move_to(now() + QUARTER)
    assert client.get(CODES).location == CONFIRM
    given = {
        "password": {"password": make.PASSWORD},
        "code": {"code": phone.code()},
        "recovery code": {"code": codes[0]},
    }[way]
    token = forms.held(client.get(CONFIRM))["csrf_token"]
    wrong = client.post(CONFIRM, data={"csrf_token": token} | dict.fromkeys(given, "000000"))
    assert wrong.status_code == 422
    answer = client.post(CONFIRM, data={"csrf_token": token} | given)
    assert (answer.status_code, answer.location) == (303, CODES)
    assert client.get(CODES).status_code == 200


def test_who_came_in_before_the_factor_was_there_shows_the_factor(client: FlaskClient, user: User) -> None:
    phone = phone_of(user)
    make.enter(client, user, strong=False)
    assert client.get(PAGE).location == f"/fr/account/confirm?next={PAGE}"
    token = forms.held(client.get(CONFIRM))["csrf_token"]
    assert client.post(CONFIRM, data={"csrf_token": token, "password": make.PASSWORD}).status_code == 422
    assert client.post(CONFIRM, data={"csrf_token": token, "code": phone.code()}).status_code == 303
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("way", ["password", "code"])
def test_proving_again_is_limited_too(client: FlaskClient, user: User, way: str) -> None:
    phone_of(user)
    make.enter(client, user)
    values = {"csrf_token": forms.held(client.get(CONFIRM))["csrf_token"], way: "000000"}
    most = {"password": 10, "code": 6}[way]
    found = [client.post(CONFIRM, data=values).status_code for _ in range(most + 1)]
    assert found == [422] * most + [429]


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\\\evil.example"])
def test_nobody_is_led_elsewhere_afterwards(client: FlaskClient, user: User, wanted: str) -> None:
    make.enter(client, user)
    page = client.get("/fr/account/confirm", query_string={"next": wanted})
    values = {"csrf_token": forms.held(page)["csrf_token"], "password": make.PASSWORD}
    answer = client.post("/fr/account/confirm", query_string={"next": wanted}, data=values)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")
