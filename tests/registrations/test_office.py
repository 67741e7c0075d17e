"""The office's pages about places."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations import actions, queries
from app.registrations.models import Quota
from tests import forms, make

PLACES = "/fr/office/live/categories"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def test_the_whole_event_can_hold_fewer_than_its_categories(client: FlaskClient, forum: Forum) -> None:
    make.registration(forum, make.category(forum, places=10))
    assert forms.send(client, "/fr/office/live/places", page=PLACES, places="4").status_code == 303
    assert db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)).all() == [1, 1]
    assert queries.free_places(forum.id) == 3


@pytest.mark.parametrize("total", [1, 3, 20])
def test_what_the_page_hangs_on_is_what_it_says_to_be_free(forum: Forum, total: int) -> None:
    category = make.category(forum, places=10)
    make.registration(forum, category)
    quota, counts = queries.quota(forum.id, category.id), []
    for change in (
        lambda: actions.set_total(forum, total, by=None),
        lambda: actions.set_places(db.session.scalars(quota).one(), 2, by=None),
        lambda: actions.add_category(forum, name={"fr": "Presse"}, places=5, by=None),
    ):
        with unit_of_work():
            change()
        counts.append(
            (db.session.scalar(sa.select(queries.free_number(forum.id))), queries.free_places(forum.id))
        )
    assert [in_statement for in_statement, _said in counts] == [said for _number, said in counts]


def test_a_first_total_that_is_taken_shows_on_the_page_at_once(client: FlaskClient, forum: Forum) -> None:
    make.registration(forum, make.category(forum, places=11))
    assert "10 " in client.get("/fr/forums/live/").text.partition('class="act"')[2][:300]
    forms.send(client, "/fr/office/live/places", page=PLACES, places="1")
    assert "10 " not in client.get("/fr/forums/live/").text.partition('class="act"')[2][:300]


@pytest.mark.parametrize(("address", "status"), [("places", 409), ("categories/1/places", 409)])
def test_fewer_places_than_are_taken_is_refused_at_the_field(
    client: FlaskClient, forum: Forum, address: str, status: int
) -> None:
    make.registration(forum, make.category(forum, places=10))
    answer = forms.send(client, f"/fr/office/live/{address}", page=PLACES, places="0")
    assert answer.status_code == status
    assert 'aria-invalid="true"' in answer.text


def test_what_is_no_number_of_places_stays_in_its_field(client: FlaskClient, forum: Forum) -> None:
    make.category(forum)
    answer = forms.send(client, "/fr/office/live/categories/1/places", page=PLACES, places="dix")
    assert answer.status_code == 422
    assert 'value="dix"' in answer.text


@pytest.mark.parametrize("page", ["9" * 30, "-1", "0", "x"])
def test_any_page_number_is_a_page(client: FlaskClient, forum: Forum, page: str) -> None:
    assert client.get(f"/fr/office/live/registrations?page={page}").status_code == 200


def test_a_search_finds_whatever_the_spelling(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    make.registration(forum, category, given_ar="أحمد", family_ar="الخلفي", given_latin="", family_latin="")
    for typed in ("احمد", "خلفي", "الخلفي أحمد"):
        assert "الخلفي" in client.get("/ar/office/live/registrations", query_string={"q": typed}).text
    assert "الخلفي" not in client.get("/ar/office/live/registrations", query_string={"q": "سعيد"}).text
