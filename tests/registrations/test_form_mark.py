"""The same form sent twice is one registration, whatever it changed itself; a mended one is never lost."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db, unit_of_work
from app.platform.mail_rows import OutgoingMail
from app.registrations import letters, links
from app.registrations.models import Category, Registration, Workshop
from app.registrations.question_rows import Upload
from app.registrations.words import QuestionKind, Seen
from tests import forms, make, make_questions
from tests.programme import programmes

FORM = "/fr/forums/live/register"
PERSON = {"given_latin": "Amina", "family_latin": "Benali", "email": "amina@example.org", "notice_read": "y"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture(autouse=True)
def category(forum: Forum) -> Category:
    return make.category(forum)


def filled(client: FlaskClient, page: str = FORM, **more: Any) -> dict[str, Any]:
    return forms.held(client.get(page)) | PERSON | more


def rows() -> list[Registration]:
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def workshop(forum: Forum, hour: int, places: int = 5) -> Workshop:
    session = programmes.session(forum, f"Atelier {hour}", hour, kind="workshop", needs_registration=True)
    make.release(forum)
    return make.workshop(forum, session, places=places)


def twice(client: FlaskClient, sent: dict[str, Any], page: str = FORM) -> None:
    """The second answer is the first, and nothing was made by it."""
    first, second = client.post(page, data=sent), client.post(page, data=sent)
    told = ([first.status_code, second.status_code], second.location, len(rows()))
    assert told == ([303, 303], first.location, 1)


def test_who_took_the_last_place_of_a_workshop_is_not_told_that_it_is_full(
    client: FlaskClient, forum: Forum
) -> None:
    one = workshop(forum, 10, places=1)
    twice(client, filled(client, workshops=[one.id]))


def test_who_sent_a_file_is_not_asked_for_it_again(client: FlaskClient, forum: Forum) -> None:
    file = make_questions.question(forum, QuestionKind.FILE, is_required=True)
    kept = make_questions.upload(file)
    twice(client, filled(client) | {f"q-{file.id}-kept": kept.public_id})
    taken = [one.public_id for one in db.session.scalars(sa.select(Upload)) if one.registration_id]
    assert taken == [kept.public_id]


def test_a_file_in_the_form_itself_tells_one_form_from_another(client: FlaskClient, forum: Forum) -> None:
    file = make_questions.question(forum, QuestionKind.FILE)
    sent = filled(client)
    answers = [
        client.post(FORM, data=sent | {f"q-{file.id}": (BytesIO(data), "mandat.pdf")}).status_code
        for data in (make_questions.PDF, make_questions.PDF, make_questions.PDF + b"%%")
    ]
    assert answers == [303, 303, 409]


@pytest.mark.parametrize("closed", ["hours", "hidden", "replaced", "event"])
def test_what_closed_meanwhile_takes_nothing_away(
    client: FlaskClient, forum: Forum, category: Category, closed: str
) -> None:
    sent = filled(client)
    first = client.post(FORM, data=sent)
    if closed == "replaced":
        make.category(forum)
    with unit_of_work():
        if closed == "event":
            forum.state = ForumState.CLOSED
        elif closed == "hours":
            category.closes_at = clock.now() - timedelta(hours=1)
        else:
            category.seen = Seen.TEAM
    second = client.post(FORM, data=sent)
    assert (second.status_code, second.location) == (303, first.location)


def test_the_language_may_be_switched_in_between(client: FlaskClient) -> None:
    sent = filled(client)
    other = client.post("/ar/forums/live/register", data=sent | {"locale_": "ar"})
    assert client.post(FORM, data=sent).location.partition("/my/")[2] == other.location.partition("/my/")[2]


@pytest.mark.parametrize("mended", ["workshop", "category", "answer"])
def test_a_form_that_was_mended_after_the_back_button_is_said_and_kept(
    client: FlaskClient, forum: Forum, category: Category, mended: str
) -> None:
    one, two, asked = workshop(forum, 10), workshop(forum, 14), make_questions.question(forum)
    other = str(make.category(forum).id)
    sent = filled(client, f"{FORM}?category={category.id}", workshops=[one.id]) | {f"q-{asked.id}": "Fès"}
    assert client.post(FORM, data=sent).status_code == 303
    change: dict[str, dict[str, Any]] = {
        "workshop": {"workshops": [two.id]},
        "category": {"category": other, "shown": other},
        "answer": {f"q-{asked.id}": "Ifrane"},
    }
    again = client.post(FORM, data=sent | change[mended])
    held = forms.held(again)
    told = (again.status_code, len(rows()), held["token"] != sent["token"], held["given_latin"])
    assert told == (409, 1, True, "Amina")


def test_a_form_kept_by_somebody_opens_no_link_that_was_made_anew(client: FlaskClient, forum: Forum) -> None:
    one = workshop(forum, 10, places=1)
    sent = filled(client, workshops=[one.id])
    client.post(FORM, data=sent)
    [row] = rows()
    with unit_of_work():
        row.link_serial += 1
    answer = client.post(FORM, data=sent)
    assert (answer.status_code, links.token(row) in answer.text) == (422, False)


def test_an_address_receives_no_letters_without_end(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "MOST_TO_ONE", 2)
    for name in ("Amina", "Zineb", "Salma"):
        sent = filled(client, given_latin=name, email="Victim@example.org")
        assert client.post(FORM, data=sent).status_code == 303
    assert client.post(FORM, data=filled(client)).status_code == 303
    to = db.session.scalars(sa.select(OutgoingMail.to_address).order_by(OutgoingMail.id)).all()
    assert (to, len(rows())) == (["Victim@example.org"] * 2 + ["amina@example.org"], 4)
