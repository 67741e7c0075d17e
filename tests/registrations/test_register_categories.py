"""As what one comes: the choice of category, its hours, links, what the team keeps for itself."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, day, using
from app.platform.text import Translated
from app.registrations import entry_links
from app.registrations.models import Category, Delegation, Registration
from app.registrations.question_rows import Question
from app.registrations.words import Entry, QuestionKind, Seen, State
from tests import forms, make

FORM = "/fr/forums/live/register"
PERSON = {"given_latin": "Amina", "family_latin": "Benali", "phone": "0612345678", "notice_read": "y"}


def put(row: Any, **values: Any) -> Any:
    """Write into a row."""
    with unit_of_work():
        found = db.session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(found, name, value)
    return row


def only() -> Registration:
    return db.session.scalars(sa.select(Registration)).one()


def nobody() -> bool:
    return db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def two(forum: Forum) -> tuple[Category, Category]:
    """Two categories that are open to everybody."""
    return make.category(forum), put(
        make.category(forum, places=1), name=Translated(ar="الصحافة", fr="Presse")
    )


def test_with_several_categories_one_chooses_first(
    client: FlaskClient, two: tuple[Category, Category]
) -> None:
    page = client.get(FORM)
    assert 'name="given_ar"' not in page.text
    assert [f"{FORM}?category={one.id}" in page.text for one in two] == [True, True]
    chosen = client.get(f"{FORM}?category={two[1].id}")
    answer = client.post(FORM, data=forms.held(chosen) | PERSON)
    assert (answer.status_code, only().category_id) == (303, two[1].id)


@pytest.mark.parametrize("key", ["", "x", "0", "99999", "9" * 60, "1'--", "%00"])
def test_a_category_that_is_none_is_asked_again(
    client: FlaskClient, two: tuple[Category, Category], key: str
) -> None:
    page = client.get(f"{FORM}?category={key}")
    assert (page.status_code, 'name="given_ar"' in page.text) == (200, False)
    typed = forms.held(client.get(f"{FORM}?category={two[0].id}")) | PERSON
    answer = client.post(FORM, data=typed | {"category": key})
    assert answer.status_code == 422
    assert 'href="#category-0"' in answer.text
    assert forms.held(answer)["family_latin"] == "Benali"
    assert nobody()


def test_the_category_is_changed_inside_the_form_and_nothing_is_lost(
    client: FlaskClient, forum: Forum, two: tuple[Category, Category]
) -> None:
    with unit_of_work():
        db.session.add(
            Question(
                forum_id=forum.id,
                kind=QuestionKind.SHORT,
                label=Translated(fr="Votre journal"),
                category_ids=[two[1].id],
                is_required=True,
            )
        )
    typed = forms.held(client.get(f"{FORM}?category={two[0].id}")) | PERSON | {"organisation": "Amal"}
    asked = client.post(FORM, data=typed | {"choose": "1"})
    assert asked.status_code == 200
    assert 'id="category-1" name="category"' in asked.text
    held = forms.held(asked)
    assert held["category"] == str(two[0].id)
    shown = client.post(FORM, data=held | {"category": str(two[1].id), "show": "1"})
    assert (shown.status_code, "Votre journal" in shown.text, nobody()) == (200, True, True)
    held = forms.held(shown)
    assert {name: held[name] for name in ("given_latin", "organisation", "phone")} == {
        "given_latin": "Amina",
        "organisation": "Amal",
        "phone": "0612345678",
    }
    missing = client.post(FORM, data=held | {"notice_read": "y"})
    assert missing.status_code == 422
    question = db.session.scalars(sa.select(Question.id)).one()
    answer = client.post(FORM, data=held | {"notice_read": "y", f"q-{question}": "Le Matin"})
    assert (answer.status_code, only().category_id) == (303, two[1].id)


def test_a_category_put_into_the_form_of_another_is_asked_its_own_questions_first(
    client: FlaskClient, two: tuple[Category, Category]
) -> None:
    typed = forms.held(client.get(f"{FORM}?category={two[0].id}")) | PERSON
    answer = client.post(FORM, data=typed | {"category": str(two[1].id)})
    assert (answer.status_code, nobody()) == (200, True)
    assert client.post(FORM, data=forms.held(answer) | {"notice_read": "y"}).status_code == 303


def test_who_finds_a_category_full_takes_another_with_what_was_typed(
    client: FlaskClient, two: tuple[Category, Category]
) -> None:
    typed = forms.held(client.get(f"{FORM}?category={two[1].id}")) | PERSON
    assert forms.send(client, f"{FORM}?category={two[1].id}", PERSON, phone="0699999999").status_code == 303
    refused = client.post(FORM, data=typed)
    assert refused.status_code == 409
    assert [link in refused.text for link in ('href="#wait"', 'href="#category-0"')] == [True, True]
    moved = client.post(FORM, data=forms.held(refused) | {"category": str(two[0].id), "show": "1"})
    answer = client.post(FORM, data=forms.held(moved) | {"notice_read": "y"})
    assert answer.status_code == 303
    states = sa.select(Registration.category_id, Registration.state).order_by(Registration.id)
    assert [tuple(row) for row in db.session.execute(states)] == [
        (two[1].id, State.CONFIRMED),
        (two[0].id, State.CONFIRMED),
    ]


@pytest.mark.parametrize(
    "values",
    [{"seen": Seen.TEAM}, {"seen": Seen.LINK}, {"entry": Entry.INVITATION}],
    ids=["of the team", "by its link", "by invitation"],
)
def test_what_is_not_for_everybody_is_neither_shown_nor_taken(
    client: FlaskClient, forum: Forum, two: tuple[Category, Category], values: dict[str, Any]
) -> None:
    closed = put(make.category(forum), name=Translated(fr="Invités d’honneur"), **values)
    assert "Invités d’honneur" not in client.get(FORM).text
    assert "Invités d’honneur" not in client.get("/fr/forums/live/").text
    typed = forms.held(client.get(f"{FORM}?category={two[0].id}")) | PERSON
    answer = client.post(FORM, data=typed | {"category": str(closed.id)})
    assert (answer.status_code, "Invités d’honneur" in answer.text, nobody()) == (422, False, True)


def test_the_category_of_another_event_is_none_of_this_one(client: FlaskClient, forum: Forum) -> None:
    here, there = make.category(forum), make.category(make.forum("other"))
    typed = forms.held(client.get(FORM)) | PERSON | {"category": str(there.id)}
    answer = client.post(FORM, data=typed)
    assert (answer.status_code, only().category_id) == (303, here.id)


@pytest.mark.parametrize("values", [{"seen": Seen.LINK}, {"entry": Entry.INVITATION}])
def test_by_its_link_one_enters_a_category(client: FlaskClient, forum: Forum, values: dict[str, Any]) -> None:
    category = put(make.category(forum), **values)
    address = f"{FORM}/{entry_links.token(category)}"
    assert 'name="given_ar"' not in client.get(FORM).text
    answer = forms.send(client, address, PERSON)
    assert (answer.status_code, only().category_id, only().state) == (303, category.id, State.CONFIRMED)
    assert client.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404


def test_the_link_of_a_delegation_registers_its_people_in_its_places(
    client: FlaskClient, forum: Forum
) -> None:
    delegation = make.delegation(forum, make.category(forum), places=1)
    address = f"{FORM}/{entry_links.token(delegation)}"
    late = forms.held(client.get(address)) | PERSON | {"phone": "0655555555"}
    assert "Université modèle" in client.get(address).text
    assert forms.send(client, address, PERSON).status_code == 303
    assert only().delegation_id == delegation.id
    refused = client.post(address, data=late)
    assert (refused.status_code, 'id="wait"' in refused.text) == (409, False)
    assert forms.held(refused)["phone"] == "0655555555"
    full = client.get(address)
    assert (full.status_code, 'id="wait"' in full.text) == (200, False)
    with unit_of_work():
        db.session.get_one(Delegation, delegation.id).names_until = clock.now() - timedelta(minutes=1)
    assert client.post(address, data=late).status_code == 409


def test_a_category_opens_and_closes_at_its_minute(client: FlaskClient, forum: Forum) -> None:
    opens_at = clock.now().replace(second=0, microsecond=0) + timedelta(days=1)
    closes_at = opens_at + timedelta(hours=2)
    put(make.category(forum), opens_at=opens_at, closes_at=closes_at)
    second = timedelta(seconds=1)
    seen = []
    for moment in (opens_at - second, opens_at, closes_at - second, closes_at):
        with time_machine.travel(moment, tick=False):
            seen.append('name="given_ar"' in client.get(FORM).text)
    assert seen == [False, True, True, False]


def test_what_was_typed_into_a_category_that_closes_meanwhile_is_kept(
    client: FlaskClient, two: tuple[Category, Category]
) -> None:
    typed = forms.held(client.get(f"{FORM}?category={two[0].id}")) | PERSON
    put(two[0], closes_at=clock.now() - timedelta(seconds=1))
    answer = client.post(FORM, data=typed)
    assert (answer.status_code, nobody()) == (409, True)
    assert forms.held(answer)["family_latin"] == "Benali"
    moved = client.post(FORM, data=forms.held(answer) | {"category": str(two[1].id)})
    assert client.post(FORM, data=forms.held(moved) | {"notice_read": "y"}).status_code == 303
    assert only().category_id == two[1].id


def test_the_closed_page_tells_when_the_earliest_category_opens(client: FlaskClient, forum: Forum) -> None:
    early, late = (
        clock.at(clock.today() + timedelta(days=2), 9),
        clock.at(clock.today() + timedelta(days=5), 9),
    )
    put(make.category(forum), opens_at=late)
    put(make.category(forum), opens_at=early)
    with using("fr"):
        told = [
            str(_("Opens on %(day)s at %(hour)s", day=day(clock.local(one).date()), hour="9 h"))
            for one in (early, late)
        ]
    page = client.get(FORM)
    assert [one in page.text.replace("\u00a0", " ") for one in told] == [True, False]
    assert "/register/find" in page.text


def test_a_full_category_on_approval_takes_a_request(client: FlaskClient, forum: Forum) -> None:
    put(make.category(forum, places=1), entry=Entry.APPROVAL)
    for phone in ("0611111111", "0622222222"):
        assert forms.send(client, FORM, PERSON, phone=phone).status_code == 303
    assert set(db.session.scalars(sa.select(Registration.state))) == {State.PENDING}


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_names_of_categories_are_text(client: FlaskClient, forum: Forum, locale: str) -> None:
    for _number in range(2):
        put(make.category(forum), name=Translated(ar="<b>x</b>", fr="<b>x</b>"), about=Translated(fr="<i>y"))
    page = client.get(f"/{locale}/forums/live/register")
    assert ("<b>x</b>" in page.text, "&lt;b&gt;x" in page.text) == (False, True)
