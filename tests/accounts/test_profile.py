"""The page of one's own account."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import links
from app.accounts.models import AccountLink, Membership, Role, SignIn, User
from app.audit.models import Entry
from app.platform import limits
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, letters, make

AMINA, NEW_ADDRESS = "amina@example.org", "new@example.org"
NEW = "soleil rouge sur le toit"


@pytest.fixture
def user(client: FlaskClient) -> User:
    made = make.account(Role.READER, make.forum(), email=AMINA)
    make.enter(client, made)
    return made


def change(client: FlaskClient, **typed: str) -> TestResponse:
    """Change the password, right unless `typed` says otherwise."""
    return forms.send(client, "/fr/account/password", {"current": make.PASSWORD, "new": NEW} | typed)


def address_now(user: User) -> str:
    return db.session.get_one(User, user.id).email


def asked_link(app: Flask, client: FlaskClient) -> str:
    """Ask for the new address; the link that came to it."""
    forms.send(client, "/fr/account/address", email=NEW_ADDRESS)
    return letters.link(letters.to(app, NEW_ADDRESS)[-1])


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_page_shows_who_one_is_and_which_roles_one_has(
    client: FlaskClient, user: User, locale: str
) -> None:
    page = client.get(f"/{locale}/account/")
    assert page.status_code == 200
    assert AMINA in page.text
    assert f'href="/{locale}/office/live/"' in page.text
    assert f'href="/{locale}/account/roles/{make.role(user).id}/leaving"' in page.text


def test_the_name_and_the_language_are_changed(client: FlaskClient, user: User) -> None:
    assert forms.send(client, "/fr/account/edit", name_="أمينة", language="fr").status_code == 303
    changed = db.session.get_one(User, user.id)
    assert (changed.name, changed.locale) == ("أمينة", "fr")
    refused = forms.send(client, "/fr/account/edit", name_=" ", language="fr")
    assert (refused.status_code, db.session.get_one(User, user.id).name) == (422, "أمينة")


def test_a_new_password_signs_the_other_devices_out_and_is_told_by_mail(
    app: Flask, client: FlaskClient, user: User
) -> None:
    other = make.enter(app.test_client(), user)
    assert change(client).status_code == 303
    assert client.get("/fr/account/").status_code == 200
    assert other.get("/fr/account/").status_code == 303
    (letter,) = letters.to(app, AMINA)
    assert NEW not in letters.text(letter)
    found = forms.send(other, "/fr/sign-in", email=AMINA, password=NEW)
    assert found.status_code == 303


@pytest.mark.parametrize(
    "typed",
    [
        {"current": "another one"},
        {"current": ""},
        {"new": "too short"},
        {"new": "password1234"},
        {"new": AMINA},
        {"new": ""},
    ],
)
def test_a_password_is_not_changed_without_the_present_one_and_a_good_one(
    client: FlaskClient, user: User, typed: dict[str, str]
) -> None:
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert NEW not in answer.text
    assert db.session.get_one(User, user.id).password_changed_at is None


def test_the_present_password_cannot_be_guessed_here(client: FlaskClient, user: User) -> None:
    statuses = [change(client, current=f"guess {number}").status_code for number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert change(client).status_code == 429


def test_a_new_password_voids_the_links_that_are_open(client: FlaskClient, user: User) -> None:
    link = links.of_account(make.account_link(user))
    assert client.get(f"/fr/account/recovery/{link}").status_code == 200
    change(client)
    assert client.get(f"/fr/account/recovery/{link}").status_code == 410


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_address_changes_by_the_link_sent_to_the_new_one(
    app: Flask, client: FlaskClient, user: User, locale: str
) -> None:
    with unit_of_work():
        user.locale = locale
    recovery = links.of_account(make.account_link(user))
    link = asked_link(app, client)
    assert link.startswith(f"/{locale}/account/address/")
    assert len(letters.to(app, AMINA)) == 1  # told there that it was asked
    assert NEW_ADDRESS not in letters.text(letters.to(app, AMINA)[0])
    stranger = app.test_client()
    assert [stranger.get(link).status_code for _ in range(2)] == [200, 200]
    assert address_now(user) == AMINA
    assert forms.send(stranger, link).status_code == 303
    assert address_now(user) == NEW_ADDRESS
    assert len(letters.to(app, AMINA)) == 2  # told there that it was done
    assert stranger.get(link).status_code == 410
    assert client.get(f"/fr/account/recovery/{recovery}").status_code == 410  # it went to the old address


def test_whether_another_account_has_the_address_is_told_to_its_reader_alone(
    app: Flask, client: FlaskClient, user: User
) -> None:
    pages = {}
    for email in (NEW_ADDRESS, "free@example.org"):
        if email == NEW_ADDRESS:
            make.account(email=email)
        answer = forms.send(client, "/fr/account/address", email=email)
        assert answer.status_code == 303
        pages[email] = client.get(answer.location).text.partition("<main")[2]
    assert pages[NEW_ADDRESS] == pages["free@example.org"]
    link = letters.link(letters.to(app, NEW_ADDRESS)[-1])
    assert forms.send(client, link).status_code == 409
    assert address_now(user) == AMINA
    assert client.get(link).status_code == 200  # refused, and not used


def test_the_link_of_an_address_expires(app: Flask, client: FlaskClient, user: User) -> None:
    link = asked_link(app, client)
    with unit_of_work():
        db.session.execute(sa.update(AccountLink).values(expires_at=now() - timedelta(seconds=1)))
    page = client.get(link)
    assert page.status_code == 410
    assert 'href="/ar/account/address"' in page.text


def test_the_address_that_one_has_is_no_change(client: FlaskClient, user: User) -> None:
    assert forms.send(client, "/fr/account/address", email=AMINA.upper()).status_code == 422


def test_three_changes_of_address_are_asked_in_an_hour_and_no_more(
    app: Flask, client: FlaskClient, user: User
) -> None:
    asked = [forms.send(client, "/fr/account/address", email=f"{number}@example.org") for number in range(4)]
    assert [one.status_code for one in asked] == [303, 303, 303, 429]
    assert forms.held(asked[3])["email"] == "3@example.org"
    with app.test_request_context("/fr/"):
        assert str(limits.too_many().message) not in asked[3].text  # that one speaks of a quarter of an hour


def test_who_has_not_proved_themselves_of_late_does_so_before_changing_the_address(
    client: FlaskClient, user: User
) -> None:
    with unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    answer = client.get("/fr/account/address?from=profile")
    wanted = "/fr/account/confirm?next=/fr/account/address?from%3Dprofile"
    assert (answer.status_code, answer.location) == (303, wanted)


@pytest.mark.parametrize(("minutes", "status"), [(59, 422), (61, 303)])
def test_a_form_that_is_filled_in_at_leisure_is_taken_for_an_hour(
    client: FlaskClient, user: User, minutes: int, status: int
) -> None:
    filled = forms.held(client.get("/fr/account/address")) | {"email": "half-an-address"}
    with unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=minutes)))
    answer = client.post("/fr/account/address", data=filled)
    assert answer.status_code == status
    if status == 422:
        assert forms.held(answer)["email"] == "half-an-address"
    else:
        assert answer.location == "/fr/account/confirm?next=/fr/account/address"


def test_a_role_is_given_up_after_a_question(client: FlaskClient, user: User) -> None:
    page = f"/fr/account/roles/{make.role(user).id}/leaving"
    assert client.get(page).status_code == 200
    assert client.get("/fr/office/live/").status_code == 200
    assert forms.send(client, page).status_code == 303
    assert client.get("/fr/office/live/").status_code == 404
    assert client.get("/fr/account/").status_code == 200


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.ADMINISTRATOR])
def test_the_last_of_those_who_name_the_others_cannot_leave(
    app: Flask, client: FlaskClient, role: Role
) -> None:
    forum = make.forum()
    last = make.account(role, forum)
    make.enter(client, last)
    page = f"/fr/account/roles/{make.role(last).id}/leaving"
    assert forms.send(client, page).status_code == 409
    closed = make.account(role, forum, email="closed@example.org")
    with unit_of_work():
        closed.active = False
    assert forms.send(client, page).status_code == 409
    with unit_of_work():
        closed.active = True
    assert forms.send(client, page).status_code == 303
    assert db.session.scalars(sa.select(Membership.user_id)).all() == [closed.id]


def test_the_role_of_somebody_else_is_not_found(client: FlaskClient, user: User) -> None:
    other = make.role(make.account(Role.DESK, make.forum("other")))
    token = forms.held(client.get("/fr/account/"))["csrf_token"]
    page = f"/fr/account/roles/{other.id}/leaving"
    assert client.get(page).status_code == 404
    assert client.post(page, data={"csrf_token": token}).status_code == 404


def test_what_is_changed_is_in_the_log_without_what_it_was_changed_to(
    app: Flask, client: FlaskClient, user: User
) -> None:
    page = f"/fr/account/roles/{make.role(user).id}/leaving"
    before = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    forms.send(client, "/fr/account/edit", name_="Amina", language="fr")
    change(client)
    forms.send(client, asked_link(app, client))
    forms.send(client, page)
    found = db.session.scalars(sa.select(Entry).where(Entry.id > before).order_by(Entry.id)).all()
    assert [(one.act, one.actor_id) for one in found] == [
        ("account.edited", user.id),
        ("account.password_changed", user.id),
        ("account.address_asked", user.id),
        ("account.address_changed", user.id),
        ("membership.left", user.id),
    ]
    assert [one.details for one in found] == [None] * 4 + [{"role": "reader", "user": user.id}]
