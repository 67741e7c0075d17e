"""The identity card: how it is read, and that nothing but its last two signs can be read again."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import _, using
from app.platform.mail_rows import OutgoingMail
from app.registrations import identity_card, links, marks
from app.registrations.extra_form import ExtraForm
from app.registrations.models import Registration
from tests import forms, make
from tests.registrations.persons import CARD, set_rules

REGISTER = "/fr/forums/live/register"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("AB123456", "AB123456"),
        (" ab 123 456 ", "AB123456"),
        ("d٨٧٦٥٤٣", "D876543"),
        ("k-12345", "K12345"),
        ("A123", "A123"),
        ("AB12", None),
        ("ABC12345", None),
        ("12345678", None),
        ("AB12345678", None),
        ("أ123456", None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str | None) -> None:
    assert identity_card.read(typed) == number


@pytest.mark.parametrize(
    ("number", "usual"), [("A1234", False), ("A12345", True), ("AB123456", True), ("AB1234567", False)]
)
def test_an_unusual_length_is_known(number: str, usual: bool) -> None:
    assert identity_card.is_usual(number) is usual


@pytest.fixture
def forum(app: Flask) -> Forum:
    made = make.forum()
    set_rules(made, asks_cin=True, cin_authorisation="A-1")
    return made


def form(app: Flask, forum: Forum, held: Registration | None = None, **sent: str) -> ExtraForm:
    with app.test_request_context(method="POST"):
        made = ExtraForm(db.session.get_one(Forum, forum.id), held, formdata=MultiDict(sent))
        made.validate()
        made.kept = made.columns()
        return made


def test_the_card_is_asked_only_where_the_organiser_asks_for_it(app: Flask) -> None:
    assert "cin" not in form(app, make.forum("plain"), cin=CARD)


def test_an_unusual_number_is_asked_again_and_then_taken(app: Flask, forum: Forum) -> None:
    first = form(app, forum, cin="A123")
    assert ([target for target, _said in first.summary()], first.asks_again) == (["cin"], True)
    again = form(app, forum, cin="A123", cin_is_right="y")
    assert (again.summary(), again.kept["cin_end"]) == ([], "23")
    assert [target for target, _said in form(app, forum, cin="no card").summary()] == ["cin"]


def test_what_is_kept_opens_again_and_two_events_cannot_be_compared(app: Flask, forum: Forum) -> None:
    kept = form(app, forum, cin=CARD).kept
    assert CARD not in str(kept)
    assert (identity_card.opened(kept["cin_sealed"]), kept["cin_end"]) == (CARD, "56")
    assert kept["cin_mark"] == identity_card.mark(CARD, forum.id)
    assert kept["cin_mark"] != identity_card.mark(CARD, forum.id + 1)


def test_an_empty_field_keeps_the_card_that_is_held(app: Flask, forum: Forum) -> None:
    held = make.registration(forum, make.category(forum), **identity_card.columns(CARD, forum.id))
    assert [name for name in form(app, forum, held).kept if name.startswith("cin")] == []
    assert form(app, forum, held, cin="XY98765").kept["cin_end"] == "65"
    assert form(app, forum).kept["cin_sealed"] == ""


def test_the_same_card_is_one_person_in_an_event_and_another_in_the_next(app: Flask, forum: Forum) -> None:
    category, other = make.category(forum), make.forum("other")
    make.registration(forum, category, **identity_card.columns(CARD, forum.id))
    somebody = {"given_latin": "Nadia", "given_ar": "", "family_ar": "", "email": "nadia@example.org"}
    with pytest.raises(marks.KnownAlready) as known:
        make.registration(forum, category, **somebody, **identity_card.columns(CARD, forum.id))
    by_name = marks.KnownAlready(known.value.registration_id)
    assert str(known.value.message) != str(by_name.message)
    make.registration(other, make.category(other), **somebody, **identity_card.columns(CARD, other.id))
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 2


def test_the_whole_number_is_shown_to_an_organiser_who_says_why(client: FlaskClient, forum: Forum) -> None:
    made = make.registration(forum, make.category(forum), **identity_card.columns(CARD, forum.id))
    page = f"/fr/office/live/registrations/{made.number}/card"
    make.enter(client, make.account(Role.ORGANISER, forum))
    opened = client.get(page)
    assert (CARD in opened.text, "••••56" in opened.text) == (False, True)
    refused = forms.send(client, page)
    assert (refused.status_code, CARD in refused.text) == (422, False)
    shown = forms.send(client, page, reason="La police du lieu")
    assert (shown.status_code, CARD in shown.text) == (200, True)
    assert "no-store" in shown.headers["Cache-Control"]
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "registration.card_read")).one()
    assert (entry.subject_id, entry.details) == (made.id, {"reason": "La police du lieu"})
    assert CARD not in client.get(page).text


def test_who_only_registers_people_reads_no_card(client: FlaskClient, forum: Forum) -> None:
    made = make.registration(forum, make.category(forum), **identity_card.columns(CARD, forum.id))
    make.enter(client, make.account(Role.REGISTRAR, forum))
    assert client.get(f"/fr/office/live/registrations/{made.number}/card").status_code == 403


def test_a_card_in_the_form_is_kept_once_however_often_it_is_sent(client: FlaskClient, forum: Forum) -> None:
    make.category(forum)
    typed = {"given_latin": "Amina", "email": "amina@example.org", "notice_read": "y", "cin": "ab 123 456"}
    opened = forms.held(client.get(REGISTER)) | typed
    answers = [client.post(REGISTER, data=opened) for _twice in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    made = db.session.scalars(sa.select(Registration)).one()
    assert (identity_card.opened(made.cin_sealed), made.cin_end) == (CARD, "56")
    other = forms.send(client, REGISTER, typed | {"given_latin": "Nadia", "email": "n@example.org"})
    assert (other.status_code, "amina@example.org" in other.text) == (409, False)
    with using("fr"):
        said = (
            str(_("This identity card is registered already")),
            str(_("This name is registered already with this contact")),
        )
    assert [one in other.text for one in said] == [True, False]
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_the_card_stands_in_no_list_export_page_or_letter(client: FlaskClient, forum: Forum) -> None:
    made = make.registration(forum, make.category(forum), **identity_card.columns(CARD, forum.id))
    make.enter(client, make.account(Role.ORGANISER, forum))
    pages = [
        "/fr/office/live/registrations",
        "/fr/office/live/registrations.csv",
        f"/fr/office/live/registrations/{made.number}",
        f"/fr/my/{links.token(made)}",
        f"/fr/my/{links.token(made)}/data",
        f"/fr/my/{links.token(made)}/data.json",
    ]
    for page in pages:
        with client.get(page) as shown:
            assert (shown.status_code, CARD in shown.text) == (200, False), page
    assert [one for one in db.session.scalars(sa.select(OutgoingMail.text)) if CARD in one] == []
