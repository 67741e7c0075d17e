"""Halls, themes and partners."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum, Hall, Partner, Theme
from app.platform.db import db
from tests import forms, make

PARTS, LIVE = "/ar/office/live/parts", "/ar/office/live"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


@pytest.mark.parametrize("typed", ["120", "١٢٠", "۱۲۰", " 1 20 "])
def test_a_hall_holds_as_many_as_was_typed_in_any_digits(organiser: FlaskClient, typed: str) -> None:
    values = {"hall-name_-ar": "القاعة الكبرى", "hall-capacity": typed}
    assert forms.send(organiser, f"{LIVE}/halls", values, page=PARTS).status_code == 303
    hall = db.session.scalars(sa.select(Hall)).one()
    assert (dict(hall.name), hall.capacity) == ({"ar": "القاعة الكبرى"}, 120)
    assert "القاعة الكبرى" in organiser.get("/ar/forums/live/").text


@pytest.mark.parametrize("typed", ["0", "-5", "100001", "", "many", "12.5"])
def test_a_capacity_that_cannot_be_is_refused_at_its_field(organiser: FlaskClient, typed: str) -> None:
    values = {"hall-name_-fr": "Salle", "hall-capacity": typed}
    answer = forms.send(organiser, f"{LIVE}/halls", values, page=PARTS)
    assert answer.status_code == 422
    assert 'href="#hall-capacity"' in answer.text
    kept = forms.held(answer, "/halls")
    assert (kept["hall-name_-fr"], kept["hall-capacity"]) == ("Salle", typed)
    assert db.session.scalar(sa.select(sa.func.count(Hall.id))) == 0


@pytest.mark.parametrize(("kind", "field"), [("hall", "hall-name_-ar"), ("theme", "theme-name_-ar")])
def test_a_name_is_asked_for_in_one_language_at_least(organiser: FlaskClient, kind: str, field: str) -> None:
    answer = forms.send(organiser, f"{LIVE}/{kind}s", {"hall-capacity": "5"}, page=PARTS)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_themes_keep_the_order_in_which_they_were_typed(organiser: FlaskClient) -> None:
    for name in ("Ya", "Alif", "Mim"):
        forms.send(organiser, f"{LIVE}/themes", {"theme-name_-fr": name}, page=PARTS)
    page = organiser.get("/fr/forums/live/").text
    assert page.index(">Ya<") < page.index(">Alif<") < page.index(">Mim<")


def test_an_organisation_has_the_same_part_once(organiser: FlaskClient) -> None:
    chosen = {"partner-organisation_id": str(make.organisation().id), "partner-role": "host"}
    again = [forms.send(organiser, f"{LIVE}/partners", chosen, page=PARTS) for _ in range(2)]
    assert [answer.status_code for answer in again] == [303, 409]
    assert 'href="#partner-organisation_id"' in again[1].text
    other_part = chosen | {"partner-role": "organiser"}
    assert forms.send(organiser, f"{LIVE}/partners", other_part, page=PARTS).status_code == 303
    roles = db.session.scalars(sa.select(Partner.role).order_by(Partner.position)).all()
    assert roles == ["host", "organiser"]


def test_an_organisation_that_does_not_exist_is_no_answer(organiser: FlaskClient) -> None:
    make.organisation()
    answer = forms.send(organiser, f"{LIVE}/partners", {"partner-organisation_id": "999"}, page=PARTS)
    assert answer.status_code == 422
    assert 'href="#partner-organisation_id"' in answer.text


@pytest.mark.parametrize(
    ("kind", "model", "build"),
    [("halls", Hall, make.hall), ("themes", Theme, make.theme), ("partners", Partner, make.partner)],
)
def test_removal_asks_first_and_names_what_goes(
    organiser: FlaskClient, forum: Forum, kind: str, model: type, build: object
) -> None:
    part = build(forum)  # type: ignore[operator]
    name = make.organisation_of(part).said("ar") if kind == "partners" else part.name.said("ar")
    address = f"{LIVE}/{kind}/{part.id}/removal"
    asked = organiser.get(address)
    assert name in asked.text
    assert db.session.scalar(sa.select(sa.func.count(model.id))) == 1
    assert organiser.post(address, data=forms.held(asked)).location == PARTS
    assert db.session.scalar(sa.select(sa.func.count(model.id))) == 0
    assert organiser.post(address, data=forms.held(asked)).status_code == 404


def test_a_hall_that_goes_leaves_its_sessions_without_one(organiser: FlaskClient, forum: Forum) -> None:
    session = make.session(forum, hall_id=make.hall(forum).id)
    forms.send(organiser, f"{LIVE}/halls/{session.hall_id}/removal")
    db.session.refresh(session)
    assert session.hall_id is None
