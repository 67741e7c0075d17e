"""A forgotten password, from the question to the new one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import jobs as account_jobs
from app.accounts import links
from app.accounts.models import AccountLink, User
from app.audit.models import Entry
from app.platform import limits, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, letters, make
from tests.queries import counted

ASK = "/fr/account/recovery"
AMINA = "amina@example.org"
NEW = "soleil rouge sur le toit"


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(email=AMINA)


def ask(client: FlaskClient, email: str = AMINA) -> tuple[int, str]:
    answer = forms.send(client, ASK, email=email)
    return answer.status_code, answer.location


def sign_in(client: FlaskClient, password: str) -> int:
    return forms.send(client, "/fr/sign-in", email=AMINA, password=password).status_code


def asked_link(app: Flask, client: FlaskClient) -> str:
    ask(client)
    return letters.link(letters.to(app, AMINA)[-1])


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_a_link_by_mail_sets_a_new_password_once_and_ends_every_sign_in(
    app: Flask, client: FlaskClient, user: User, locale: str
) -> None:
    with unit_of_work():
        user.locale, user.totp_secret = locale, "kept"
    other = make.enter(app.test_client(), user)
    assert ask(client) == (303, f"{ASK}/sent")
    (letter,) = letters.to(app, AMINA)
    assert letter["Content-Language"] == locale
    link = letters.link(letter)
    assert link.startswith(f"/{locale}/account/recovery/")
    answer = forms.send(client, link, new=NEW)
    assert (answer.status_code, answer.location) == (303, f"/{locale}/account/recovery/done")
    assert client.get(answer.location).status_code == 200
    assert other.get("/fr/account/").status_code == 303
    assert db.session.get_one(User, user.id).totp_secret == "kept"
    assert (sign_in(client, make.PASSWORD), sign_in(client, NEW)) == (422, 303)
    assert len(letters.to(app, AMINA)) == 2  # the second tells of it
    assert client.get(link).status_code == 410


def test_an_unknown_address_is_answered_alike_by_the_same_work_and_gets_no_letter(
    app: Flask, client: FlaskClient, user: User
) -> None:
    work = {}
    for email in (AMINA, "nobody@example.org"):
        filled = forms.held(client.get(ASK)) | {"email": email}
        with counted() as statements:
            answer = client.post(ASK, data=filled)
        assert (answer.status_code, answer.location) == (303, f"{ASK}/sent")
        work[email] = [statement.split("(")[0] for statement in statements]
    assert work[AMINA] == work["nobody@example.org"]
    assert letters.to(app, "nobody@example.org") == []
    assert len(letters.to(app, AMINA)) == 1


def test_a_closed_account_gets_no_letter(app: Flask, client: FlaskClient, user: User) -> None:
    with unit_of_work():
        user.active = False
    assert ask(client) == (303, f"{ASK}/sent")
    assert letters.to(app, AMINA) == []


def test_beyond_three_in_an_hour_the_answer_stays_the_same_and_no_letter_leaves(
    app: Flask, client: FlaskClient, user: User
) -> None:
    answers = [ask(client, email) for email in (AMINA, " AMINA@example.org", AMINA, AMINA)]
    assert answers == [(303, f"{ASK}/sent")] * 4
    assert len(letters.to(app, AMINA)) == 3


def test_an_address_that_is_none_is_said_at_its_field(client: FlaskClient, user: User) -> None:
    answer = forms.send(client, ASK, email="amina")
    assert (answer.status_code, forms.held(answer)["email"]) == (422, "amina")


def test_opening_the_link_changes_nothing(app: Flask, client: FlaskClient, user: User) -> None:
    link = asked_link(app, client)
    page = client.get(link)
    assert client.get(link).status_code == 200
    assert db.session.scalars(sa.select(AccountLink.used_at)).all() == [None]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    # With `no-referrer` the browser would name no origin, and HTTPS forms without one are refused.
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_link_that_has_expired_says_so_and_leads_to_another(
    app: Flask, client: FlaskClient, user: User
) -> None:
    link = asked_link(app, client)
    filled = forms.held(client.get(link)) | {"new": NEW}
    with unit_of_work():
        db.session.execute(sa.update(AccountLink).values(expires_at=now() - timedelta(seconds=1)))
    assert client.post(link, data=filled).status_code == 410
    page = client.get(link)
    assert page.status_code == 410
    assert 'href="/ar/account/recovery"' in page.text
    assert sign_in(client, make.PASSWORD) == 303


def test_a_link_of_another_proof_or_another_purpose_is_not_found(
    app: Flask, client: FlaskClient, user: User
) -> None:
    link = asked_link(app, client)
    wrong = link[:-1] + ("0" if link[-1] != "0" else "1")
    address = links.of_account(make.account_link(user, make.Purpose.ADDRESS, "new@example.org"))
    addresses = [wrong, f"{ASK}/{address}", f"{ASK}/nothing-known"]
    assert [client.get(one).status_code for one in addresses] == [404] * 3


def test_a_weak_password_is_refused_and_the_link_still_serves(
    app: Flask, client: FlaskClient, user: User
) -> None:
    link = asked_link(app, client)
    assert forms.send(client, link, new="password1234").status_code == 422
    assert forms.send(client, link, new=NEW).status_code == 303


def test_attempts_that_were_used_up_are_forgiven(app: Flask, client: FlaskClient, user: User) -> None:
    link = asked_link(app, client)
    while limits.take("password", AMINA, most=10, within=timedelta(minutes=15)):
        pass
    assert sign_in(client, make.PASSWORD) == 429
    forms.send(client, link, new=NEW)
    assert sign_in(client, NEW) == 303


def test_the_link_is_in_no_row_and_no_outbox(app: Flask, client: FlaskClient, user: User) -> None:
    proof = asked_link(app, client).rpartition("-")[2]
    (row,) = db.session.scalars(sa.select(mail.OutgoingMail)).all()
    (link,) = db.session.scalars(sa.select(AccountLink)).all()
    assert proof not in f"{row.text} {mail.shown(row)} {link.public_id}"


def test_a_job_that_runs_twice_writes_one_letter(app: Flask, user: User) -> None:
    for _ in range(2):
        account_jobs.recover(account_id=user.id, public_id="a" * 32)
    assert len(letters.to(app, AMINA)) == 1


def test_asking_and_renewing_are_in_the_log_without_the_address(
    app: Flask, client: FlaskClient, user: User
) -> None:
    forms.send(client, asked_link(app, client), new=NEW)
    asked = sa.select(Entry.act, Entry.subject_id, Entry.details).where(Entry.act.contains("recover"))
    found = [tuple(row) for row in db.session.execute(asked.order_by(Entry.id))]
    assert found == [
        ("account.recovery_asked", user.id, None),
        ("account.password_recovered", user.id, None),
    ]


def test_links_and_invitations_are_forgotten_three_months_after_they_expire(app: Flask, user: User) -> None:
    make.account_link(user)
    make.invitation(make.forum())
    for days, left in ((89, (1, 1)), (91, (0, 0))):
        past = now() - timedelta(days=days)
        with unit_of_work():
            db.session.execute(sa.update(AccountLink).values(expires_at=past))
            db.session.execute(sa.update(make.Invitation).values(expires_at=past))
        account_jobs.forget()
        counted_rows = tuple(
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (AccountLink, make.Invitation)
        )
        assert counted_rows == left
