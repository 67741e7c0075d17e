"""The team of a forum."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Invitation, InvitationState, Membership, Passkey, Role, SignIn, User
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, letters, make
from tests.queries import counted

TEAM = "/fr/office/live/team"
ZINEB = {"email": "zineb@example.org", "role": "reader", "language": "fr"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> User:
    made = make.account(Role.ORGANISER, forum)
    make.enter(client, made)
    return made


def invite(client: FlaskClient, **typed: str) -> TestResponse:
    return forms.send(client, f"{TEAM}/invite", ZINEB | typed)


def roles() -> list[Role]:
    return list(db.session.scalars(sa.select(Membership.role).order_by(Membership.id)))


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_page_shows_members_their_second_step_and_who_is_invited(
    client: FlaskClient, forum: Forum, organiser: User, locale: str
) -> None:
    second = make.account(Role.ORGANISER, forum, email="second@example.org")
    make.account(Role.DESK, forum)
    make.invitation(forum, email="guest@example.org")
    page = client.get(f"/{locale}/office/live/team")
    for email in (organiser.email, second.email, "desk-live@example.org", "guest@example.org"):
        assert page.text.count(email) == 1
    assert page.text.count('class="state attention"') == 2  # neither organiser has a second step
    with unit_of_work():
        organiser.totp_secret = "an app"
        db.session.add(
            Passkey(account_id=second.id, credential_id=b"1", public_key=b"1", transports=[], name="key")
        )
    page = client.get(f"/{locale}/office/live/team")
    assert (page.text.count('class="state attention"'), page.text.count('class="state good"')) == (0, 2)


def test_a_longer_team_takes_no_more_questions_to_the_database(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    counts = []
    for added in (range(0), range(3)):
        for number in added:
            make.account(Role.DESK, forum, email=f"desk-{number}@example.org")
            make.invitation(forum, email=f"guest-{number}@example.org")
        with counted() as statements:
            assert client.get(TEAM).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_invitation_waits_and_leaves_a_letter(app: Flask, client: FlaskClient, organiser: User) -> None:
    assert invite(client, email=" Zineb@Example.org").status_code == 303
    assert ZINEB["email"] in client.get(TEAM).text
    assert len(letters.to(app, ZINEB["email"])) == 1


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"email": ""}, 422),
        ({"email": "zineb"}, 422),
        ({"role": "administrator"}, 422),
        ({"role": "nobody"}, 422),
        ({"language": "xx"}, 422),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_what_was_typed(
    app: Flask, client: FlaskClient, organiser: User, typed: dict[str, str], status: int
) -> None:
    answer = invite(client, name_="Zineb", **typed)
    assert (answer.status_code, forms.held(answer)["name_"]) == (status, "Zineb")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 0


def test_nobody_is_invited_twice_to_the_same_nor_to_what_they_are(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    make.account(Role.DESK, forum)
    assert invite(client).status_code == 303
    refused = invite(client, email="ZINEB@example.org", name_="Zineb")
    assert (refused.status_code, forms.held(refused)["name_"]) == (409, "Zineb")
    assert invite(client, role="desk").status_code == 303
    assert invite(client, email="desk-live@example.org", role="desk").status_code == 409


def test_the_same_invitation_sent_five_times_at_once_is_one(
    app: Flask, forum: Forum, organiser: User
) -> None:
    clients = [make.enter(app.test_client(), organiser) for _ in range(5)]
    filled = [forms.held(one.get(f"{TEAM}/invite")) | ZINEB for one in clients]
    ready = Barrier(5)

    def send(number: int) -> int:
        ready.wait()
        return clients[number].post(f"{TEAM}/invite", data=filled[number]).status_code

    with ThreadPoolExecutor(5) as people:
        assert sorted(people.map(send, range(5))) == [303] + [409] * 4
    assert len(letters.to(app, ZINEB["email"])) == 1


def test_five_invitations_a_day_reach_one_address_and_what_is_typed_stays(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    roles_ = ("reader", "desk", "registrar", "protocol")
    assert [invite(client, role=role).status_code for role in roles_] == [303] * 4
    row = db.session.scalars(sa.select(Invitation)).first()
    assert row
    repeats = [
        forms.send(client, f"{TEAM}/invitations/{row.id}/repeat", page=TEAM).status_code for _ in range(2)
    ]
    assert repeats == [303, 429]
    refused = invite(client, role="rapporteur", email="ZINEB@example.org", name_="Zineb")
    assert (refused.status_code, forms.held(refused)["name_"]) == (429, "Zineb")
    assert invite(client, email="other@example.org").status_code == 303
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        make.enter(client, organiser)
        assert invite(client, role="rapporteur").status_code == 303


@pytest.mark.parametrize("path", ["/invite", "/{role}", "/{role}/removal"])
def test_what_gives_or_takes_power_asks_who_one_is_once_more(
    client: FlaskClient, forum: Forum, organiser: User, path: str
) -> None:
    page = TEAM + path.format(role=make.role(make.account(Role.DESK, forum)).id)
    with unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    answer = client.get(page)
    assert (answer.status_code, answer.location) == (303, f"/fr/account/confirm?next={page}")


def test_it_is_sent_again_and_withdrawn(
    app: Flask, client: FlaskClient, forum: Forum, organiser: User
) -> None:
    row = make.invitation(forum, email=ZINEB["email"])
    with unit_of_work():
        row.expires_at = now() - timedelta(days=1)
    assert forms.send(client, f"{TEAM}/invitations/{row.id}/repeat", page=TEAM).status_code == 303
    again = db.session.get_one(Invitation, row.id)
    assert (again.serial, again.expires_at > now() + timedelta(days=13)) == (1, True)
    assert len(letters.to(app, ZINEB["email"])) == 2
    assert forms.send(client, f"{TEAM}/invitations/{row.id}/withdrawal").status_code == 303
    assert db.session.get_one(Invitation, row.id).state is InvitationState.WITHDRAWN
    assert ZINEB["email"] not in client.get(TEAM).text
    assert client.get(f"{TEAM}/invitations/{row.id}/withdrawal").status_code == 404
    assert invite(client).status_code == 303  # now there is none that waits


def test_one_that_was_declined_is_shown_and_can_be_made_anew(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    row = make.invitation(forum, email=ZINEB["email"])
    with unit_of_work():
        row.state = InvitationState.DECLINED
    page = client.get(TEAM)
    assert ZINEB["email"] in page.text
    assert f"invitations/{row.id}/" not in page.text
    assert invite(client).status_code == 303


def test_a_role_is_changed_and_taken_away(client: FlaskClient, forum: Forum, organiser: User) -> None:
    desk = make.account(Role.DESK, forum)
    member = make.role(desk).id
    assert forms.send(client, f"{TEAM}/{member}", role="registrar").status_code == 303
    assert make.role(desk).role is Role.REGISTRAR
    assert forms.send(client, f"{TEAM}/{member}", role="administrator").status_code == 422
    assert client.get(f"{TEAM}/{member}/removal").status_code == 200
    assert roles() == [Role.ORGANISER, Role.REGISTRAR]
    assert forms.send(client, f"{TEAM}/{member}/removal").status_code == 303
    assert roles() == [Role.ORGANISER]


def test_a_role_that_the_person_has_already_is_refused(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    desk = make.account(Role.DESK, forum)
    member = make.role(desk).id
    with unit_of_work():
        make.accounts.grant(desk, Role.READER, forum_id=forum.id, by=None)
    assert forms.send(client, f"{TEAM}/{member}", role="reader").status_code == 409
    assert roles() == [Role.ORGANISER, Role.DESK, Role.READER]


def test_ones_own_role_is_not_changed_from_the_list(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    make.account(Role.ORGANISER, forum, email="second@example.org")
    own = make.role(organiser).id
    assert f'href="{TEAM}/{own}"' not in client.get(TEAM).text
    assert f'href="/fr/account/roles/{own}/leaving"' in client.get(TEAM).text
    assert forms.send(client, f"{TEAM}/{own}", role="reader").status_code == 409
    assert forms.send(client, f"{TEAM}/{own}/removal").status_code == 409
    assert roles() == [Role.ORGANISER] * 2


def test_the_last_organiser_stays_even_for_an_administrator(client: FlaskClient, forum: Forum) -> None:
    last = make.role(make.account(Role.ORGANISER, forum)).id
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert forms.send(client, f"{TEAM}/{last}", role="reader").status_code == 409
    assert forms.send(client, f"{TEAM}/{last}/removal").status_code == 409
    make.account(Role.ORGANISER, forum, email="second@example.org")
    assert forms.send(client, f"{TEAM}/{last}/removal").status_code == 303


def test_two_organisers_who_remove_each_other_at_once_leave_one(app: Flask, forum: Forum) -> None:
    pair = [make.account(Role.ORGANISER, forum, email=f"{number}@example.org") for number in range(2)]
    clients = [make.enter(app.test_client(), one) for one in pair]
    pages = [f"{TEAM}/{make.role(one).id}/removal" for one in reversed(pair)]
    assert forms.at_once(clients, pages).count(303) == 1
    assert roles() == [Role.ORGANISER]


def test_what_is_done_to_the_team_is_in_the_log_of_the_event(
    client: FlaskClient, forum: Forum, organiser: User
) -> None:
    desk = make.account(Role.DESK, forum)
    member = make.role(desk).id
    before = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    invite(client)
    client.get(TEAM)
    forms.send(client, f"{TEAM}/{member}", role="registrar")
    forms.send(client, f"{TEAM}/{member}/removal")
    found = db.session.scalars(sa.select(Entry).where(Entry.id > before).order_by(Entry.id)).all()
    assert {(one.forum_id, one.actor_id) for one in found} == {(forum.id, organiser.id)}
    assert [(one.act, one.details) for one in found] == [
        ("invitation.made", {"role": "reader"}),
        ("team.read", None),
        ("membership.changed", {"role": "registrar", "before": "desk", "user": desk.id}),
        ("membership.removed", {"role": "registrar", "user": desk.id}),
    ]


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_letter_is_offered_in_the_language_of_the_page(
    client: FlaskClient, forum: Forum, locale: str
) -> None:
    make.enter(client, make.account(Role.ORGANISER, forum, "writes@example.org"))
    assert forms.held(client.get(f"/{locale}/office/{forum.slug}/team/invite"))["language"] == locale
