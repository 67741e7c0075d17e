"""What people read about their data, and that each wording is kept once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.registrations import notices
from app.registrations.rule_rows import Notice
from app.registrations.words import ConsentKind
from tests import make
from tests.registrations.persons import set_rules


def in_force(forum: Forum) -> int:
    with unit_of_work():
        return notices.in_force(db.session.get_one(Forum, forum.id)).id


def test_the_same_words_are_kept_once_and_a_changed_word_is_a_new_wording(app: Flask) -> None:
    forum = make.forum()
    first = in_force(forum)
    assert in_force(forum) == first
    set_rules(forum, keep_months=3)
    second = in_force(forum)
    assert second != first
    set_rules(forum, recipients=Translated(ar="القاعة"))
    third = in_force(forum)
    set_rules(forum, recipients=Translated())
    assert (third not in (first, second), in_force(forum)) == (True, second)


def test_a_consent_that_is_asked_or_not_changes_the_wording(app: Flask) -> None:
    forum = make.forum()
    first = in_force(forum)
    set_rules(forum, asks_directory=True)
    row = db.session.get_one(Notice, in_force(forum))
    assert row.id != first
    assert list(row.consents) == ["notice", "photo", "directory", "later"]
    assert all(set(sentences) == {"ar", "fr"} for sentences in row.consents.values())


def test_two_events_have_wordings_of_their_own(app: Flask) -> None:
    assert in_force(make.forum("one")) != in_force(make.forum("two"))


def test_many_who_register_first_at_once_leave_one_wording(app: Flask) -> None:
    forum, ready = make.forum(), Barrier(8)

    def first(_number: int) -> int:
        with app.test_request_context(method="POST"):
            ready.wait()
            return in_force(forum)

    with ThreadPoolExecutor(8) as people:
        found = set(people.map(first, range(8)))
    assert len(found) == 1
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 1


def test_the_notice_says_who_to_turn_to_and_how_long_data_are_kept(app: Flask) -> None:
    forum = make.forum(help_phone="+212535000000")
    set_rules(forum, keep_months=1, keep_refused_months=1)
    with using("fr"):
        told = notices.told(db.session.get_one(Forum, forum.id))
    assert "05 35 00 00 00" in told.first.replace("\u00a0", " ")
    assert list(told.consents) == [ConsentKind.PHOTO, ConsentKind.LATER]
    set_rules(forum, rights_contact="droits@example.org")
    with using("ar"):
        told = notices.told(db.session.get_one(Forum, forum.id))
    assert "\u2068droits@example.org\u2069" in told.first


def test_the_number_of_the_event_comes_before_that_of_the_installation(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum()
    page = "/fr/forums/live/notice"
    assert "D-W-1" not in client.get(page).text
    make.operator(cndp_number="D-W-1")
    assert "D-W-1" in client.get(page).text
    set_rules(forum, cndp_number="D-W-2")
    shown = client.get(page).text
    assert ("D-W-1" in shown, "D-W-2" in shown) == (False, True)


def test_the_public_page_is_there_in_both_languages_and_not_before_the_event_is(client: FlaskClient) -> None:
    make.forum()
    make.forum("hidden", state="draft")
    for locale in ("ar", "fr"):
        page = client.get(f"/{locale}/forums/live/notice")
        assert (page.status_code, "www.cndp.ma" in page.text) == (200, True)
    assert client.get("/fr/forums/hidden/notice").status_code == 404


def test_the_card_is_told_only_where_it_is_asked_for(client: FlaskClient) -> None:
    forum = make.forum()
    assert "A-CIN-7" not in client.get("/fr/forums/live/notice").text
    set_rules(forum, asks_cin=True, cin_authorisation="A-CIN-7")
    assert "A-CIN-7" in client.get("/fr/forums/live/notice").text
