"""The administrator's pages about accounts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions
from app.accounts.models import Invitation, Membership, Passkey, RecoveryCode, Role, SignIn, User
from app.audit.models import Entry
from app.platform import limits
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from tests import forms, letters, make
from tests.queries import counted

LIST = "/fr/administration/accounts"


@pytest.fixture
def administrator(client: FlaskClient) -> User:
    made = make.account(Role.ADMINISTRATOR)
    make.enter(client, made)
    return made


@pytest.fixture
def amina(app: Flask) -> User:
    made = make.account(Role.READER, make.forum(), email="amina@example.org")
    with unit_of_work():
        made.name = "أمينة بنعلي"
    return made


def acts(since: int) -> list[tuple[str, int | None]]:
    rows = db.session.execute(
        sa.select(Entry.act, Entry.subject_id)
        .where(Entry.id > since, Entry.act != "account.read")
        .order_by(Entry.id)
    )
    return [tuple(row) for row in rows]


def latest() -> int:
    return db.session.scalar(sa.select(sa.func.max(Entry.id))) or 0


@pytest.mark.parametrize("asked", ["امينه", "بنعلي أمينة", "amina@example", "AMINA"])
def test_an_account_is_found_by_its_name_or_address_however_it_is_spelled(
    client: FlaskClient, administrator: User, amina: User, asked: str
) -> None:
    page = client.get(LIST, query_string={"q": asked})
    assert (amina.email in page.text, administrator.email in page.text) == (True, False)


def test_nobody_found_is_said_with_what_to_try(client: FlaskClient, administrator: User) -> None:
    assert 'class="empty"' in client.get(f"{LIST}?q=nobody%25").text


def test_the_list_takes_the_same_number_of_questions_for_one_and_for_three(
    client: FlaskClient, administrator: User, amina: User
) -> None:
    counts = []
    for added in (range(0), range(3)):
        for number in added:
            make.account(Role.ADMINISTRATOR, email=f"{number}@example.org")
            make.invitation(email=f"guest-{number}@example.org")
        with counted() as statements:
            assert client.get(LIST).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_list_is_shown_fifty_at_a_time(client: FlaskClient, administrator: User) -> None:
    for number in range(50):
        make.account(email=f"p{number:02}@example.org")
    shown = [client.get(f"{LIST}?page={page}").text.count("@example.org</bdi>") for page in (1, 2)]
    assert shown == [50, 1]


def test_reading_the_list_is_in_the_log(client: FlaskClient, administrator: User, amina: User) -> None:
    before = latest()
    client.get(f"{LIST}?q=amina")
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.id > before)).all()
    assert (entry.act, entry.actor_id, entry.details) == ("accounts.read", administrator.id, {"page": 1})


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_one_account_shows_its_roles_state_and_devices(
    app: Flask, client: FlaskClient, administrator: User, amina: User, locale: str
) -> None:
    make.enter(app.test_client(), amina)
    page = client.get(f"/{locale}/administration/accounts/{amina.id}")
    assert page.status_code == 200
    assert f"roles/{make.role(amina).id}/removal" in page.text
    assert f"/{locale}/administration/accounts/{amina.id}/sign-out" in page.text
    assert client.get(f"{LIST}/999999").status_code == 404


def test_a_closed_account_is_out_at_once_and_opens_again(
    app: Flask, client: FlaskClient, administrator: User, amina: User
) -> None:
    before = latest()
    theirs = make.enter(app.test_client(), amina)
    page = f"{LIST}/{amina.id}"
    assert client.get(f"{page}/deactivation").status_code == 200
    assert theirs.get("/fr/account/").status_code == 200
    assert forms.send(client, f"{page}/deactivation").status_code == 303
    assert theirs.get("/fr/account/").status_code == 303
    assert forms.send(client, f"{page}/reactivation", page=page).status_code == 303
    assert theirs.get("/fr/account/").status_code == 303  # its sign-ins have ended
    password = {"email": amina.email, "password": make.PASSWORD}
    assert forms.send(theirs, "/fr/sign-in", password).status_code == 303
    assert acts(before)[:2] == [("account.deactivated", amina.id), ("account.reactivated", amina.id)]


def test_reading_the_page_of_an_account_is_in_the_log(
    client: FlaskClient, administrator: User, amina: User
) -> None:
    before = latest()
    client.get(f"{LIST}/{amina.id}")
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.id > before)).all()
    assert (entry.act, entry.actor_id, entry.subject_id) == ("account.read", administrator.id, amina.id)


def test_nobody_closes_their_own_account(client: FlaskClient, administrator: User) -> None:
    make.account(Role.ADMINISTRATOR, email="second@example.org")
    assert f"{administrator.id}/deactivation" not in client.get(f"{LIST}/{administrator.id}").text
    assert forms.send(client, f"{LIST}/{administrator.id}/deactivation").status_code == 409
    assert db.session.get_one(User, administrator.id).active


def test_two_administrators_who_close_each_other_at_once_leave_one(app: Flask) -> None:
    pair = [make.account(Role.ADMINISTRATOR, email=f"{number}@example.org") for number in range(2)]
    clients = [make.enter(app.test_client(), one) for one in pair]
    pages = [f"{LIST}/{one.id}/deactivation" for one in reversed(pair)]
    assert forms.at_once(clients, pages).count(303) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(User.active)) == 1


def test_an_account_is_signed_out_on_all_its_devices(
    app: Flask, client: FlaskClient, administrator: User, amina: User
) -> None:
    devices = [make.enter(app.test_client(), amina) for _ in range(2)]
    page = f"{LIST}/{amina.id}"
    assert forms.send(client, f"{page}/sign-out", page=page).status_code == 303
    assert [one.get("/fr/account/").status_code for one in devices] == [303, 303]
    assert client.get(page).status_code == 200


def test_a_lost_second_factor_is_removed_and_its_owner_told(
    app: Flask, client: FlaskClient, administrator: User, amina: User
) -> None:
    with unit_of_work():
        amina.totp_secret, amina.totp_since, amina.totp_step = "an app", now(), 1
        db.session.add(
            Passkey(account_id=amina.id, credential_id=b"1", public_key=b"1", transports=[], name="key")
        )
        db.session.add(RecoveryCode(account_id=amina.id, code_hash="0" * 64))
    theirs = make.enter(app.test_client(), amina)
    assert forms.send(client, f"{LIST}/{amina.id}/second-factor-removal").status_code == 303
    freed = db.session.get_one(User, amina.id)
    assert (freed.totp_secret, freed.totp_since, freed.totp_step) == (None, None, None)
    for model in (Passkey, RecoveryCode):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert theirs.get("/fr/account/").status_code == 303
    assert len(letters.to(app, amina.email)) == 1


@pytest.mark.parametrize("path", ["second-factor-removal", "roles", "deactivation", "roles/{role}/removal"])
def test_what_opens_doors_asks_who_one_is_once_more(
    client: FlaskClient, administrator: User, amina: User, path: str
) -> None:
    with unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    answer = client.get(f"{LIST}/{amina.id}/{path.format(role=make.role(amina).id)}")
    assert (answer.status_code, "/fr/account/confirm" in answer.location) == (303, True)


def test_a_role_is_given_in_any_event_and_taken_away(
    client: FlaskClient, administrator: User, amina: User
) -> None:
    other = make.forum("other")
    page = f"{LIST}/{amina.id}/roles"
    assert forms.send(client, page, event=str(other.id), role="desk").status_code == 303
    given = db.session.scalars(sa.select(Membership).where(Membership.forum_id == other.id)).one()
    assert (given.user_id, given.role) == (amina.id, Role.DESK)
    assert forms.send(client, f"{page}/{given.id}/removal").status_code == 303
    assert make.role(amina).role is Role.READER


@pytest.mark.parametrize(
    ("event", "role", "status"),
    [
        ("", "desk", 409),
        ("1", "administrator", 409),
        ("1", "reader", 409),
        ("999", "desk", 422),
        ("", "", 422),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    client: FlaskClient, administrator: User, amina: User, event: str, role: str, status: int
) -> None:
    answer = forms.send(client, f"{LIST}/{amina.id}/roles", event=event, role=role)
    assert answer.status_code == status
    assert make.role(amina).role is Role.READER


@pytest.mark.parametrize(("role", "forum_id"), [(Role.ADMINISTRATOR, 1), (Role.DESK, None)])
def test_an_administrator_is_of_the_platform_and_the_others_of_an_event(
    app: Flask, role: Role, forum_id: int | None
) -> None:
    make.forum()
    user = make.account()
    with pytest.raises(Conflict), unit_of_work():
        actions.grant(user, role, forum_id=forum_id, by=None)


def test_the_role_of_another_account_is_not_found_through_this_one(
    client: FlaskClient, administrator: User, amina: User
) -> None:
    other = make.role(make.account(Role.DESK, make.forum("other")))
    assert client.get(f"{LIST}/{amina.id}/roles/{other.id}/removal").status_code == 404


def test_another_administrator_is_invited_and_the_invitation_sent_again_and_withdrawn(
    app: Flask, client: FlaskClient, administrator: User
) -> None:
    typed = {"email": "second@example.org", "name_": "Second", "language": "ar"}
    assert forms.send(client, f"{LIST}/invite", typed).status_code == 303
    assert forms.send(client, f"{LIST}/invite", typed).status_code == 409
    (letter,) = letters.to(app, "second@example.org")
    assert letter["Content-Language"] == "ar"
    row = db.session.scalars(sa.select(Invitation)).one()
    assert (row.role, row.forum_id) == (Role.ADMINISTRATOR, None)
    assert forms.send(client, f"{LIST}/invitations/{row.id}/repeat", page=LIST).status_code == 303
    assert client.get(letters.link(letter)).status_code == 410
    assert forms.send(client, f"{LIST}/invitations/{row.id}/withdrawal").status_code == 303
    assert client.get(letters.link(letters.to(app, "second@example.org")[1])).status_code == 410


def test_an_invitation_to_an_event_is_not_found_here(client: FlaskClient, administrator: User) -> None:
    row = make.invitation(make.forum())
    assert client.get(f"{LIST}/invitations/{row.id}/withdrawal").status_code == 404


def test_who_sends_one_again_proves_who_they_are_and_comes_back_to_the_list(
    client: FlaskClient, administrator: User
) -> None:
    row = make.invitation()
    token = {"csrf_token": forms.held(client.get(LIST))["csrf_token"]}
    with unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=61)))
    page = f"http://localhost{LIST}"
    repeat = f"{LIST}/invitations/{row.id}/repeat"
    answer = client.post(repeat, data=token, headers={"Referer": page})
    assert (answer.status_code, answer.location) == (303, f"/fr/account/confirm?next={LIST}")
    elsewhere = client.post(repeat, data=token, headers={"Referer": "http://evil.example/x"})
    assert elsewhere.location == "/fr/account/confirm"
    assert db.session.get_one(Invitation, row.id).serial == 0


def test_sixty_invitations_an_hour_leave_by_one_person_and_what_is_typed_stays(
    client: FlaskClient, administrator: User
) -> None:
    for _ in range(59):
        assert limits.take("invitations by", str(administrator.id), most=60, within=timedelta(hours=1))
    found = [
        forms.send(client, f"{LIST}/invite", email=f"{number}@example.org", name_="Second", language="fr")
        for number in range(2)
    ]
    assert [one.status_code for one in found] == [303, 429]
    assert forms.held(found[1])["email"] == "1@example.org"
    assert 'id="email-error"' in found[1].text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1
