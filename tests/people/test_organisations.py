"""Organisations in the directory: names over time, who may change them, where they are used."""

from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.people.models import EarlierName, Kind, Organisation
from app.people.words import gender_of
from app.platform.db import db
from app.platform.text import Translated
from tests import forms, make
from tests.queries import counted

NEW = "/fr/directory/organisations/new"
NAME = {"name-ar": "جامعة الاختبار", "name-fr": "Université d’essai", "kind": "university"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def the_last() -> Organisation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Organisation).order_by(Organisation.id.desc())).first()  # type: ignore[return-value]


def edit_of(row: Organisation) -> str:
    return f"/fr/directory/organisations/{row.id}/edit"


def test_a_site_without_its_beginning_is_understood(organiser: FlaskClient) -> None:
    assert forms.send(organiser, NEW, NAME | {"website": "www.Exemple.ma"}).status_code == 303
    assert the_last().website == "https://www.exemple.ma"


def test_an_organisation_is_entered_with_all_that_is_known(organiser: FlaskClient) -> None:
    more = {
        "acronym-fr": "UE",
        "region": "fem",
        "city-fr": "Meknès",
        "website": "https://ue.exemple.ma/accueil",
        "phone": "0535000000",
        "tifinagh": "ⵜⴰⵙⴷⴰⵡⵉⵜ",
    }
    answer = forms.send(organiser, NEW, NAME | more)
    assert answer.status_code == 303
    shown = organiser.get(answer.location).text
    for text in ("Université d’essai", "جامعة الاختبار", "UE", "Fès-Meknès", "https://ue.exemple.ma/accueil"):
        assert text in shown
    assert 'rel="nofollow noopener"' in shown
    assert (gender_of(the_last(), "ar"), gender_of(the_last(), "fr")) == ("f", "f")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name-ar": "", "name-fr": ""}, "name"),
        ({"website": "http://exemple.ma"}, "website"),
        ({"kind": ""}, "kind"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"parent_id-text": "inconnue"}, "parent_id"),
        ({"name-fr": "Sa Majesté le Roi"}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    organiser: FlaskClient, typed: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, NEW, NAME | typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_foundation_that_bears_a_sovereigns_name_is_an_organisation(organiser: FlaskClient) -> None:
    name = {"name-ar": "مؤسسة محمد السادس لإعادة إدماج السجناء", "name-fr": "", "kind": "foundation"}
    assert forms.send(organiser, NEW, name).status_code == 303


def test_lines_are_added_written_and_removed_without_script(organiser: FlaskClient) -> None:
    asked = forms.send(organiser, NEW, NAME, rows="add earlier")
    assert asked.status_code == 200
    filled = forms.held(asked)
    assert filled["name-fr"] == NAME["name-fr"]
    assert db.session.scalar(sa.select(sa.func.count(Organisation.id))) == 0
    filled |= {
        "earlier-0-called-fr": "Institut d’essai",
        "earlier-0-since": "2001-09-01",
        "earlier-0-until": "2010-08-31",
        "named_since": "2010-09-01",
    }
    assert organiser.post(NEW, data=filled).status_code == 303
    row = the_last()
    expected = EarlierName(ar="", fr="Institut d’essai", since="2001-09-01", until="2010-08-31")
    assert row.earlier_names == [expected]
    assert "Institut d’essai" in organiser.get(f"/fr/directory/organisations/{row.id}").text
    on = {day: str(row.name_on(date.fromisoformat(day))["fr"]) for day in ("2005-01-01", "2015-01-01")}
    assert on == {"2005-01-01": "Institut d’essai", "2015-01-01": "Université d’essai"}
    without = forms.send(organiser, edit_of(row), rows="drop earlier-0")
    assert len(the_last().earlier_names) == 1
    assert organiser.post(edit_of(row), data=forms.held(without)).status_code == 303
    assert the_last().earlier_names == []


@pytest.mark.parametrize(
    ("spans", "named_since", "wrong"),
    [
        ([("2010-01-01", "2009-01-01")], "", "earlier-0-until"),
        ([("2001-01-01", "2010-01-01"), ("2009-01-01", "2015-01-01")], "", "earlier-1-until"),
        ([("2001-01-01", "2010-01-01")], "2010-01-01", "earlier-0-until"),
        ([("2001-01-01", "2010-01-01"), ("", "2005-01-01")], "", "earlier-1-until"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_line(
    organiser: FlaskClient, spans: list[tuple[str, str]], named_since: str, wrong: str
) -> None:
    filled = forms.held(organiser.get(NEW)) | NAME | {"named_since": named_since}
    for place, (since, until) in enumerate(spans):
        filled[f"earlier-{place}-called-fr"] = f"Nom {place}"
        filled[f"earlier-{place}-since"], filled[f"earlier-{place}-until"] = since, until
    answer = organiser.post(NEW, data=filled)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    assert f'id="{wrong}-error"' in answer.text


def test_neither_above_itself_nor_its_own_successor(organiser: FlaskClient, forum: Forum) -> None:
    top = make.organisation_of_event(forum, name=Translated(fr="Sommet"))
    under = make.organisation_of_event(forum, name=Translated(fr="Dessous"), parent_id=top.id)
    itself = forms.send(organiser, edit_of(top), {"parent_id-text": "Sommet"})
    assert itself.status_code == 422
    assert forms.send(organiser, edit_of(top), {"parent_id-text": "Dessous"}).status_code == 409
    assert forms.send(organiser, edit_of(top), {"took_over_from_id-text": "Dessous"}).status_code == 303
    assert forms.send(organiser, edit_of(under), {"took_over_from_id-text": "Sommet"}).status_code == 409
    shown = organiser.get(f"/fr/directory/organisations/{under.id}").text
    assert f'href="/fr/directory/organisations/{top.id}"' in shown


def test_one_shared_with_other_events_is_changed_by_the_administration_alone(
    app: Flask, organiser: FlaskClient, forum: Forum
) -> None:
    shared, other = make.organisation_of_event(forum), make.forum("elsewhere")
    assert organiser.get(edit_of(shared)).status_code == 200
    administrator = make.enter(app.test_client(), make.account(Role.ADMINISTRATOR, email="all@example.org"))
    page = f"/fr/directory/organisations/{shared.id}"
    forms.send(administrator, f"{page}/events", {"forum_id": str(other.id)}, page=page)
    assert organiser.get(edit_of(shared)).status_code == 409
    assert organiser.get(page).status_code == 200
    assert forms.send(administrator, edit_of(shared), {"acronym-fr": "AA"}).status_code == 303


def test_one_without_a_part_in_ones_events_is_read_and_added_only(
    organiser: FlaskClient, forum: Forum
) -> None:
    foreign = make.partner(make.forum("elsewhere")).organisation_id
    page = f"/fr/directory/organisations/{foreign}"
    assert organiser.get(page).status_code == 200
    assert organiser.get(f"{page}/edit").status_code == 404
    assert forms.send(organiser, f"{page}/events", {"forum_id": str(forum.id)}, page=page).status_code == 303
    assert organiser.get(f"{page}/edit").status_code == 409


def test_of_two_who_change_it_the_second_sees_both(organiser: FlaskClient, forum: Forum) -> None:
    row = make.organisation_of_event(forum)
    mine = forms.held(organiser.get(edit_of(row))) | {"name-fr": "Le mien"}
    forms.send(organiser, edit_of(row), {"name-fr": "Le sien"})
    answer = organiser.post(edit_of(row), data=mine)
    assert answer.status_code == 409
    assert "Le sien" in answer.text
    assert forms.held(answer)["name-fr"] == "Le mien"


def test_a_partner_is_not_removed_and_what_uses_it_is_said(organiser: FlaskClient, forum: Forum) -> None:
    used = make.partner(forum).organisation_id
    assert forms.send(organiser, f"/fr/directory/organisations/{used}/removal").status_code == 409
    idle = make.organisation_of_event(forum).id
    assert forms.send(organiser, f"/fr/directory/organisations/{idle}/removal").status_code == 303
    assert the_last().id == used


def test_a_logo_is_drawn_anew_and_a_zip_is_refused(organiser: FlaskClient, forum: Forum) -> None:
    row = make.organisation_of_event(forum, logo=None, logo_key=None)
    zipped = (BytesIO(b"PK\x03\x04 a zip"), "logo.png")
    assert forms.send(organiser, edit_of(row), logo_file=zipped).status_code == 422
    drawn = (BytesIO(make.picture((900, 300))), "logo.png")
    assert forms.send(organiser, edit_of(row), logo_file=drawn).status_code == 303
    assert the_last().logo["width"] == 600  # type: ignore[index]
    seen = organiser.get(f"/fr/directory/organisations/{row.id}/logo")
    assert seen.data[:4] == b"\x89PNG"


def test_names_are_offered_while_one_types(organiser: FlaskClient, forum: Forum) -> None:
    row = make.organisation_of_event(forum)
    found = organiser.get("/ar/directory/organisations/hints?q=الامل").json
    assert found == [{"id": row.id, "name": "جمعية الأمل", "note": ""}]
    assert organiser.get("/ar/directory/organisations/hints?q=").json == []


def test_the_list_is_narrowed_by_kind_region_and_event(organiser: FlaskClient, forum: Forum) -> None:
    row = make.organisation_of_event(forum, region="fem")
    other = make.organisation("جهة أخرى", Kind.REGION)
    for narrowed in ("kind=association", "region=fem", f"event={forum.id}", "q=amal"):
        page = organiser.get(f"/fr/directory/organisations?{narrowed}").text
        assert f"/organisations/{row.id}" in page
        assert f"/organisations/{other.id}" not in page


def test_the_list_asks_as_many_questions_for_three_as_for_one(organiser: FlaskClient, forum: Forum) -> None:
    seen = []
    for number in (1, 2):
        for one in range(number):
            row = make.organisation_of_event(forum, name=Translated(fr=f"N{number}{one}"))
            make.person(forum, organisation_id=row.id)
        for address in ("/fr/directory/organisations", f"/fr/directory/organisations/{row.id}"):
            with counted() as statements:
                assert organiser.get(address).status_code == 200
            seen.append(len(statements))
    assert seen[:2] == seen[2:]
