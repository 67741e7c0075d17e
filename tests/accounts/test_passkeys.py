"""Passkeys: added, shown in place of the password or after it, never twice, never a copy, taken away."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Passkey, RecoveryCode, Role, SignIn, User
from app.audit.models import Entry
from app.platform import jobs, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, make
from tests.accounts.devices import CODE, UP, Device, options_on, packed, passkey_of, phone_of, send_passkey
from tests.queries import counted

SIGN_IN, STEP, PAGE = "/fr/sign-in", "/fr/sign-in/second-step", "/fr/account/passkeys"
BY_PASSKEY = f"{SIGN_IN}/passkey"
CONFIRM = "/fr/account/confirm"


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


@pytest.fixture
def inside(app: Flask, user: User) -> FlaskClient:
    """Where the person is signed in already."""
    return make.enter(app.test_client(), user)


def come(client: FlaskClient, device: Device, **changed: Any) -> TestResponse:
    return send_passkey(client, device, BY_PASSKEY, SIGN_IN, **changed)


def is_in(client: FlaskClient) -> bool:
    return client.get("/fr/account/devices").status_code == 200


def half(client: FlaskClient) -> None:
    filled = {"email": "amina@example.org", "password": make.PASSWORD}
    assert forms.send(client, SIGN_IN, filled, page=SIGN_IN).location == STEP


def acts() -> list[str]:
    wanted = sa.select(Entry.act).where(Entry.act.startswith("account.passkey")).order_by(Entry.id)
    return list(db.session.scalars(wanted))


def the_passkey() -> Passkey:
    return db.session.scalars(sa.select(Passkey)).one()


def test_the_first_passkey_is_kept_told_and_gives_recovery_codes(app: Flask, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    kept = the_passkey()
    found = (kept.credential_id, kept.name, kept.transports, kept.last_used_at)
    assert found == (device.id, "Mon téléphone", ["internal"], None)
    assert len(CODE.findall(inside.get("/fr/account/second-factor/recovery-codes").text)) == 10
    assert acts() == ["account.passkey_added"]
    jobs.run_due(app)
    assert [letter["To"] for letter in mail.carried()] == ["amina@example.org"] * 2


def test_a_passkey_names_the_account_by_its_handle_and_asks_for_a_proof_of_the_owner(
    inside: FlaskClient, user: User
) -> None:
    options = options_on(inside.get(PAGE))
    assert options["user"] == {
        "id": packed(bytes.fromhex(user.handle)),
        "name": "amina@example.org",
        "displayName": user.name,
    }
    assert options["rp"]["id"] == "localhost"
    wanted = {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
    assert options["authenticatorSelection"] == wanted


def test_a_device_that_holds_one_is_not_asked_for_a_second(inside: FlaskClient) -> None:
    device = passkey_of(inside)
    excluded = options_on(inside.get(PAGE))["excludeCredentials"]
    assert [one["id"] for one in excluded] == [packed(device.id)]


def add(client: FlaskClient, answer: Callable[[dict[str, Any]], str], name: str = "A key") -> TestResponse:
    page = client.get(PAGE)
    token = forms.held(page)["csrf_token"]
    values = {"csrf_token": token, "name": name, "answer": answer(options_on(page))}
    return client.post(PAGE, data=values)


def other_challenge(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"challenge": packed(b"0" * 32)}


def parts(key: str, **response: str) -> str:
    return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})


BAD_ANSWERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "nothing": lambda _: "",
    "no json": lambda _: "{",
    "a list": lambda _: "[]",
    "nested": lambda _: "[" * 10_000,
    "empty": lambda _: "{}",
    "no figures": lambda _: json.dumps(
        {
            "id": "",
            "rawId": "",
            "type": "public-key",
            "response": {"clientDataJSON": "", "attestationObject": ""},
        }
    ),
    "not base64": lambda _: json.dumps(
        {
            "id": "é",
            "rawId": "é",
            "type": "public-key",
            "response": {"clientDataJSON": "é", "attestationObject": "é"},
        }
    ),
    "another site": Device(origin="https://evil.example").make,
    "another port": Device(origin="http://localhost:9000").make,
    "nobody present": Device(flags=0).make,
    "owner not verified": Device(flags=UP).make,
    "another challenge": lambda options: Device().make(other_challenge(options)),
    "another site's key": lambda options: Device().make(options | {"rp": {"id": "evil.example"}}),
    "a sign-in": lambda options: Device().show(options | {"rpId": "localhost"}),
    "too long": lambda _: "x" * 20_001,
}


@pytest.mark.parametrize("how", BAD_ANSWERS)
def test_what_is_no_right_answer_makes_no_passkey(inside: FlaskClient, how: str) -> None:
    answer = add(inside, BAD_ANSWERS[how])
    assert answer.status_code == 422
    assert 'href="#answer"' in answer.text
    assert db.session.scalars(sa.select(Passkey)).all() == []


def test_a_passkey_needs_a_name(inside: FlaskClient) -> None:
    answer = add(inside, Device().make, name="")
    assert answer.status_code == 422
    assert 'href="#name"' in answer.text


def test_a_passkey_of_another_account_is_not_added_again(app: Flask, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    other = make.enter(app.test_client(), make.account(email="other@example.org"))
    assert add(other, device.make).status_code == 409
    assert the_passkey().account_id == 1


def test_a_passkey_opens_without_address_and_password_and_counts_as_strong(
    client: FlaskClient, inside: FlaskClient, user: User
) -> None:
    device = passkey_of(inside)
    asked = options_on(client.get(SIGN_IN))
    assert (asked["allowCredentials"], asked["userVerification"]) == ([], "required")
    answer = come(client, device)
    assert (answer.status_code, answer.location) == (303, "/fr/office/")
    assert is_in(client)
    latest = db.session.scalars(sa.select(SignIn).order_by(SignIn.id.desc())).first()
    assert latest and latest.strong
    assert the_passkey().sign_count == device.uses
    assert the_passkey().last_used_at is not None


def test_the_page_asked_for_opens_and_no_page_elsewhere(app: Flask, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    for wanted, led in (("/fr/account/devices", "/fr/account/devices"), ("//evil.example", "/fr/office/")):
        client = app.test_client()
        page = client.get(SIGN_IN, query_string={"next": wanted})
        values = {"csrf_token": forms.held(page)["csrf_token"], "answer": device.show(options_on(page))}
        assert client.post(BY_PASSKEY, query_string={"next": wanted}, data=values).location == led


BAD_PROOFS: dict[str, Callable[[Device, dict[str, Any]], str]] = {
    "nothing": lambda *_: "",
    "no json": lambda *_: "{",
    "nested": lambda *_: "[" * 10_000,
    "a list": lambda *_: "[]",
    "not base64": lambda *_: parts("é", clientDataJSON="é", authenticatorData="é", signature="é"),
    "noise": lambda *_: parts("AAAA", clientDataJSON="AAAA", authenticatorData="AAAA", signature="AAAA"),
    "another site": lambda device, options: replace(device, origin="https://evil.example").show(options),
    "owner not verified": lambda device, options: replace(device, flags=UP).show(options),
    "nobody present": lambda device, options: replace(device, flags=0).show(options),
    "another challenge": lambda device, options: device.show(other_challenge(options)),
    "another key": lambda device, options: replace(device, key=Device().key).show(options),
    "an unknown passkey": lambda device, options: replace(device, id=b"unknown").show(options),
    "another account": lambda device, options: replace(device, handle=b"0" * 32).show(options),
    "a short proof": lambda device, options: device.show(options, authenticatorData=packed(b"0")),
    "an empty signature": lambda device, options: device.show(options, signature=""),
    "figures for a handle": lambda device, options: device.show(options, userHandle=7),
}


@pytest.mark.parametrize("how", BAD_PROOFS)
def test_what_proves_nothing_opens_nothing(client: FlaskClient, inside: FlaskClient, how: str) -> None:
    device = passkey_of(inside)
    page = client.get(SIGN_IN)
    values = {
        "csrf_token": forms.held(page)["csrf_token"],
        "answer": BAD_PROOFS[how](device, options_on(page)),
    }
    answer = client.post(BY_PASSKEY, data=values)
    assert answer.status_code == 422
    assert not is_in(client)
    assert the_passkey().sign_count == 1
    assert acts() == ["account.passkey_added"]
    assert come(client, device).status_code == 303


def test_an_answer_is_good_once_even_with_the_cookie_of_before(
    client: FlaskClient, inside: FlaskClient
) -> None:
    device = passkey_of(inside, counts=False)  # as those that are copied between one's devices
    page = client.get(SIGN_IN)
    before = client.get_cookie("mounadara")
    assert before
    values = {"csrf_token": forms.held(page)["csrf_token"], "answer": device.show(options_on(page))}
    assert client.post(BY_PASSKEY, data=values).status_code == 303
    client.set_cookie("mounadara", before.value)
    assert client.post(BY_PASSKEY, data=values).status_code == 422
    assert not is_in(client)


def test_of_five_who_send_the_same_answer_at_once_one_comes_in(app: Flask, inside: FlaskClient) -> None:
    device = passkey_of(inside, counts=False)
    first = app.test_client()
    page = first.get(SIGN_IN)
    cookie = first.get_cookie("mounadara")
    assert cookie
    values = {"csrf_token": forms.held(page)["csrf_token"], "answer": device.show(options_on(page))}
    ready = Barrier(5)

    def person(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("mounadara", cookie.value)
        ready.wait()
        return client.post(BY_PASSKEY, data=values).status_code

    with ThreadPoolExecutor(5) as people:
        assert sorted(people.map(person, range(5))) == [303] + [422] * 4


def test_a_challenge_grows_old(client: FlaskClient, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    page = client.get(SIGN_IN)
    values = {"csrf_token": forms.held(page)["csrf_token"], "answer": device.show(options_on(page))}
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert client.post(BY_PASSKEY, data=values).status_code == 422


def test_a_challenge_of_one_page_is_not_that_of_another(client: FlaskClient, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    page = client.get(SIGN_IN)
    proof = device.show(options_on(page))
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        token = forms.held(inside.get(f"{CONFIRM}?next={PAGE}"))["csrf_token"]
        answer = inside.post(f"{CONFIRM}/passkey", data={"csrf_token": token, "answer": proof})
    assert answer.status_code == 422


def test_two_pages_open_at_once_both_work(client: FlaskClient, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    first = client.get(SIGN_IN)
    client.get(SIGN_IN)
    values = {"csrf_token": forms.held(first)["csrf_token"], "answer": device.show(options_on(first))}
    assert client.post(BY_PASSKEY, data=values).status_code == 303


def test_a_copied_passkey_is_refused_and_the_account_is_told(
    app: Flask, client: FlaskClient, inside: FlaskClient
) -> None:
    device = passkey_of(inside)
    copy = replace(device)
    assert come(client, device).status_code == 303
    stranger = app.test_client()
    answer = come(stranger, copy)
    assert answer.status_code == 422
    assert not is_in(stranger)
    assert acts() == ["account.passkey_added", "account.passkey_refused"]
    jobs.run_due(app)
    assert len(mail.carried()) == 3
    assert come(app.test_client(), device).status_code == 303


def test_a_closed_account_is_not_opened_by_its_passkey(
    client: FlaskClient, inside: FlaskClient, user: User
) -> None:
    device = passkey_of(inside)
    with unit_of_work():
        user.active = False
    assert come(client, device).status_code == 422


def test_ten_wrong_passwords_do_not_hold_a_passkey_back(client: FlaskClient, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    wrong = {"email": "amina@example.org", "password": "another one"}
    found = [forms.send(client, SIGN_IN, wrong, page=SIGN_IN).status_code for _ in range(11)]
    assert found == [422] * 10 + [429]
    assert come(client, device).status_code == 303


def test_a_passkey_is_the_second_step_too(client: FlaskClient, inside: FlaskClient) -> None:
    device = passkey_of(inside)
    half(client)
    assert [one["id"] for one in options_on(client.get(STEP))["allowCredentials"]] == [packed(device.id)]
    assert send_passkey(client, device, f"{STEP}/passkey", STEP).status_code == 303
    assert is_in(client)


def test_but_not_that_of_another_account(app: Flask, client: FlaskClient, inside: FlaskClient) -> None:
    passkey_of(inside)
    other = passkey_of(make.enter(app.test_client(), make.account(email="other@example.org")))
    half(client)
    assert send_passkey(client, other, f"{STEP}/passkey", STEP).status_code == 422
    assert not is_in(client)


def test_a_passkey_proves_again_who_one_is(inside: FlaskClient) -> None:
    device = passkey_of(inside)
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        asked = inside.get(PAGE)
        assert asked.location == f"{CONFIRM}?next={PAGE}"
        answer = send_passkey(inside, device, f"{CONFIRM}/passkey?next={PAGE}", asked.location)
        assert (answer.status_code, answer.location) == (303, PAGE)
        assert inside.get(PAGE).status_code == 200


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(app: Flask, inside: FlaskClient) -> None:
    passkey_of(inside)
    address = f"{PAGE}/{the_passkey().id}"
    other = make.enter(app.test_client(), make.account(email="other@example.org"))
    assert [other.get(f"{address}{page}").status_code for page in ("", "/removal")] == [404, 404]
    assert forms.send(inside, address, name="  Le  bureau ").status_code == 303
    assert the_passkey().name == "Le bureau"
    assert forms.send(inside, f"{address}/removal").status_code == 303
    assert db.session.scalars(sa.select(Passkey)).all() == []
    assert db.session.scalars(sa.select(RecoveryCode)).all() == []
    assert acts() == ["account.passkey_added", "account.passkey_renamed", "account.passkey_removed"]


def test_whose_role_asks_for_it_keeps_one_factor_at_least(
    app: Flask, client: FlaskClient, user: User
) -> None:
    organiser = make.account(Role.ORGANISER, make.forum("other"))
    make.enter(client, organiser, strong=False)
    passkey_of(client)
    assert client.get("/fr/office/other/").status_code == 200
    removal = f"{PAGE}/{the_passkey().id}/removal"
    assert forms.send(client, removal).status_code == 409
    assert the_passkey().name == "Mon téléphone"
    phone_of(organiser)
    assert forms.send(client, removal).status_code == 303


def test_the_list_asks_the_database_no_more_for_three_than_for_one(inside: FlaskClient) -> None:
    passkey_of(inside)
    inside.get(PAGE)
    with counted() as one:
        inside.get(PAGE)
    for _ in range(2):
        passkey_of(inside)
    with counted() as three:
        inside.get(PAGE)
    assert len(three) == len(one)
