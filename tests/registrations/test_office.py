"""The office's pages about places."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations import actions, queries
from tests import forms, make

PLACES = "/fr/office/live/categories"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


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


@pytest.mark.parametrize("page", ["9" * 30, "-1", "0", "x"])
def test_any_page_number_is_a_page(client: FlaskClient, forum: Forum, page: str) -> None:
    assert client.get(f"/fr/office/live/registrations?page={page}").status_code == 200


def test_a_search_finds_whatever_the_spelling(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    make.registration(forum, category, given_ar="أحمد", family_ar="الخلفي", given_latin="", family_latin="")
    for typed in ("احمد", "خلفي", "الخلفي أحمد"):
        assert "الخلفي" in client.get("/ar/office/live/registrations", query_string={"q": typed}).text
    assert "الخلفي" not in client.get("/ar/office/live/registrations", query_string={"q": "سعيد"}).text
