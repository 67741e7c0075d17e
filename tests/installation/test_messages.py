"""The administrator sees every letter, writes the texts of all, and lifts addresses that sent back."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.platform import jobs, mail
from app.platform.db import db
from app.platform.mail import OutgoingMail, State
from app.platform.mail_rows import MailBounce
from tests import forms, make
from tests.queries import counted

BOX = "/fr/administration/messages"
ADDRESSES = f"{BOX}/addresses"
TEXT = f"{BOX}/texts/registration.confirmed"


@pytest.fixture(autouse=True)
def _administrator(client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))


def addresses() -> list[str]:
    return list(db.session.scalars(sa.select(MailBounce.address)))


def test_the_letters_of_all_events_are_listed(client: FlaskClient) -> None:
    letters = [make.letter(make.forum(slug)) for slug in ("fes", "ifrane")]
    page = client.get(BOX).text
    assert all(f"{BOX}/{letter.id}" in page for letter in letters)
    assert client.get(f"{BOX}/{letters[0].id}").status_code == 200


def test_an_address_is_stopped_and_lifted(app: Flask, client: FlaskClient) -> None:
    assert (
        forms.send(
            client, ADDRESSES, {"address": "Somebody@Example.org"}, reason="no such mailbox"
        ).status_code
        == 303
    )
    assert addresses() == ["somebody@example.org"]
    letter = make.letter(make.forum())
    assert "somebody@example.org" in client.get(ADDRESSES, query_string={"q": "somebody"}).text
    assert "no such mailbox" not in client.get(ADDRESSES, query_string={"q": "other"}).text
    lifting = f"{ADDRESSES}/{db.session.scalars(sa.select(MailBounce.id)).one()}/lifting"
    page = f"{BOX}/{letter.id}"
    assert forms.send(client, f"{page}/repetition", page=page).status_code == 409
    assert forms.send(client, lifting, page=ADDRESSES).status_code == 303
    assert addresses() == []
    assert forms.send(client, f"{page}/repetition", page=page).status_code == 303
    jobs.run_due(app)
    assert db.session.scalars(sa.select(OutgoingMail.state)).one() is State.SENT


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("nobody", 422), ("a@back.example", 409)])
def test_what_cannot_be_stopped_stays_in_its_field(client: FlaskClient, typed: str, status: int) -> None:
    make.stopped_address("a@back.example")
    answer = forms.send(client, ADDRESSES, {"address": typed})
    assert answer.status_code == status
    assert f'name="address" required type="email" value="{typed}"' in answer.text


def test_what_an_event_stopped_is_listed_with_its_name_and_lifted(client: FlaskClient) -> None:
    forum = make.forum()
    stop = make.stopped_address("a@back.example", forum)
    page = client.get(ADDRESSES).text
    assert "a@back.example" in page
    assert forum.name["fr"] in page
    assert forms.send(client, f"{ADDRESSES}/{stop.id}/lifting", page=ADDRESSES).status_code == 303
    assert addresses() == []


def test_the_addresses_cost_no_more_queries_for_three_events_than_for_one(client: FlaskClient) -> None:
    asked = []
    for slugs in (["a"], ["b", "c"]):
        for slug in slugs:
            make.stopped_address(f"{slug}@back.example", make.forum(slug))
        with counted() as statements:
            client.get(ADDRESSES)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_a_letter_that_came_back_here_stops_its_address_everywhere(app: Flask, client: FlaskClient) -> None:
    letter = make.letter(make.forum())
    jobs.run_due(app)
    page = f"{BOX}/{letter.id}"
    assert forms.send(client, f"{page}/return", page=page, reason="550").status_code == 303
    make.letter(make.forum("other"))
    states = db.session.scalars(sa.select(OutgoingMail.state).order_by(OutgoingMail.id)).all()
    assert states == [State.FAILED, State.FAILED]


def test_a_text_of_the_installation_holds_where_an_event_has_none(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    of_forum = "/fr/office/live/messages/texts/registration.confirmed"
    assert forms.send(client, TEXT, {"subject-fr": "Pour tous"}).status_code == 303
    assert forms.held(client.get(of_forum))["subject-fr"] == "Pour tous"
    forms.send(client, of_forum, {"subject-fr": "Pour nous"})
    assert forms.held(client.get(TEXT))["subject-fr"] == "Pour tous"
    make.registration(forum, make.category(forum), locale="fr")
    jobs.run_due(app)
    assert mail.carried()[0]["Subject"] == "Pour nous"
    assert forms.send(client, f"{of_forum}/standard").status_code == 303
    assert forms.held(client.get(of_forum))["subject-fr"] == "Pour tous"


def test_the_entry_of_the_navigation_leads_here(client: FlaskClient) -> None:
    assert f'href="{BOX}" aria-current="page"' in client.get(f"{BOX}/texts").text
