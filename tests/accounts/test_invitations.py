"""An invitation, from the organiser's form to the role."""

import logging
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
from tests import forms, letters, make

ZINEB = "zineb@example.org"
NEW = "soleil rouge sur le toit"
PERSON = {"name_": "Zineb Berrada", "new": NEW}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def invited(of: Forum | None, role: Role = Role.READER) -> tuple[Invitation, str]:
    """An invitation of Zineb, and the path of its page."""
    row = make.invitation(of, role, ZINEB)
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
    inviter = db.session.get_one(User, row.invited_by_id)
    with unit_of_work():
        inviting.repeat(row, by=inviter)
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
    row, _page = invited(forum, Role.REGISTRAR)
    (letter,) = letters.to(app, ZINEB)
    inviter = db.session.get_one(User, row.invited_by_id)
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
