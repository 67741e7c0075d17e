"""The office's pages about delegations, and the link by which an institution registers its people."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.clock import at, now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.registrations import choosing, entry_links, registering, seats
from app.registrations.models import Category, Delegation, Quota, Registration
from app.registrations.registering import Wish
from app.registrations.words import Seen
from tests import forms, make
from tests.queries import counted

PAGE = "/fr/office/live/delegations"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum)


def only() -> Delegation:
    db.session.rollback()
    return db.session.scalars(sa.select(Delegation)).one()


def join(forum: Forum, row: Delegation, email: str) -> Registration:
    """Somebody registers by the link of the delegation."""
    entered = entry_links.opened(forum, entry_links.token(row))
    identity = registering.new_identity()
    person = {"given_latin": "Zineb", "family_latin": "Berrada", "email": email, "locale": "fr"}
    with unit_of_work():
        return registering.register(
            forum,
            entered.category,
            person,
            form_token=identity.public_id,
            identity=identity,
            wish=Wish(delegation=entered.delegation),
        )


def test_a_delegation_is_added_by_its_name(client: FlaskClient, forum: Forum, category: Category) -> None:
    sent = {"name_-fr": "Université", "places": "8", "until_day": "2026-12-01", "until_hour": "18:00"}
    assert forms.send(client, f"{PAGE}/new", sent).status_code == 303
    made = only()
    assert (made.name, made.category_id, made.organisation_id) == ({"fr": "Université"}, category.id, None)
    assert made.names_until == at(made.names_until.date(), 18) if made.names_until else False
    assert db.session.scalars(sa.select(Quota.places).where(Quota.delegation_id == made.id)).all() == [8]


def test_an_organisation_of_the_directory_lends_its_name(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    known = make.organisation_of_event(forum)
    sent = {"organisation_id-text": "Association Al Amal", "places": "3"}
    assert forms.send(client, f"{PAGE}/new", sent).status_code == 303
    assert (only().organisation_id, only().name) == (known.id, known.name)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_-fr": ""}, "name_-"),
        ({"places": "0"}, "places"),
        ({"until_hour": "10:00"}, "until_hour"),
        ({"organisation_id-text": "Nulle part"}, "organisation_id-text"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: FlaskClient, forum: Forum, category: Category, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(client, f"{PAGE}/new", {"name_-fr": "Université", "places": "8"} | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Delegation.id))) == 0


def test_a_category_for_the_team_alone_takes_no_delegation(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    with unit_of_work():
        db.session.get_one(Category, category.id).seen = Seen.TEAM
    answer = forms.send(client, f"{PAGE}/new", {"name_-fr": "Université", "places": "8"})
    assert (answer.status_code, 'href="#category_id"' in answer.text) == (422, True)


def test_nothing_is_offered_without_a_category(client: FlaskClient, forum: Forum) -> None:
    page = client.get(PAGE).text
    assert "delegations/new" not in page
    assert "/fr/office/live/categories" in page


def test_the_list_says_how_many_are_named(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = make.delegation(forum, category, places=3)
    join(forum, row, "a@example.org")
    page = client.get(PAGE).text
    assert "Noms donnés\u00a0: 1 sur 3" in page
    assert f"registrations?delegation={row.id}" in page


def test_three_delegations_are_listed_as_cheaply_as_one(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    make.delegation(forum, category)
    client.get(PAGE)
    with counted() as few:
        client.get(PAGE)
    for _ in range(2):
        make.delegation(forum, category)
    with counted() as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_fewer_places_than_are_named_is_refused_at_the_field(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.delegation(forum, category)
    for number in range(2):
        join(forum, row, f"{number}@example.org")
    answer = forms.send(client, f"{PAGE}/{row.id}", {"places": "1"})
    assert (answer.status_code, 'href="#places"' in answer.text) == (409, True)
    assert db.session.scalar(sa.select(Quota.places).where(Quota.delegation_id == row.id)) == 10


def test_a_change_is_told_with_what_stood_before(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.delegation(forum, category)
    forms.send(client, f"{PAGE}/{row.id}", {"name_-fr": "Faculté", "places": "12"})
    db.session.rollback()
    told = {one.act: one.details for one in db.session.scalars(sa.select(Entry))}
    assert told["delegation.edited"] == {"changes": {"name.fr": ["Université modèle", "Faculté"]}}
    assert told["quota.changed"] == {"changes": {"places": [10, 12]}}


def test_of_two_who_save_at_once_one_compares(client: FlaskClient, forum: Forum, category: Category) -> None:
    page = f"{PAGE}/{make.delegation(forum, category).id}"
    other = make.enter(
        client.application.test_client(), make.account(Role.ORGANISER, forum, "other@example.org")
    )
    assert sorted(forms.at_once([client, other], [page, page], {"places": "7"})) == [303, 409]


def test_a_category_that_went_meanwhile_is_told_at_its_field(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    second = make.category(forum, name="باء")
    opened = forms.held(client.get(f"{PAGE}/new"))
    filled = opened | {"name_-fr": "Université", "places": "8", "category_id": str(second.id)}
    forms.send(client, f"/fr/office/live/categories/{second.id}/removal")
    answer = client.post(f"{PAGE}/new", data=filled)
    assert (answer.status_code, 'href="#category_id"' in answer.text) == (422, True)


def test_a_delegation_without_people_is_removed(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.delegation(forum, category)
    assert forms.send(client, f"{PAGE}/{row.id}/removal").status_code == 303
    db.session.rollback()
    assert (
        db.session.scalars(sa.select(Quota.delegation_id).where(Quota.delegation_id.is_not(None))).all() == []
    )


def test_a_delegation_with_people_stays(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = make.delegation(forum, category)
    join(forum, row, "a@example.org")
    token = forms.held(client.get("/fr/office/live/categories"))["csrf_token"]
    answer = client.post(f"{PAGE}/{row.id}/removal", data={"csrf_token": token})
    assert (answer.status_code, only().id) == (409, row.id)


def test_the_link_leads_into_the_category_with_what_is_left(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.delegation(forum, category, places=3)
    join(forum, row, "a@example.org")
    db.session.expire_all()
    entered = entry_links.opened(forum, entry_links.token(row))
    assert [(one.category.id, one.free) for one in choosing.listed(forum, entered)] == [(category.id, 2)]
    page = client.get(f"/fr/forums/live/register/{entry_links.token(row)}")
    assert page.status_code == 200
    assert "Université modèle" in page.text


def test_a_renewed_link_makes_the_one_before_void(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    link = entry_links.token(make.delegation(forum, category))
    assert forms.send(client, f"{PAGE}/{only().id}/link").status_code == 303
    assert client.get(f"/fr/forums/live/register/{link}").status_code == 404
    assert client.get(f"/fr/forums/live/register/{entry_links.token(only())}").status_code == 200


def test_no_more_people_than_places_enter(forum: Forum, category: Category) -> None:
    row = make.delegation(forum, category, places=1)
    join(forum, row, "a@example.org")
    with pytest.raises(seats.Full):
        join(forum, row, "b@example.org")
    assert db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)).all() == [1, 1]


def test_after_its_time_nobody_is_named(forum: Forum, category: Category) -> None:
    row = make.delegation(forum, category, names_until=now() - timedelta(minutes=1))
    with pytest.raises(Conflict):
        join(forum, row, "a@example.org")


def test_more_places_than_those_of_its_category_are_pointed_out(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum, name="ضيوف", places=5)
    make.delegation(forum, category, places=5)
    assert 'class="state attention"' not in client.get(PAGE).text
    make.delegation(forum, category, places=6)
    assert 'class="state attention"' in client.get(PAGE).text
