"""The second step by codes: set up, asked, used once, replaced by recovery codes, taken away."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import halfway, sealing, security
from app.accounts.models import RecoveryCode, Role, SignIn, User
from app.audit.models import Entry
from app.platform import jobs, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, make
from tests.accounts.devices import CODE, SECRET, Phone, passkey_of, phone_of, recovery_codes_of

SIGN_IN, STEP = "/fr/sign-in", "/fr/sign-in/second-step"
PAGE, CODES = "/fr/account/second-factor", "/fr/account/second-factor/recovery-codes"
QUARTER = timedelta(minutes=15, seconds=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A moment that stands still, so that a code does not change between two lines."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(app: Flask, clock: time_machine.Traveller) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


def half(client: FlaskClient, **values: str) -> TestResponse:
    """The right password."""
    filled = {"email": "amina@example.org", "password": make.PASSWORD} | values
    return forms.send(client, SIGN_IN, filled, page=SIGN_IN)


def step(client: FlaskClient, code: str) -> TestResponse:
    return forms.send(client, STEP, code=code)


def come(client: FlaskClient, code: str) -> TestResponse:
    half(client)
    return step(client, code)


def is_in(client: FlaskClient) -> bool:
    return client.get("/fr/account/devices").status_code == 200


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def acts(prefix: str = "account.") -> list[str]:
    wanted = sa.select(Entry.act).where(Entry.act.startswith(prefix)).order_by(Entry.id)
    return [act for act in db.session.scalars(wanted) if act not in ("account.opened", "account.signed_in")]


def set_up(client: FlaskClient, code: str | None = None) -> tuple[Phone, TestResponse]:
    """Scan what the page shows and write the code, right unless another is given."""
    shown = SECRET.search(client.get(PAGE).text)
    assert shown
    phone = Phone(shown[1].replace(" ", ""))
    return phone, forms.send(client, PAGE, code=code or phone.code())


def test_setting_up_takes_the_code_of_the_secret_that_the_page_shows(client: FlaskClient, user: User) -> None:
    make.enter(client, user, strong=False)
    phone, answer = set_up(client)
    assert (answer.status_code, answer.location) == (303, CODES)
    assert phone.secret not in (user.totp_secret or "")
    assert sealing.opened("second factor", user.totp_secret or "") == phone.secret
    assert db.session.scalars(sa.select(SignIn.strong)).all() == [True]


def test_the_page_shows_the_same_secret_until_its_code_is_written(client: FlaskClient, user: User) -> None:
    make.enter(client, user)
    shown = [SECRET.search(client.get(PAGE).text) for _ in range(2)]
    assert shown[0] and shown[1]
    assert shown[0][1] == shown[1][1]
    assert user.totp_secret is None


@pytest.mark.parametrize("code", ["000000", "", "12345", "²²²²²²", "1" * 39, "abcdef"])
def test_a_wrong_code_turns_nothing_on(client: FlaskClient, user: User, code: str) -> None:
    make.enter(client, user)
    client.get(PAGE)
    answer = forms.send(client, PAGE, code=code)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert user.totp_secret is None


def test_the_ten_recovery_codes_are_shown_once_and_kept_as_marks(client: FlaskClient, user: User) -> None:
    make.enter(client, user)
    set_up(client)
    codes = CODE.findall(client.get(CODES).text)
    assert len(set(codes)) == 10
    assert CODE.findall(client.get(CODES).text) == []
    kept = set(db.session.scalars(sa.select(RecoveryCode.code_hash)))
    assert kept == {sealing.mark("recovery code", str(user.id), code.replace(" ", "")) for code in codes}


def test_the_first_second_factor_signs_other_devices_out(app: Flask, client: FlaskClient, user: User) -> None:
    other = make.enter(app.test_client(), user, strong=False)
    make.enter(client, user)
    set_up(client)
    assert (is_in(client), is_in(other)) == (True, False)


def test_the_password_alone_opens_nothing_then(client: FlaskClient, user: User) -> None:
    phone = phone_of(user)
    answer = half(client)
    assert (answer.status_code, answer.location) == (303, STEP)
    assert not is_in(client)
    assert count(SignIn) == 0
    done = step(client, phone.code())
    assert (done.status_code, done.location) == (303, "/fr/office/")
    assert is_in(client)
    assert db.session.scalars(sa.select(SignIn.strong)).all() == [True]


def test_the_page_asked_for_is_kept_over_both_steps(client: FlaskClient, user: User) -> None:
    phone = phone_of(user)
    filled = {"email": "amina@example.org", "password": make.PASSWORD}
    page = f"{SIGN_IN}?next=/fr/account/devices%3Fpage%3D1"
    forms.send(client, page, filled)
    assert step(client, phone.code()).location == "/fr/account/devices?page=1"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(client: FlaskClient, user: User, steps: int) -> None:
    phone = phone_of(user)
    with unit_of_work():
        user.totp_step = (user.totp_step or 0) - 1
    assert come(client, phone.code(steps)).status_code == 303


@pytest.mark.parametrize("steps", [-2, 2])
def test_and_not_more(client: FlaskClient, user: User, steps: int) -> None:
    phone = phone_of(user)
    assert come(client, phone.code(steps)).status_code == 422


def test_a_code_and_those_before_it_never_serve_again(app: Flask, user: User) -> None:
    phone = phone_of(user)
    found = [come(app.test_client(), phone.code(steps)).status_code for steps in (0, 0, -1, 1, 1)]
    assert found == [303, 422, 422, 303, 422]


def test_arabic_figures_and_spaces_are_read(client: FlaskClient, user: User) -> None:
    code = phone_of(user).code().translate({48 + n: 0x660 + n for n in range(10)})
    assert come(client, f" {code[:3]} {code[3:]} ").status_code == 303


@pytest.mark.parametrize("code", ["000000", "", "٣", "²²²²²²", "1" * 12, "1" * 41, "' OR 1=1"])
def test_what_is_no_code_is_refused_in_words(client: FlaskClient, user: User, code: str) -> None:
    phone_of(user)
    answer = come(client, code)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert not is_in(client)


def at_once(app: Flask, codes: list[str]) -> list[int]:
    """Each code by somebody who has the password; all sent at once; the statuses."""
    ready = Barrier(len(codes))

    def person(code: str) -> int:
        client = app.test_client()
        half(client)
        values = forms.held(client.get(STEP)) | {"code": code}
        ready.wait()
        return client.post(STEP, data=values).status_code

    with ThreadPoolExecutor(len(codes)) as people:
        return sorted(people.map(person, codes))


def test_of_five_who_send_the_same_code_at_once_one_comes_in(app: Flask, user: User) -> None:
    assert at_once(app, [phone_of(user).code()] * 5) == [303] + [422] * 4
    assert count(SignIn) == 1


def test_of_five_who_send_the_same_recovery_code_at_once_one_comes_in(app: Flask, user: User) -> None:
    phone_of(user)
    assert at_once(app, recovery_codes_of(user)[:1] * 5) == [303] + [422] * 4
    assert count(SignIn) == 1


def test_a_recovery_code_opens_once_and_is_told(app: Flask, user: User) -> None:
    phone_of(user)
    code = recovery_codes_of(user)[3]
    grouped = f"{code[:4]} {code[4:8]}-{code[8:]}"
    found = [come(app.test_client(), typed).status_code for typed in (grouped, code)]
    assert found == [303, 422]
    used = sa.select(sa.func.count()).where(RecoveryCode.used_at.is_not(None))
    assert db.session.scalar(used) == 1
    assert acts()[-1] == "account.code_used"


def test_new_recovery_codes_void_the_earlier(client: FlaskClient, user: User) -> None:
    phone_of(user)
    before = recovery_codes_of(user)[0]
    make.enter(client, user)
    answer = forms.send(client, CODES)
    new = CODE.findall(client.get(answer.location).text)[0].replace(" ", "")
    assert [come(current_app.test_client(), code).status_code for code in (before, new)] == [422, 303]


def test_after_six_codes_even_the_right_one_waits_a_quarter_of_an_hour(
    client: FlaskClient, user: User, clock: time_machine.Traveller
) -> None:
    phone = phone_of(user)
    half(client)
    assert [step(client, "000000").status_code for _ in range(6)] == [422] * 6
    assert step(client, phone.code()).status_code == 429
    clock.move_to(now() + QUARTER)
    assert come(client, phone.code()).status_code == 303


def test_a_right_code_forgives_the_wrong_ones_before(app: Flask, user: User) -> None:
    phone = phone_of(user)
    for code in (phone.code(), phone.code(1)):
        client = app.test_client()
        half(client)
        assert [step(client, "000000").status_code for _ in range(5)] == [422] * 5
        assert step(client, code).status_code == 303


def void(user: User, how: str, clock: time_machine.Traveller) -> None:
    if how == "ten minutes":
        clock.move_to(now() + halfway.LONGEST + timedelta(seconds=1))
        return
    with unit_of_work():
        if how == "another password":
            user.password = security.hashed("another password")
        elif how == "new identifier":
            user.fs_uniquifier = "another"
        else:
            user.active = False


@pytest.mark.parametrize(
    "how", ["ten minutes", "another password", "signed out everywhere", "closed account"]
)
def test_what_stands_between_the_steps_is_voided_by(
    client: FlaskClient, user: User, how: str, clock: time_machine.Traveller
) -> None:
    phone = phone_of(user)
    half(client)
    values = forms.held(client.get(STEP))
    void(user, how, clock)
    answer = client.post(STEP, data=values | {"code": phone.code()})
    assert (answer.status_code, answer.location) == (303, SIGN_IN)
    assert not is_in(client)


def test_without_the_password_there_is_no_second_step(client: FlaskClient, user: User) -> None:
    assert client.get(STEP).location == SIGN_IN


def test_a_secret_that_another_key_closed_opens_nothing_and_breaks_nothing(
    client: FlaskClient, user: User
) -> None:
    phone = phone_of(user)
    with unit_of_work():
        user.totp_secret = sealing.close("another use", phone.secret)
    assert come(client, phone.code()).status_code == 422


OFF = "/fr/account/second-factor/removal"


def test_who_may_turns_it_off_and_the_codes_go_with_it(client: FlaskClient, user: User) -> None:
    phone_of(user)
    recovery_codes_of(user)
    make.enter(client, user)
    assert forms.send(client, OFF).status_code == 303
    assert (user.totp_secret, user.totp_step, count(RecoveryCode)) == (None, None, 0)
    client = current_app.test_client()
    assert half(client).location == "/fr/office/"


def test_whose_role_asks_for_it_keeps_one_factor_at_least(client: FlaskClient, user: User) -> None:
    organiser = make.account(Role.ORGANISER, make.forum("other"))
    phone_of(organiser)
    make.enter(client, organiser)
    assert forms.send(client, OFF).status_code == 409
    assert organiser.totp_secret is not None
    passkey_of(client)
    assert forms.send(client, OFF).status_code == 303
    assert organiser.totp_secret is None


def test_every_change_is_told_by_mail_in_the_language_of_the_account_and_logged(
    app: Flask, client: FlaskClient, user: User
) -> None:
    with unit_of_work():
        user.locale = "fr"
    make.enter(client, user)
    set_up(client)
    codes = CODE.findall(client.get(CODES).text)
    forms.send(client, OFF)
    assert acts() == ["account.app_added", "account.codes_renewed", "account.app_removed"]
    jobs.run_due(app)
    letters = mail.carried()
    assert [letter["To"] for letter in letters] == ["amina@example.org"] * 3
    texts = [letter.get_body(("plain",)).get_content() for letter in letters]
    assert [re.findall(r"https?://", text) for text in texts] == [[]] * 3
    assert not any(code in text or code.replace(" ", "") in text for code in codes for text in texts)
    assert {row.kind for row in db.session.scalars(sa.select(mail.OutgoingMail))} == {"account.notice"}
    assert {row.locale for row in db.session.scalars(sa.select(mail.OutgoingMail))} == {"fr"}


OFFICE = ["office/", "office/live/", "office/live/registrations", "office/live/history", "office/new"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ORGANISER])
def test_who_must_have_a_second_factor_is_led_to_it_from_every_office_page(
    app: Flask, client: FlaskClient, user: User, role: Role
) -> None:
    person = make.account(role, db.session.get(make.Forum, 1), email="must@example.org")
    assert half(client, email="must@example.org").location == "/fr/office/"
    led = {(page, client.get(f"/fr/{page}").location) for page in OFFICE}
    assert led == {(page, PAGE) for page in OFFICE}
    asked = client.get(PAGE)
    assert 'class="notice attention"' in asked.text
    set_up(client)
    assert {client.get(f"/fr/{page}").status_code for page in OFFICE} == {200}
    assert person.totp_since == now()


def test_who_need_not_is_not_led_anywhere_and_reads_no_reason(client: FlaskClient, user: User) -> None:
    half(client)
    assert client.get("/fr/office/live/").status_code == 200
    assert 'class="notice attention"' not in client.get(PAGE).text


def test_the_demonstration_asks_for_none(
    app: Flask, client: FlaskClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.account(Role.ORGANISER, db.session.get(make.Forum, 1), email="must@example.org")
    demo = replace(app.config["SETTINGS"], mode="demo", limits_url="memory:")
    monkeypatch.setitem(app.config, "SETTINGS", demo)
    half(client, email="must@example.org")
    assert client.get("/fr/office/live/").status_code == 200
