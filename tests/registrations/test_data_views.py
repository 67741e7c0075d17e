"""Own data, erasure and consents by the personal page."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry as Logged
from app.forums.models import Forum
from app.people.rights_rows import Exercise, Right
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.registrations import changing, consents, letters
from app.registrations.models import Category, Registration
from app.registrations.rule_rows import Consent
from app.registrations.words import ConsentKind, State
from tests import forms, make
from tests.registrations.personal import carried, edit, page
from tests.registrations.persons import registered, whole
from tests.registrations.test_changing import workshops


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum)


@pytest.fixture
def registration(forum: Forum, category: Category) -> Registration:
    return whole(forum, category)[0]


def again(registration: Registration) -> Registration:
    db.session.refresh(registration)
    return registration


def acts() -> set[str]:
    return set(db.session.scalars(sa.select(Logged.act)))


def test_the_page_and_the_file_hold_every_table_of_this_registration(
    client: FlaskClient, registration: Registration
) -> None:
    read = client.get(page(registration, "/data", "fr")).text
    content = json.loads(client.get(page(registration, "/data.json")).data)
    named = {one["table"] for one in content["tables"]}
    assert {"registration", "answer", "consent", "outgoing_mail"} <= named
    for said in (registration.number, "ville-unique", "note-unique", "Said Registrant-Unique"):
        assert said in read
        assert said in json.dumps(content, ensure_ascii=False)
    assert {"registration.data_read", "registration.data_exported"} <= acts()


def test_what_others_with_the_same_contact_wrote_is_not_in_it(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration
) -> None:
    other = make.registration(
        forum, category, given_ar="سعيد", given_latin="Said-Unique", email=registration.email
    )
    for rest in ("/data", "/data.json"):
        answer = client.get(page(registration, rest)).text
        assert other.number not in answer
        assert "Said-Unique" not in answer


def test_no_secret_is_in_the_file(client: FlaskClient, registration: Registration) -> None:
    answer = client.get(page(registration, "/data.json")).text
    assert registration.public_id not in answer
    assert registration.form_token not in answer


def test_erasure_is_explained_and_reading_does_nothing(
    client: FlaskClient, registration: Registration
) -> None:
    assert client.get(page(registration, "/erasure")).status_code == 200
    assert again(registration).erased_at is None
    assert registration.erasure_asked_at is None


def test_with_an_unproved_contact_the_team_is_asked_once(
    app: Flask, client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    at = page(registration, "/erasure")
    values = forms.held(client.get(at))
    assert [client.post(at, data=values).status_code for _time in range(2)] == [303, 303]
    assert again(registration).erasure_asked_at is not None
    assert (registration.erased_at, registration.state) == (None, State.CANCELLED)
    asked = db.session.scalars(sa.select(Logged).where(Logged.act == "registration.erasure_asked")).all()
    assert len(asked) == 1
    office = app.test_client()
    make.enter(office, make.account(Role.ADMINISTRATOR))
    assert "/fr/office/live/registrations/erasures" in office.get("/fr/office/live/").text
    waiting = office.get("/fr/office/live/registrations/erasures").text
    assert registration.number in waiting.replace("\u202f", "").replace(" ", "").replace("\u00a0", "")
    assert f"registration:{registration.id}" in waiting or f"registration%3A{registration.id}" in waiting


def test_organisers_do_not_answer_requests_for_erasure(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    edit(registration, erasure_asked_at=now())
    make.enter(client, make.account(Role.ORGANISER, forum))
    assert client.get("/fr/office/live/registrations/erasures").status_code == 403
    assert "/erasures" not in client.get("/fr/office/live/").text


def test_with_a_proved_contact_it_is_done_at_once_and_no_link_opens_any_more(
    client: FlaskClient, registration: Registration
) -> None:
    edit(registration, email_proved_at=now())
    at = page(registration, "/erasure")
    answer = forms.send(client, at)
    assert answer.status_code == 200
    assert again(registration).erased_at is not None
    assert (registration.email, registration.given_ar, registration.registrant) == ("", "", "")
    assert client.get(at).status_code == 404
    noted = db.session.scalars(sa.select(Exercise)).one()
    assert (noted.right, noted.by_id) == (Right.ERASURE, None)


def test_an_erased_person_receives_no_letter(app: Flask, registration: Registration) -> None:
    carried(app)
    edit(registration, erased_at=now())
    before = len(carried(app))
    letters.again(registration.id)
    assert len(carried(app)) == before


def test_each_withdrawal_is_a_row_more_and_dated(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    made = registered(forum, category, ConsentKind.PHOTO)
    at, listed = page(made, "/consents/answer"), page(made, "/consents")
    rows = sa.select(sa.func.count(Consent.id)).where(Consent.registration_id == made.id)
    before = db.session.scalar(rows) or 0
    assert forms.send(client, at, {"withdraw": "photo"}, page=listed).status_code == 303
    assert consents.of(made.id)[ConsentKind.PHOTO].is_given is False
    assert db.session.scalar(rows) == before + 1
    assert forms.send(client, at, {"agree": "photo"}, page=listed).status_code == 303
    assert consents.of(made.id)[ConsentKind.PHOTO].is_given is True
    assert again(made).state is State.CONFIRMED


def test_an_answer_is_said_to_be_saved_once(client: FlaskClient, forum: Forum, category: Category) -> None:
    made = registered(forum, category, ConsentKind.PHOTO)
    listed = page(made, "/consents")
    forms.send(client, page(made, "/consents/answer"), {"withdraw": "photo"}, page=listed)
    with using("ar"):
        saved = str(_("Saved."))
    assert [saved in client.get(listed).text for _time in range(2)] == [True, False]


def test_each_chosen_workshop_is_a_row_of_its_own(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category)
    chosen = [one.id for one in workshops(forum, 1, 1)]
    with unit_of_work():
        changing.change(made, {}, workshop_ids=chosen)
    tables = json.loads(client.get(page(made, "/data.json")).data)["tables"]
    (rows,) = [one["rows"] for one in tables if one["table"] == "workshop_choice"]
    assert [row[0]["value"] for row in rows] == [{"fr": "Atelier 0"}, {"fr": "Atelier 1"}]


@pytest.mark.parametrize("sent", [{"withdraw": "unknown"}, {}, {"agree": "nothing"}])
def test_an_answer_to_nothing_is_not_found(
    client: FlaskClient, forum: Forum, category: Category, sent: dict[str, str]
) -> None:
    made = registered(forum, category)
    answer = forms.send(client, page(made, "/consents/answer"), sent, page=page(made, "/consents"))
    assert answer.status_code == 404


def test_the_notice_has_to_be_read_and_is_then_kept(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category)
    at = page(made, "/consents")
    assert forms.send(client, at).status_code == 422
    answer = forms.send(client, at, {"notice_read": "y", "consent_later": "y"})
    assert answer.status_code == 303
    given = {kind: one.is_given for kind, one in consents.of(made.id).items()}
    assert given == {ConsentKind.NOTICE: True, ConsentKind.PHOTO: False, ConsentKind.LATER: True}
    assert client.get(at).status_code == 200
