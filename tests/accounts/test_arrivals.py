"""Signing in while the account changes: what was true when the password was compared may be so no longer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient

from app.accounts import actions, credentials, halfway, links, second_factor, security, sign_ins
from app.accounts.models import Role, SignIn, User
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from tests import forms, make
from tests.accounts.devices import Phone

PAGE = "/fr/sign-in"
AMINA = {"email": "amina@example.org", "password": make.PASSWORD}


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


def open_ones(user: User) -> list[bool]:
    """Whether each open sign-in showed a second factor."""
    db.session.rollback()
    return [one.strong for one in db.session.scalars(sign_ins.open_ones(user.id))]


def meanwhile(app: Flask, act: Callable[[], None]) -> int:
    """The status of a sign-in by the present password that is sent while `act` is done, not committed yet."""
    client = app.test_client()
    values = forms.held(client.get(PAGE)) | AMINA
    with ThreadPoolExecutor(1) as other, current_app.test_request_context(method="POST"):
        with unit_of_work():
            act()
            sent = other.submit(client.post, PAGE, data=values)
            wait([sent], timeout=1)  # the sign-in has the time to come through, if anything lets it
        return sent.result(timeout=30).status_code


def test_a_sign_in_by_the_password_of_before_does_not_outlive_its_change(app: Flask, user: User) -> None:
    new, proof = security.hashed("soleil rouge sur le toit"), halfway.proof(user)
    status = meanwhile(app, lambda: credentials.change_password(user, new, proof=proof, sign_in_id=0))
    assert status in (409, 422)  # SQLite lets it compare the password only afterwards
    assert open_ones(user) == []


def test_nor_a_new_password_by_a_link(app: Flask, user: User) -> None:
    new, link = security.hashed("soleil rouge sur le toit"), links.of_account(make.account_link(user))
    assert meanwhile(app, lambda: credentials.recover(link, new)) in (409, 422)
    assert open_ones(user) == []


def test_nor_the_closing_of_the_account(app: Flask, user: User) -> None:
    assert meanwhile(app, lambda: actions.deactivate(user, by=None)) in (409, 422)
    assert open_ones(user) == []


def test_signing_out_everywhere_waits_for_a_sign_in_that_has_begun(app: Flask, user: User) -> None:
    """The sign-in holds the account first; the order to end all then comes, and finds it."""
    with ThreadPoolExecutor(1) as other, current_app.test_request_context(method="POST"):
        with unit_of_work():
            second_factor.alone(user)
            sign_ins.begin(user, strong=False)
            sent = other.submit(sign_out_everywhere, app, user.id)
            wait([sent], timeout=1)
        sent.result(timeout=30)
    assert open_ones(user) == []


def sign_out_everywhere(app: Flask, user_id: int) -> None:
    with app.app_context(), unit_of_work():
        actions.sign_out_everywhere(db.session.get_one(User, user_id), by=None)


def test_a_sign_in_beside_a_factor_just_added_is_led_to_the_second_step(app: Flask, user: User) -> None:
    phone = Phone(second_factor.new_secret())

    def turn_on() -> None:
        assert second_factor.turn_on(user, phone.secret, phone.code(-1))
        second_factor.alone(user)
        sign_ins.end_all(user.id)

    assert meanwhile(app, turn_on) == 303
    assert open_ones(user) == []


def test_a_password_that_was_changed_meanwhile_is_not_changed_by_the_one_before(
    client: FlaskClient, user: User
) -> None:
    """Whoever knows the password of before writes over a new one no more than they sign in."""
    proof = halfway.proof(user)
    kept = security.hashed("soleil rouge sur le toit")
    with unit_of_work():
        user.password = kept
    with pytest.raises(Conflict), current_app.test_request_context(method="POST"), unit_of_work():
        credentials.change_password(user, "of a stranger", proof=proof, sign_in_id=0)
    assert db.session.get_one(User, user.id).password == kept


def test_signing_in_again_on_the_same_browser_ends_the_earlier_sign_in(
    app: Flask, client: FlaskClient, user: User
) -> None:
    page = app.test_client()
    values = forms.held(page.get(PAGE)) | AMINA
    assert page.post(PAGE, data=values).status_code == 303
    values["csrf_token"] = forms.held(page.get("/fr/account/devices"))["csrf_token"]
    assert page.post(PAGE, data=values).status_code == 303
    ended = db.session.scalars(sa.select(SignIn.ended_at).order_by(SignIn.id)).all()
    assert [one is not None for one in ended] == [True, False]
    assert page.get("/fr/account/").status_code == 200


def test_it_ends_when_the_second_step_is_asked_too(app: Flask, client: FlaskClient, user: User) -> None:
    make.enter(client, make.account(email="other@example.org"))
    token = forms.held(client.get("/fr/account/devices"))["csrf_token"]
    with unit_of_work():
        user.totp_secret = "an app"
    answer = client.post(PAGE, data=AMINA | {"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/fr/sign-in/second-step")
    assert db.session.scalars(sa.select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
