"""The notice is read, the consents are free, and nothing is ticked beforehand."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.forums.models import Forum
from app.platform.db import db
from app.registrations import consents, notices
from app.registrations.models import Registration
from app.registrations.notice_form import NoticeForm
from app.registrations.rule_rows import Notice
from app.registrations.words import ConsentKind
from tests import forms, make
from tests.registrations.persons import set_rules

REGISTER = "/fr/forums/live/register"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def form(app: Flask, forum: Forum, **sent: str) -> NoticeForm:
    with app.test_request_context(method="POST"):
        made = NoticeForm(db.session.get_one(Forum, forum.id), formdata=MultiDict(sent))
        made.validate()
        return made


def test_what_is_not_read_is_asked_for(app: Flask, forum: Forum) -> None:
    asked = form(app, forum)
    assert [target for target, _sentence in asked.summary()] == ["notice_read"]
    assert form(app, forum, notice_read="y").summary() == []


def test_no_consent_is_ticked_and_all_can_be_refused(app: Flask, forum: Forum) -> None:
    with app.test_request_context():
        fresh = NoticeForm(db.session.get_one(Forum, forum.id))
        assert [one.data for one in fresh if one.type == "BooleanField"] == [False, False, False]
    refused = form(app, forum, notice_read="y").given()
    assert refused == {ConsentKind.NOTICE: True, ConsentKind.PHOTO: False, ConsentKind.LATER: False}
    assert form(app, forum, notice_read="y", consent_photo="y").given()[ConsentKind.PHOTO] is True


def test_a_consent_that_is_not_asked_has_no_field_and_no_answer(app: Flask, forum: Forum) -> None:
    set_rules(forum, asks_photo=False, asks_directory=True)
    sent = form(app, forum, notice_read="y", consent_photo="y", consent_directory="y")
    assert sent.given() == {ConsentKind.NOTICE: True, ConsentKind.DIRECTORY: True, ConsentKind.LATER: False}


def test_words_that_changed_since_the_page_was_opened_are_read_first(app: Flask, forum: Forum) -> None:
    words = notices.digest(db.session.get_one(Forum, forum.id))
    assert form(app, forum, notice_read="y", notice_words=words).summary() == []
    set_rules(forum, keep_months=2)
    late = form(app, forum, notice_read="y", consent_photo="y", notice_words=words)
    assert [target for target, _sentence in late.summary()] == ["notice_read"]
    assert (late.notice_read.data, late.consent_photo.data) == (False, True)
    assert form(app, forum, notice_read="y", notice_words=late.notice_words.data).summary() == []


def test_who_registers_reads_the_notice_and_refuses_without_loss(client: FlaskClient, forum: Forum) -> None:
    make.category(forum)
    typed = {"given_latin": "Amina", "email": "amina@example.org"}
    unread = forms.send(client, REGISTER, typed)
    assert (unread.status_code, 'href="#notice_read"' in unread.text) == (422, True)
    assert forms.send(client, REGISTER, typed, notice_read="y", consent_later="y").status_code == 303
    made = db.session.scalars(sa.select(Registration)).one()
    given = {kind: row.is_given for kind, row in consents.of(made.id).items()}
    assert given == {ConsentKind.NOTICE: True, ConsentKind.PHOTO: False, ConsentKind.LATER: True}


def test_a_notice_that_changed_under_the_form_is_shown_before_anybody_is_registered(
    client: FlaskClient, forum: Forum
) -> None:
    make.category(forum)
    typed = {"given_latin": "Amina", "email": "amina@example.org", "notice_read": "y"}
    opened = forms.held(client.get(REGISTER)) | typed
    set_rules(forum, keep_months=3)
    late = client.post(REGISTER, data=opened)
    assert (late.status_code, db.session.scalars(sa.select(Registration)).all()) == (422, [])
    assert client.post(REGISTER, data=forms.held(late) | {"notice_read": "y"}).status_code == 303
    assert "3" in db.session.scalars(sa.select(Notice)).one().text["fr"]


def test_what_the_organiser_wrote_stands_above_the_form(client: FlaskClient, forum: Forum) -> None:
    make.category(forum)
    set_rules(forum, intro={"fr": "Bienvenue à **{city}**."})
    assert "Ifrane" in client.get(REGISTER).text.partition("Bienvenue")[2][:60]
