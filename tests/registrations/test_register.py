"""Registering through the form, in both languages, with what goes wrong."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State as ForumState
from app.platform import jobs, mail
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.registrations import moving
from app.registrations.models import Registration
from app.registrations.words import State
from tests import forms, make
from tests.queries import counted

FORM = "/ar/forums/live/register"
PERSON = {"given_ar": "أمينة", "family_ar": "بنعلي", "email": "amina@example.org", "notice_read": "y"}

# Statements: what a page and a sending may ask of the database.
READING, WRITING = 18, 52


@pytest.fixture
def opened(app: Flask) -> None:
    make.category(make.forum(), places=2)


def only() -> Registration:
    return db.session.scalars(sa.select(Registration)).one()


def test_after_the_last_day_nobody_registers(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    make.category(forum)
    page = client.get(FORM)
    with unit_of_work():
        forum.starts_on = forum.ends_on = date(2019, 6, 22)
    with using("ar"):
        over = str(_("Registration for this event is over."))
    assert over in client.get(FORM).text
    late = forms.held(page) | PERSON
    answer = client.post(FORM, data=late)
    assert (answer.status_code, "أمينة" in answer.text) == (409, True)
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


@pytest.mark.usefixtures("opened")
def test_a_name_in_one_script_and_an_email_are_enough(client: FlaskClient) -> None:
    answer = forms.send(client, FORM, PERSON)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "أمينة بنعلي" in page.text
    assert only().state is State.CONFIRMED


@pytest.mark.usefixtures("opened")
def test_a_phone_alone_is_enough_and_is_kept_in_its_international_form(client: FlaskClient) -> None:
    answer = forms.send(client, FORM, PERSON, email="", phone="٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    assert answer.status_code == 303
    assert (only().phone, only().email) == ("+212612345678", "")


@pytest.mark.usefixtures("opened")
def test_without_a_name_or_a_contact_the_form_comes_back_with_all_that_was_typed(client: FlaskClient) -> None:
    answer = forms.send(client, FORM, organisation="جمعية «الأمل»", phone="12")
    assert answer.status_code == 422
    again = forms.held(answer)
    assert (again["organisation"], again["phone"]) == ("جمعية «الأمل»", "12")
    assert 'href="#given_ar"' in answer.text
    assert 'href="#phone"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


@pytest.mark.usefixtures("opened")
def test_when_the_last_place_is_taken_the_person_can_wait_with_what_they_wrote(client: FlaskClient) -> None:
    for number in range(2):
        assert forms.send(client, FORM, PERSON, email=f"{number}@example.org").status_code == 303
    refused = forms.send(client, FORM, PERSON)
    assert refused.status_code == 409
    held = forms.held(refused)
    assert held["given_ar"] == "أمينة"
    waiting = client.post(FORM, data=held | {"wait": "1"})
    assert waiting.status_code == 303
    states = db.session.scalars(sa.select(Registration.state).order_by(Registration.id)).all()
    assert states == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


@pytest.mark.usefixtures("opened")
def test_the_same_form_sent_twice_leads_to_the_same_page(client: FlaskClient) -> None:
    values = forms.held(client.get(FORM)) | PERSON
    first, second = client.post(FORM, data=values), client.post(FORM, data=values)
    assert first.location == second.location
    assert only().given_ar == "أمينة"


@pytest.mark.usefixtures("opened")
def test_without_the_token_of_the_page_nothing_is_taken(client: FlaskClient) -> None:
    assert client.post(FORM, data=PERSON).status_code == 400


def test_a_forum_that_is_not_open_says_so(client: FlaskClient) -> None:
    make.category(make.forum(state=ForumState.ANNOUNCED))
    page = client.get(FORM)
    assert page.status_code == 200
    assert 'name="given_ar"' not in page.text


def test_what_was_typed_stays_when_registration_closes_meanwhile(client: FlaskClient) -> None:
    forum = make.forum()
    make.category(forum)
    typed = forms.held(client.get(FORM)) | PERSON | {"category_id": "1"}
    with unit_of_work():
        forum.state = ForumState.ANNOUNCED
    answer = client.post(FORM, data=typed)
    assert answer.status_code == 409
    assert forms.held(answer)["given_ar"] == "أمينة"


@pytest.mark.usefixtures("opened")
def test_the_letter_carries_the_personal_link_and_the_badge_and_the_outbox_neither(
    app: Flask, client: FlaskClient
) -> None:
    personal = forms.send(client, FORM, PERSON).location.partition("?")[0]
    jobs.run_due(app)
    letter = mail.carried()[0]
    text = letter.get_body(("plain",)).get_content()
    assert f"http://localhost:8000{personal}" in text
    assert [part.get_content_type() for part in letter.iter_attachments()] == [
        "application/pdf",
        "text/calendar",
    ]
    stored = db.session.scalars(sa.select(mail.OutgoingMail)).one()
    assert personal.rpartition("-")[2] not in stored.text + mail.shown(stored)


@pytest.mark.usefixtures("opened")
def test_the_letter_speaks_the_language_of_the_form(app: Flask, client: FlaskClient) -> None:
    forms.send(client, "/fr/forums/live/register", PERSON)
    jobs.run_due(app)
    letter = mail.carried()[0]
    assert letter["Content-Language"] == "fr"
    assert letter["Subject"].startswith("Inscription confirmée")


@pytest.mark.usefixtures("opened")
def test_a_personal_link_of_another_proof_opens_nothing(client: FlaskClient) -> None:
    personal = forms.send(client, FORM, PERSON).location.partition("?")[0]
    wrong = personal[:-1] + ("0" if personal[-1] != "0" else "1")
    assert client.get(personal).status_code == 200
    assert client.get(wrong).status_code == 404
    assert client.get(f"/ar/my/{only().public_id}").status_code == 404


@pytest.mark.usefixtures("opened")
def test_cancelling_by_the_personal_link_asks_first(client: FlaskClient) -> None:
    personal = forms.send(client, FORM, PERSON).location.partition("?")[0]
    answer = forms.send(client, f"{personal}/cancellation")
    assert answer.status_code == 303
    assert only().state is State.CANCELLED
    assert client.get(f"{personal}/badge-a6.pdf").status_code == 409


@pytest.mark.usefixtures("opened")
def test_a_personal_page_is_kept_nowhere_and_tells_nobody_where_it_is(client: FlaskClient) -> None:
    page = client.get(forms.send(client, FORM, PERSON).location)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("opened")
def test_a_colleague_typed_over_a_form_that_was_sent_is_not_lost(client: FlaskClient) -> None:
    typed = forms.held(client.get(FORM)) | PERSON
    client.post(FORM, data=typed)
    answer = client.post(FORM, data=typed | {"given_ar": "سعيد"})
    assert answer.status_code == 409
    held = forms.held(answer)
    assert (held["given_ar"], held["token"] != typed["token"]) == ("سعيد", True)
    assert client.post(FORM, data=held).status_code == 303
    names = db.session.scalars(sa.select(Registration.given_ar).order_by(Registration.id)).all()
    assert names == ["أمينة", "سعيد"]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("token", ["", "short", "0" * 200])
def test_a_form_whose_token_is_not_ours_is_still_one_registration(client: FlaskClient, token: str) -> None:
    assert forms.send(client, FORM, PERSON, token=token).status_code == 303
    assert len(only().form_token) == 32


@pytest.mark.usefixtures("opened")
def test_who_accepts_to_wait_gets_a_place_while_there_is_one(client: FlaskClient) -> None:
    forms.send(client, FORM, PERSON, wait="1")
    assert only().state is State.CONFIRMED


@pytest.mark.usefixtures("opened")
def test_an_address_that_no_letter_reaches_is_said_at_its_field(client: FlaskClient) -> None:
    answer = forms.send(client, FORM, PERSON, email="محمد@exemple.ma")
    assert answer.status_code == 422
    assert forms.held(answer)["email"] == "محمد@exemple.ma"


@pytest.mark.usefixtures("opened")
def test_a_control_character_in_a_name_is_left_out(client: FlaskClient) -> None:
    assert forms.send(client, FORM, PERSON, given_ar="أمي\x00نة").status_code == 303
    assert only().given_ar == "أمينة"


@pytest.mark.usefixtures("opened")
def test_cancelling_works_over_https(client: FlaskClient) -> None:
    personal = forms.send(client, FORM, PERSON).location.partition("?")[0]
    page = client.get(f"{personal}/cancellation", base_url="https://localhost")
    answer = client.post(
        f"{personal}/cancellation",
        base_url="https://localhost",
        data=forms.held(page),
        headers={"Referer": f"https://localhost{personal}/cancellation"},
    )
    assert (page.headers["Referrer-Policy"], answer.status_code) == ("same-origin", 303)
    assert only().state is State.CANCELLED


@pytest.mark.usefixtures("opened")
def test_a_personal_badge_is_as_private_as_its_page(client: FlaskClient) -> None:
    personal = forms.send(client, FORM, PERSON).location.partition("?")[0]
    badge = client.get(f"{personal}/badge-a6.pdf")
    assert badge.content_type == "application/pdf"
    assert badge.headers["Cache-Control"] == "private, no-store"
    assert badge.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_ar", "😀"),
        ("given_ar", "Mohamed"),
        ("family_ar", "123"),
        ("given_latin", "محمد"),
        ("family_latin", "<script>"),
        ("family_latin", "-"),
    ],
)
def test_a_name_is_made_of_the_letters_of_its_script(client: FlaskClient, field: str, typed: str) -> None:
    answer = forms.send(client, FORM, PERSON | {field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_ar", "مُحَمَّد"),
        ("family_ar", "آيت الطالب-بن عبد الله"),
        ("given_latin", "Zoé-Anaïs"),
        ("family_latin", "O’Connor d'Œuvre Ğ"),
    ],
)
def test_a_name_is_taken_as_its_bearer_writes_it(client: FlaskClient, field: str, typed: str) -> None:
    assert forms.send(client, FORM, PERSON | {field: typed}).status_code == 303
    assert getattr(only(), field) == typed


@pytest.mark.usefixtures("opened")
def test_a_full_category_says_so_before_anybody_fills_in_the_form(client: FlaskClient) -> None:
    for number in range(2):
        forms.send(client, FORM, PERSON, email=f"{number}@example.org")
    page = client.get(FORM)
    assert 'id="wait"' in page.text
    assert client.post(FORM, data=forms.held(page) | PERSON | {"wait": "1"}).status_code == 303
    states = db.session.scalars(sa.select(Registration.state).order_by(Registration.id)).all()
    assert states == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("contact", [{"email": "amina@example.org"}, {"email": "", "phone": "0612345678"}])
def test_the_same_name_with_the_same_contact_is_told_kindly_and_reveals_nothing(
    app: Flask, client: FlaskClient, contact: dict[str, str]
) -> None:
    forms.send(client, FORM, PERSON | contact, organisation="منظمة سرية")
    before = db.session.scalar(sa.select(sa.func.count(mail.OutgoingMail.id)))
    number, public_id = only().number, only().public_id
    page = forms.send(client, FORM, PERSON | contact)
    assert page.status_code == 409
    told = [word in page.text for word in (number, public_id, "منظمة سرية", "/my/")]
    assert told == [False, False, False, False]
    assert "/register/find" in page.text
    after = db.session.scalar(sa.select(sa.func.count(mail.OutgoingMail.id)))
    assert after - before == (1 if contact["email"] else 0)
    for _number in range(5):
        forms.send(client, FORM, PERSON | contact)
    last = db.session.scalar(sa.select(sa.func.count(mail.OutgoingMail.id)))
    assert last - before == (3 if contact["email"] else 0)


@pytest.mark.usefixtures("opened")
def test_whether_the_registration_has_an_email_is_not_told_to_who_has_its_phone(client: FlaskClient) -> None:
    phone = {"phone": "0612345678"}
    pages = []
    for email in ("earlier@example.org", ""):
        assert forms.send(client, FORM, PERSON | phone, email=email).status_code == 303
        pages.append(forms.send(client, FORM, PERSON | phone, email="typed@example.org"))
        with unit_of_work():
            moving.cancel(
                db.session.scalars(sa.select(Registration).order_by(Registration.id.desc())).first()
            )
    assert [page.status_code for page in pages] == [409, 409]
    told = [page.text[page.text.index("<main") : page.text.index("</main")] for page in pages]
    assert (told[0], "typed@example.org" in told[0]) == (told[1], False)


@pytest.mark.usefixtures("opened")
def test_registering_takes_three_requests_and_few_statements(client: FlaskClient) -> None:
    typed = forms.held(client.get(FORM)) | PERSON
    with counted() as reading:
        client.get(FORM)
    with counted() as writing:
        answer = client.post(FORM, data=typed)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert (len(reading) <= READING, len(writing) <= WRITING) == (True, True), (reading, writing)


@pytest.mark.usefixtures("opened")
def test_the_form_is_kept_nowhere(client: FlaskClient) -> None:
    page = client.get(FORM)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in page.text
