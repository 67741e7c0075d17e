"""An invitation, from the organiser's form to the role."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import inviting, links, security
from app.accounts.models import Invitation, InvitationState, Membership, Role, SignIn, User
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform import mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict, Gone
from app.platform.mail_message import LINK
from app.platform.text import Translated
from tests import forms, letters, make

ZINEB = "zineb@example.org"
NEW = "soleil rouge sur le toit"
PERSON = {"name_": "Zineb Berrada", "new": NEW}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def invited(of: Forum | None, role: Role = Role.READER, by: User | None = None) -> tuple[Invitation, str]:
    """An invitation of Zineb, and the path of its page."""
    row = make.invitation(of, role, ZINEB, by)
    return row, f"/fr/account/invitations/{links.of_invitation(row)}"


def acceptance(client: FlaskClient, page: str) -> int:
    return forms.send(client, f"{page}/acceptance", page=page).status_code


def held() -> list[tuple[str, Role, int | None]]:
    """Who has which role where, but for those who invite."""
    asked = (
        sa.select(User.email, Membership.role, Membership.forum_id)
        .join(Membership, Membership.user_id == User.id)
        .where(User.email == ZINEB)
    )
    return [tuple(row) for row in db.session.execute(asked.order_by(Membership.id))]


def sender(client: FlaskClient, address: str, page: str, **typed: str) -> Callable[[], int]:
    """The form of a page, filled in and not sent yet."""
    filled = forms.held(client.get(page), address if page != address else "") | typed
    return lambda: client.post(address, data=filled).status_code


def at_once(senders: list[Callable[[], int]]) -> list[int]:
    """The statuses of people who send at the same moment."""
    ready = Barrier(len(senders))

    def person(send: Callable[[], int]) -> int:
        ready.wait()
        return send()

    with ThreadPoolExecutor(len(senders)) as people:
        return sorted(people.map(person, senders))


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_somebody_new_is_invited_opens_an_account_and_has_the_role(
    app: Flask, client: FlaskClient, forum: Forum, locale: str
) -> None:
    make.enter(client, make.account(Role.ORGANISER, forum))
    typed = {"email": ZINEB, "name_": "Zineb", "role": "reader", "language": locale}
    answer = forms.send(client, f"/{locale}/office/live/team/invite", typed)
    assert (answer.status_code, answer.location) == (303, f"/{locale}/office/live/team")
    assert ZINEB in client.get(answer.location).text
    (letter,) = letters.to(app, ZINEB)
    assert letter["Content-Language"] == locale
    assert forum.name[locale] in letters.text(letter)
    page = letters.link(letter)
    assert page.startswith(f"/{locale}/account/invitations/")

    zineb = app.test_client()
    opened = zineb.get(page)
    assert forms.held(opened)["name_"] == "Zineb"
    joined = forms.send(zineb, f"{page}/account", PERSON, page=page)
    assert (joined.status_code, joined.location) == (303, f"/{locale}/office/live/")
    assert zineb.get(joined.location).status_code == 200
    assert zineb.get(f"/{locale}/office/live/agreements").status_code == 200
    assert zineb.get(f"/{locale}/office/live/team").status_code == 403
    assert zineb.get(page).status_code == 200  # says that it is accepted
    assert held() == [(ZINEB, Role.READER, forum.id)]
    account = db.session.scalars(sa.select(User).where(User.email == ZINEB)).one()
    assert (account.name, account.locale) == ("Zineb Berrada", locale)
    again = app.test_client()
    assert forms.send(again, "/fr/sign-in", email=ZINEB, password=NEW).status_code == 303


def test_a_new_organiser_adds_a_second_step_before_the_office_opens(app: Flask, forum: Forum) -> None:
    _row, page = invited(forum, Role.ORGANISER)
    zineb = app.test_client()
    office = forms.send(zineb, f"{page}/account", PERSON, page=page).location
    answer = zineb.get(office)
    assert (answer.status_code, answer.location) == (303, "/fr/account/second-factor")
    assert zineb.get("/fr/account/").status_code == 200


def test_a_new_administrator_is_one_of_the_whole_platform(app: Flask) -> None:
    _row, page = invited(None)
    zineb = app.test_client()
    joined = forms.send(zineb, f"{page}/account", PERSON, page=page)
    assert (joined.status_code, joined.location) == (303, "/fr/office/")
    assert held() == [(ZINEB, Role.ADMINISTRATOR, None)]


def test_who_has_an_account_signs_in_and_accepts_and_a_second_time_does_no_harm(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    make.account(email=ZINEB)
    _row, page = invited(forum, Role.DESK)
    shown = client.get(page).text
    assert 'name="new"' not in shown
    assert f'href="/fr/sign-in?next={page}"' in shown
    answer = forms.send(client, f"/fr/sign-in?next={page}", email=ZINEB, password=make.PASSWORD)
    assert (answer.status_code, answer.location) == (303, page)
    filled = forms.held(client.get(page), "acceptance")
    accepted = [client.post(f"{page}/acceptance", data=filled) for _ in range(2)]
    assert [(one.status_code, one.location) for one in accepted] == [(303, "/fr/office/live/")] * 2
    assert held() == [(ZINEB, Role.DESK, forum.id)]
    assert client.get("/fr/office/live/desk").status_code == 200


def test_who_is_signed_in_as_somebody_else_is_told_so_and_cannot_accept(
    client: FlaskClient, forum: Forum
) -> None:
    make.enter(client, make.account(Role.READER, make.forum("other")))
    _row, page = invited(forum)
    shown = client.get(page)
    assert 'action="/fr/sign-out"' in shown.text
    assert f"{page}/acceptance" not in shown.text
    token = forms.held(shown)["csrf_token"]
    assert client.post(f"{page}/acceptance", data={"csrf_token": token}).status_code == 409
    answer = client.post(f"{page}/account", data={"csrf_token": token} | PERSON)
    assert (answer.status_code, answer.location) == (303, page)
    assert held() == []


@pytest.mark.parametrize(
    "typed", [{"new": "password1234"}, {"new": ""}, {"new": "Zineb Berrada"}, {"name_": ""}]
)
def test_what_is_wrong_in_the_form_is_said_and_the_name_is_kept(
    client: FlaskClient, forum: Forum, typed: dict[str, str]
) -> None:
    _row, page = invited(forum)
    answer = forms.send(client, f"{page}/account", PERSON | typed, page=page)
    assert answer.status_code == 422
    assert forms.held(answer)["name_"] == (PERSON | typed)["name_"]
    assert NEW not in answer.text
    assert held() == []


def test_an_invitation_is_declined_after_a_question(client: FlaskClient, forum: Forum) -> None:
    row, page = invited(forum)
    filled = forms.held(client.get(page)) | PERSON
    assert forms.send(client, f"{page}/refusal").status_code == 303
    assert client.get(page).status_code == 410
    assert client.post(f"{page}/account", data=filled).status_code == 410
    assert db.session.get_one(Invitation, row.id).state is InvitationState.DECLINED
    assert held() == []


def test_sent_again_it_opens_by_the_new_link_alone(app: Flask, client: FlaskClient, forum: Forum) -> None:
    row, page = invited(forum)
    organiser = make.account(Role.ORGANISER, forum)
    with unit_of_work():
        inviting.repeat(row, by=organiser)
    (_first, second) = letters.to(app, ZINEB)
    assert client.get(page).status_code == 410
    assert client.get(letters.link(second)).status_code == 200


def test_withdrawn_or_expired_it_opens_nothing(client: FlaskClient, forum: Forum) -> None:
    row, page = invited(forum)
    filled = forms.held(client.get(page)) | PERSON
    with unit_of_work():
        row.expires_at = now() - timedelta(seconds=1)
    assert client.get(page).status_code == 410
    assert client.post(f"{page}/account", data=filled).status_code == 410
    with unit_of_work():
        row.expires_at = now() + timedelta(days=1)
        row.state = InvitationState.WITHDRAWN
    assert client.get(page).status_code == 410
    assert client.get(f"{page}/refusal").status_code == 410
    assert client.post(f"{page}/account", data=filled).status_code == 410
    assert held() == []


@pytest.mark.parametrize("lost", ["role", "account", "another forum"])
def test_it_closes_when_who_sent_it_may_no_longer_give_the_role(
    app: Flask, client: FlaskClient, forum: Forum, lost: str
) -> None:
    inviter = make.account(Role.ORGANISER, forum)
    row, page = invited(forum, Role.DESK, inviter)
    filled = forms.held(client.get(page)) | PERSON
    known = make.enter(app.test_client(), make.account(email="known@example.org"))
    other_forum = make.forum("other")
    token = {"csrf_token": forms.held(known.get("/fr/account/devices"))["csrf_token"]}
    with unit_of_work():
        membership = make.role(inviter)
        if lost == "role":
            membership.role = Role.REGISTRAR
        elif lost == "account":
            inviter.active = False
        else:
            membership.forum_id = other_forum.id
    assert client.get(page).status_code == 410
    assert client.post(f"{page}/account", data=filled).status_code == 410
    assert known.post(f"{page}/acceptance", data=token).status_code == 410
    assert held() == []
    with unit_of_work():  # who may, sends it again and stands for it
        inviting.renew(row, by=None)
    again = f"/fr/account/invitations/{links.of_invitation(row)}"
    assert forms.send(client, f"{again}/account", PERSON, page=again).status_code == 303


def test_one_to_administer_closes_with_the_administrator_who_sent_it(client: FlaskClient) -> None:
    inviter = make.account(Role.ADMINISTRATOR)
    _row, page = invited(None, by=inviter)
    assert client.get(page).status_code == 200
    with unit_of_work():
        db.session.delete(make.role(inviter))
    assert client.get(page).status_code == 410


def test_one_that_lost_its_sender_between_the_page_and_the_answer_gives_nothing(forum: Forum) -> None:
    inviter = make.account(Role.ORGANISER, forum)
    row, _page = invited(forum, Role.DESK, inviter)
    zineb = make.account(email=ZINEB)
    with unit_of_work():
        inviter.active = False
    with pytest.raises(Gone), unit_of_work():
        inviting.accept(row, by=zineb)
    assert db.session.get_one(Invitation, row.id).state is InvitationState.PENDING
    assert held() == []


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_one_that_was_answered_is_not_sent_again(app: Flask, forum: Forum, state: str) -> None:
    organiser = make.account(Role.ORGANISER, forum)
    row, _page = invited(forum)
    with unit_of_work():
        row.state = InvitationState(state)
    with pytest.raises(Conflict), unit_of_work():
        inviting.repeat(row, by=organiser)
    assert db.session.get_one(Invitation, row.id).serial == 0
    assert len(letters.to(app, ZINEB)) == 1


@pytest.mark.parametrize("evil", ["x\n\nhttps://evil.example/", "{{link}} https://evil.example/ \u2069"])
def test_a_name_carries_no_link_into_the_letter(app: Flask, evil: str) -> None:
    forum = make.forum(title=Translated(ar=evil, fr=evil))
    inviter = make.account(Role.ORGANISER, forum)
    with unit_of_work():
        inviter.name = evil
    with unit_of_work():
        inviting.invite(email=ZINEB, name=evil, locale="fr", role=Role.DESK, forum_id=forum.id, by=inviter)
    (letter,) = letters.to(app, ZINEB)
    assert letters.link(letter).startswith("/fr/account/invitations/")
    page = letter.get_body(("html",))
    assert page
    found = LINK.findall(letters.text(letter)) + re.findall('href="([^"]*)"', page.get_content())
    assert [one for one in found if "evil" in one] == []
    assert len([one for one in found if "/account/invitations/" in one]) == 2


def test_a_link_that_we_did_not_make_is_not_found(client: FlaskClient, forum: Forum) -> None:
    row, page = invited(forum)
    wrong = page[:-1] + ("0" if page[-1] != "0" else "1")
    addresses = [wrong, f"/fr/account/invitations/{row.public_id}", "/fr/account/invitations/nothing"]
    assert [client.get(one).status_code for one in addresses] == [404] * 3


def test_the_page_is_kept_nowhere_and_the_link_is_in_no_row(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    _row, page = invited(forum)
    answer = client.get(page)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert letters.link(letters.to(app, ZINEB)[0]) == page
    (letter,) = db.session.scalars(sa.select(mail.OutgoingMail)).all()
    assert page.rpartition("-")[2] not in f"{letter.text} {mail.shown(letter)}"
    assert letter.forum_id == forum.id


def test_the_letter_says_who_invites_to_what_as_what_until_when(app: Flask, forum: Forum) -> None:
    inviter = make.account(Role.ORGANISER, forum)
    row, _page = invited(forum, Role.REGISTRAR, inviter)
    (letter,) = letters.to(app, ZINEB)
    for said in (inviter.name, forum.name["fr"], "Nouvelle Personne"):
        assert said in letters.text(letter)
    assert forum.name["fr"] in letter["Subject"]
    assert row.expires_at - timedelta(days=14) <= now()


def test_eight_clicks_at_once_by_one_account_give_one_role(app: Flask, forum: Forum) -> None:
    zineb = make.account(email=ZINEB)
    _row, page = invited(forum)
    clients = [make.enter(app.test_client(), zineb) for _ in range(8)]
    assert at_once([sender(one, f"{page}/acceptance", page) for one in clients]) == [303] * 8
    assert held() == [(ZINEB, Role.READER, forum.id)]


def test_eight_forms_sent_at_once_open_one_account_with_one_role(app: Flask, forum: Forum) -> None:
    _row, page = invited(forum)
    clients = [app.test_client() for _ in range(8)]
    assert at_once([sender(one, f"{page}/account", page, **PERSON) for one in clients]) == [303] * 8
    assert held() == [(ZINEB, Role.READER, forum.id)]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1


def test_accepting_and_declining_at_once_is_one_of_the_two(app: Flask, forum: Forum) -> None:
    row, page = invited(forum)
    declining = sender(app.test_client(), f"{page}/refusal", f"{page}/refusal")
    joining = sender(app.test_client(), f"{page}/account", page, **PERSON)
    statuses = at_once([declining, joining])
    assert statuses.count(303) == 1
    accepted = db.session.get_one(Invitation, row.id).state is InvitationState.ACCEPTED
    assert len(held()) == accepted


def test_two_invitations_of_one_address_at_once_open_one_account(app: Flask, forum: Forum) -> None:
    pages = [invited(forum)[1], invited_to_desk(forum)]
    senders = [sender(app.test_client(), f"{page}/account", page, **PERSON) for page in pages]
    assert at_once(senders) == [303, 303]  # the second is led to sign in
    assert len(held()) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(User.email == ZINEB)) == 1


def invited_to_desk(forum: Forum) -> str:
    """Zineb is invited once more, to another role."""
    with unit_of_work():
        row = inviting.write(email=ZINEB, name="", locale="fr", role=Role.DESK, forum_id=forum.id, by=None)
    return f"/fr/account/invitations/{links.of_invitation(row)}"


def test_no_password_is_hashed_while_the_database_is_held(
    app: Flask,
    client: FlaskClient,
    forum: Forum,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hashed = security.hashed

    def slowly(password: str) -> str:
        sleep(0.3)  # longer than any transaction may last
        return hashed(password)

    monkeypatch.setattr(security, "hashed", slowly)
    caplog.set_level(logging.WARNING)
    _row, page = invited(forum)
    assert forms.send(client, f"{page}/account", PERSON, page=page).status_code == 303
    changed = {"current": NEW, "new": "le chemin de la vallée"}
    assert forms.send(client, "/fr/account/password", changed).status_code == 303
    zineb = db.session.scalars(sa.select(User).where(User.email == ZINEB)).one()
    recovery = links.of_account(make.account_link(zineb))
    assert forms.send(client, f"/fr/account/recovery/{recovery}", new=NEW).status_code == 303
    assert [one.getMessage() for one in caplog.records if "write transaction" in one.getMessage()] == []


def test_the_log_tells_what_became_of_an_invitation_and_no_address(client: FlaskClient, forum: Forum) -> None:
    _row, page = invited(forum)
    forms.send(client, f"{page}/account", PERSON, page=page)
    found = db.session.scalars(
        sa.select(Entry).where(Entry.subject_kind.in_(["invitation", "membership"])).order_by(Entry.id)
    ).all()
    zineb = db.session.scalars(sa.select(User).where(User.email == ZINEB)).one()
    assert [(one.act, one.forum_id, one.details) for one in found] == [
        ("invitation.made", forum.id, {"role": "reader"}),
        ("invitation.accepted", forum.id, None),
        ("membership.granted", forum.id, {"role": "reader", "user": zineb.id}),
    ]
    assert found[1].actor_id == zineb.id
