"""What runs now and what comes next."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.i18n import context, using
from tests import make
from tests.programme import programmes
from tests.programme.pages import page, said, words
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    """Two halls: one with a session at ten and one at twelve, the other with one at eleven."""
    made = make.forum()
    one, other = make.hall(made), make.hall(made)
    programmes.session(made, "Dix heures", 10, hall_id=one.id)
    programmes.session(made, "Midi", 12, hall_id=one.id)
    programmes.session(made, "Onze heures", 11, hall_id=other.id)
    programmes.session(made, "Interne", 10, hall_id=other.id, is_public=False)
    make.release(made)
    return made


def seen(client: FlaskClient, forum: Forum, hour: int, minute: int = 0) -> list[tuple[str, str]]:
    """(title, now or next) at an hour of the first day, in the order of the page."""
    assert forum.starts_on
    with time_machine.travel(at(forum.starts_on, hour, minute), tick=False):
        read = words(page(client, "now"))
    with using("fr"):
        now, after = context("programme", "Now"), context("programme", "Next")
    found, turn = [], ""
    for place in range(len(read)):
        if read.startswith((f" {now} ", f" {after} "), place):
            turn = "now" if read.startswith(f" {now} ", place) else "next"
        found += [
            (title, turn)
            for title in ("Dix heures", "Onze heures", "Midi", "Interne")
            if read.startswith(title, place)
        ]
    return found


def test_each_hall_shows_what_runs_and_what_begins_there_next(client: FlaskClient, forum: Forum) -> None:
    assert seen(client, forum, 9, 59) == [("Dix heures", "next"), ("Onze heures", "next")]
    assert seen(client, forum, 10) == [("Dix heures", "now"), ("Midi", "next"), ("Onze heures", "next")]
    assert seen(client, forum, 11) == [("Midi", "next"), ("Onze heures", "now")]
    assert seen(client, forum, 12, 59) == [("Midi", "now")]
    assert seen(client, forum, 13) == []


def test_what_is_shown_changes_with_the_minute_though_the_page_is_kept(
    client: FlaskClient, forum: Forum
) -> None:
    assert forum.starts_on
    with time_machine.travel(at(forum.starts_on, 9, 59), tick=False) as clock:
        before = client.get("/fr/forums/live/programme/now")
        clock.shift(59)
        with counted() as asked:
            same = client.get("/fr/forums/live/programme/now")
        clock.shift(1)
        after = client.get("/fr/forums/live/programme/now")
    assert (same.text, len([one for one in asked if one != "BEGIN"])) == (before.text, 1)
    assert after.text != before.text


def test_far_from_it_the_page_says_when_it_begins_and_afterwards_that_nothing_is_to_come(
    client: FlaskClient, forum: Forum
) -> None:
    assert forum.starts_on
    nothing, over = said("Nothing runs now"), said("No session is to come.")
    read = words(page(client, "now"))
    assert (nothing in read, over in read) == (True, False)
    assert " 10 h" in read
    with time_machine.travel(at(forum.starts_on, 23)):
        assert over in words(page(client, "now"))


def test_it_is_fresh_for_everybody_and_asks_little(client: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    busy = make.forum("busy")
    for hour in range(8, 20):
        programmes.session(busy, f"Séance {hour}", hour, hall_id=make.hall(busy).id)
    make.release(busy)
    asked = []
    with time_machine.travel(at(forum.starts_on, 10), tick=False):
        for of in (forum.slug, "busy"):
            with counted() as statements:
                answer = client.get(f"/fr/forums/{of}/programme/now")
            assert answer.headers["Cache-Control"] == "public, max-age=30"
            asked.append(len(statements))
    assert asked[0] == asked[1] <= 6
