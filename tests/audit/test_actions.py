"""An entry says what was changed, before and after."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit import actions
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform import operator
from app.platform.clock import today
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from tests import forms, make

# Page → what is typed, and what the entry says of it.
EDITS: dict[str, tuple[dict[str, str], dict[str, list[Any]]]] = {
    "/ar/office/live/event/place": ({"venue-fr": "Palais"}, {"venue.fr": ["", "Palais"]}),
    "/ar/office/live/event/identity": ({"edition": "3"}, {"edition": [None, 3]}),
    "/ar/office/live/programme/1": (
        {"title-fr": "Clôture", "kind": "closing", "minutes": "٩٠"},
        {"title.fr": ["Séance d’essai", "Clôture"], "kind": ["plenary", "closing"], "minutes": [60, 90]},
    ),
    "/ar/office/live/agreements/{ref}/edit": (
        {"signed_on": "2026-05-07", "title-ar": ""},
        {"signed_on": [None, "2026-05-07"], "title.ar": ["مذكرة تفاهم للاختبار", ""]},
    ),
}


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ADMINISTRATOR))


def last() -> Entry:
    return db.session.scalars(sa.select(Entry).order_by(Entry.id.desc()).limit(1)).one()


@pytest.mark.parametrize("page", EDITS)
def test_an_edit_says_what_stood_before_and_after(administrator: FlaskClient, page: str) -> None:
    forum = make.forum()
    make.session(forum)
    typed, told = EDITS[page]
    address = page.format(ref=make.agreement(forum).ref)
    assert forms.send(administrator, address, typed).status_code == 303
    assert last().details == {"changes": told}


def test_an_edit_that_changes_nothing_says_so(administrator: FlaskClient) -> None:
    make.forum()
    assert forms.send(administrator, "/ar/office/live/event/texts").status_code == 303
    assert (last().act, last().details) == ("forum.edited", {"changes": {}})


def test_a_step_and_a_number_of_places_are_told_before_and_after(administrator: FlaskClient) -> None:
    make.category(make.forum(starts_on=today(), ends_on=today()), places=10)
    forms.send(administrator, "/fr/office/live/step/under_way", page="/fr/office/live/")
    assert last().details == {"changes": {"state": ["open", "under_way"]}}
    categories = "/fr/office/live/categories"
    for places in ("10", "20"):
        forms.send(administrator, "/fr/office/live/places", page=categories, places=places)
    assert last().details == {"changes": {"places": [10, 20]}}


def test_changes_of_a_row_are_asked_before_it_is_written(app: Flask) -> None:
    forum_id = make.forum(starts_on=date(2027, 5, 7), ends_on=date(2027, 5, 8)).id
    with unit_of_work():
        forum = db.session.get_one(Forum, forum_id)
        assert actions.changes(forum) == {}
        forum.ends_on, forum.motto = date(2027, 5, 9), Translated(fr="Ensemble")
        assert actions.changes(forum) == {
            "ends_on": ["2027-05-08", "2027-05-09"],
            "motto.fr": ["", "Ensemble"],
        }


def test_an_act_without_details_keeps_none(app: Flask) -> None:
    with unit_of_work():
        actions.record("forum.edited", operator.held(), by=None)
    nothing = sa.select(sa.func.count()).where(Entry.details.is_(sa.null()))
    assert db.session.scalar(nothing) == 1
