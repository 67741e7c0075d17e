"""A form left half-way, and opened again by its link alone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.forums.models import Forum
from app.platform import clock, mail
from app.platform.db import db, unit_of_work
from app.platform.i18n import day, hour, using
from app.registrations import category_actions, drafts, entry_links, links
from app.registrations.models import Category, Registration
from app.registrations.rule_rows import Draft
from app.registrations.words import Entry, Source
from tests import forms, letters, make
from tests.registrations.pictures import codes

FORM = "/ar/forums/live/register"
KEEP = f"{FORM}/draft"
TYPED = {"given_ar": "أمينة", "organisation": "جمعية «الأمل»", "phone": "06 12", "email": "amina@example.org"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    found = make.forum()
    make.category(found)
    return found


def left(client: FlaskClient, **more: object) -> str:
    """The page with the link, after «Continue later»."""
    held = forms.held(client.get(FORM)) | TYPED | more
    answer = client.post(KEEP, data=held)
    assert answer.status_code == 303
    return str(answer.location)


def link_of(page: str) -> str:
    return page.rpartition("/")[2]


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count(Draft.id))) or 0


@pytest.mark.usefixtures("forum")
def test_the_link_opens_the_form_with_all_that_was_typed(app: Flask, client: FlaskClient) -> None:
    link = link_of(left(client))
    stranger = app.test_client()  # another device
    page = stranger.get(f"/fr/forums/live/register/continue/{link}")
    assert page.status_code == 200
    again = forms.held(page)
    assert {name: again[name] for name in TYPED} == TYPED
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("forum")
def test_a_form_continued_on_two_devices_is_one_registration(app: Flask, client: FlaskClient) -> None:
    link = link_of(left(client, family_ar="بنعلي", phone=""))
    address = f"{FORM}/continue/{link}"
    ways = []
    for device in (app.test_client(), app.test_client()):
        held = forms.held(device.get(address)) | {"notice_read": "1"}
        ways.append(device.post(FORM, data=held).location)
    assert ways[0] == ways[1]
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_every_value_of_a_name_is_kept_but_neither_the_session_nor_the_card(forum: Forum) -> None:
    sent = MultiDict(
        [("workshops", "3"), ("workshops", "5"), ("token", "ab"), ("csrf_token", "x"), ("cin", "D1")]
    )
    with unit_of_work():
        link = drafts.keep(forum, dict(sent.lists()))
    opened = drafts.opened(forum, link)
    assert opened is not None
    assert sorted(opened.lists()) == [("token", ["ab"]), ("workshops", ["3", "5"])]


def test_the_database_alone_tells_nothing_of_what_was_typed(client: FlaskClient, forum: Forum) -> None:
    link = link_of(left(client))
    row = db.session.scalars(sa.select(Draft)).one()
    held = " ".join(str(getattr(row, column.key)) for column in sa.inspect(Draft).column_attrs)
    assert [text for text in (*TYPED.values(), link) if text in held] == []


def test_the_link_of_one_event_opens_nothing_in_another(client: FlaskClient, forum: Forum) -> None:
    link = link_of(left(client))
    make.category(make.forum("other"))
    assert client.get(f"/ar/forums/other/register/continue/{link}").status_code == 404
    assert client.get(f"/ar/forums/other/register/draft/{link}").status_code == 404


@pytest.mark.usefixtures("forum")
@pytest.mark.parametrize("link", ["nothing", "a" * 100, "-", "0" * 32])
def test_a_link_that_we_did_not_make_is_told_in_words_with_the_way_to_begin_anew(
    client: FlaskClient, link: str
) -> None:
    page = client.get(f"{FORM}/continue/{link}")
    assert (page.status_code, f'href="{FORM}"' in page.text) == (404, True)


@pytest.mark.usefixtures("forum")
def test_after_a_day_the_link_opens_nothing_and_the_row_goes(app: Flask, client: FlaskClient) -> None:
    link = link_of(left(client))
    with unit_of_work():
        db.session.scalars(sa.select(Draft)).one().expires_at = clock.now() - timedelta(seconds=1)
    assert client.get(f"{FORM}/continue/{link}").status_code == 404
    assert rows() == 1
    drafts.forget()
    assert rows() == 0


@pytest.mark.usefixtures("forum")
def test_the_sweep_leaves_what_still_opens(client: FlaskClient) -> None:
    left(client)
    drafts.forget()
    assert rows() == 1


@pytest.mark.usefixtures("forum")
def test_the_page_of_the_link_shows_a_code_that_leads_to_the_form(client: FlaskClient) -> None:
    page = client.get(left(client))
    link = link_of(page.request.path)
    [code] = codes(page.text)
    assert code == f"http://localhost:8000{FORM}/continue/{link}"
    assert "https://wa.me/?text=" in page.text


def test_the_link_goes_by_mail_and_stands_in_no_row(app: Flask, client: FlaskClient, forum: Forum) -> None:
    page = left(client)
    assert forms.held(client.get(page), "")["email"] == "amina@example.org"
    assert forms.send(client, page, email="amina@example.org").status_code == 303
    [letter] = letters.to(app, "amina@example.org")
    assert letters.link(letter) == f"{FORM}/continue/{link_of(page)}"
    assert "أمينة" not in letters.text(letter)
    stored = db.session.scalars(sa.select(mail.OutgoingMail)).one()
    assert link_of(page) not in stored.text


@pytest.mark.usefixtures("forum")
def test_an_address_receives_three_letters_in_an_hour_from_whoever_asks(app: Flask) -> None:
    found = []
    for _number in range(4):
        device = app.test_client()
        found.append(forms.send(device, left(device), email="Victim@example.org").status_code)
    assert found == [303, 303, 303, 429]


@pytest.mark.usefixtures("forum")
def test_a_letter_whose_draft_is_gone_does_not_leave(app: Flask, client: FlaskClient) -> None:
    forms.send(client, left(client), email="amina@example.org")
    with unit_of_work():
        db.session.execute(sa.delete(Draft))
    assert letters.to(app, "amina@example.org") == []


@pytest.mark.usefixtures("forum")
def test_the_letter_goes_with_its_draft(app: Flask, client: FlaskClient) -> None:
    forms.send(client, left(client), email="amina@example.org")
    with unit_of_work():
        db.session.execute(sa.update(Draft).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert letters.to(app, "amina@example.org") == []
    drafts.forget()
    assert db.session.scalars(sa.select(mail.OutgoingMail.to_address)).all() == []


@pytest.mark.usefixtures("forum")
def test_a_draft_goes_to_those_alone_who_asked_for_it(app: Flask, client: FlaskClient) -> None:
    page, mine, phone, other = left(client), "amina@example.org", "Her-phone@example.org", "other@example.org"
    for email in (mine, mine, phone):
        forms.send(client, page, email=email)
    first = sa.select(sa.func.min(mail.OutgoingMail.id)).scalar_subquery()
    with unit_of_work():  # as one of a draft that had this key before
        of_other = sa.update(mail.OutgoingMail).where(mail.OutgoingMail.id == first)
        db.session.execute(of_other.values(to_address=other))
    assert [len(letters.to(app, to)) for to in (mine, phone, other)] == [1, 1, 0]


@pytest.mark.usefixtures("forum")
@pytest.mark.parametrize(
    "more", [{"organisation": "ا" * 60_001}, {f"field{number}": "1" for number in range(401)}]
)
def test_more_than_a_form_holds_is_refused(client: FlaskClient, more: dict[str, str]) -> None:
    held = forms.held(client.get(FORM)) | more
    assert client.post(KEEP, data=held).status_code == 413
    assert rows() == 0


@pytest.mark.usefixtures("forum")
def test_a_flood_of_drafts_leaves_room_on_the_disk(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_KEPT", 1)
    make.category(make.forum("other"))
    held = forms.held(client.get(FORM)) | TYPED
    sent = [
        client.post(f"/ar/forums/{event}/register/draft", data=held) for event in ("live", "live", "other")
    ]
    assert ([one.status_code for one in sent], rows()) == ([303, 429, 303], 2)
    with unit_of_work():
        db.session.execute(sa.update(Draft).values(expires_at=clock.now()))
    assert client.post(KEEP, data=held).status_code == 303


@pytest.mark.usefixtures("forum")
def test_what_is_typed_is_shown_again_as_text(client: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>\u202e'
    page = client.get(f"{FORM}/continue/{link_of(left(client, organisation=hostile, entry=''))}")
    assert "<script>alert" not in page.text


@pytest.mark.usefixtures("forum")
def test_a_link_of_entry_that_is_none_of_ours_opens_no_form(client: FlaskClient) -> None:
    page = client.get(f"{FORM}/continue/{link_of(left(client, entry='c1-nothing'))}")
    assert page.status_code == 404


def test_nothing_is_kept_once_registration_is_over(client: FlaskClient, forum: Forum) -> None:
    held = forms.held(client.get(FORM)) | TYPED
    kept = link_of(left(client))
    with unit_of_work():
        forum.state = make.State.CLOSED
    assert client.post(KEEP, data=held).status_code == 409
    page = client.get(f"{FORM}/continue/{kept}")
    assert "أمينة" not in page.text


def test_another_person_begins_with_the_organisation_and_the_contact(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    held = make.registration(forum, make.category(forum), phone="+212612345678", organisation="جمعية الأطلس")
    page = f"/ar/my/{links.token(held)}"
    answer = client.post(
        f"{page}/another", data={"csrf_token": forms.held(client.get(page), "another")["csrf_token"]}
    )
    again = forms.held(client.get(answer.location))
    shown = (again["organisation"], again["phone"], again["given_ar"], again["email"])
    assert shown == ("جمعية الأطلس", "06 12 34 56 78", "", held.email)
    # The page may be opened twice: it is the same form.
    assert forms.held(client.get(answer.location))["token"] == again["token"]


def begun_anew(client: FlaskClient, held: Registration) -> TestResponse:
    """The page to which «Register another person» leads."""
    page = f"/ar/my/{links.token(held)}"
    token = {"csrf_token": forms.held(client.get(page), "another")["csrf_token"]}
    return client.get(client.post(f"{page}/another", data=token).location)


def test_another_person_comes_by_the_same_link_until_it_is_renewed(client: FlaskClient) -> None:
    forum = make.forum()
    category = make.category(forum)
    with unit_of_work():
        category.entry = Entry.INVITATION
    way = f"{FORM}/{entry_links.token(category)}"
    sent = {"given_ar": "أمينة", "email": "amina@example.org", "notice_read": "y"}
    assert forms.send(client, way, sent).status_code == 303
    held = db.session.scalars(sa.select(Registration)).one()
    assert f'action="{way}"' in begun_anew(client, held).text
    with unit_of_work():
        category_actions.renew_link(forum, category, version=category.version, by=None)
    assert entry_links.token(category) not in begun_anew(client, held).text


def test_whom_the_team_added_is_given_no_link_of_entry(client: FlaskClient) -> None:
    forum = make.forum()
    category = make.category(forum)
    held = make.registration(forum, category)
    with unit_of_work():
        category.entry, held.source = Entry.INVITATION, Source.OFFICE
    assert entry_links.of_registration(held) == ""


@pytest.mark.usefixtures("forum")
def test_what_comes_back_by_the_link_says_how_long_it_opens(client: FlaskClient) -> None:
    link = link_of(left(client))
    page = client.get(f"/fr/forums/live/register/continue/{link}").text
    until = db.session.scalars(sa.select(Draft)).one().expires_at
    with using("fr"):
        told = (day(clock.local(until).date()), hour(until))
    note = page.partition("draft-note")[2].partition("</p>")[0]
    assert [one in note for one in told] == [True, True]


def test_a_form_begun_for_another_person_says_nothing_is_back(client: FlaskClient, forum: Forum) -> None:
    held = make.registration(forum, db.session.scalars(sa.select(Category)).one())
    assert begun_anew(client, held).text.count("draft-note") == 1
