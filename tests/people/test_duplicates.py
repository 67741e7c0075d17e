"""Who is suggested as the same to whom, and the pages on which two become one."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.people import duplicates, duplicates_search
from app.people.merge_rows import Apart, Merge, Pair, Sort
from app.people.models import Person
from app.people.scope import Scope
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from tests import forms, make
from tests.people import rows
from tests.queries import counted

EVERYTHING = Scope(None)
INDEX = "/fr/directory/duplicates"
PAST = f"{INDEX}/merges"


def _page(one: int, other: int, sort: str = "person") -> str:
    return f"{INDEX}/{sort}/{one}/{other}"


def _new(given: str = "Mohammed", family: str = "Alami", **values: str) -> Person:
    return Person(given_latin=given, family_latin=family, **values)


def test_somebody_is_found_across_scripts_spellings_and_order(app: Flask) -> None:
    known = rows.person()
    for candidate in (
        _new(),
        _new("Alami", "Mohamed"),
        _new("Med", "El Alami"),
        Person(given_ar="محمد علمي"),
    ):
        assert [row.id for row in duplicates.like(candidate, EVERYTHING)] == [known.id]
    assert duplicates.like(_new("Hassan"), EVERYTHING) == []


def test_somebody_is_found_by_a_telephone_and_part_of_the_name(app: Flask) -> None:
    known = rows.person(phone="+212661000001")
    initial = _new("M.", phone="+212661000001")
    assert [row.id for row in duplicates.like(initial, EVERYTHING)] == [known.id]


def test_somebody_is_not_like_themselves_nor_like_who_went_into_another(app: Flask) -> None:
    known = rows.person()
    gone = rows.person(merged_into_id=known.id)
    assert duplicates.like(rows.again(known), EVERYTHING) == []
    assert gone.merged_into_id == known.id


def test_nobody_outside_the_scope_is_revealed(app: Flask) -> None:
    mine, theirs = make.forum("mine"), make.forum("theirs")
    hidden, own = rows.person(), rows.person()
    rows.tie(hidden, theirs)
    rows.tie(own, mine)
    found = duplicates.like(_new(), Scope(frozenset([mine.id])))
    assert [row.id for row in found] == [own.id]


def test_whom_the_public_sees_is_found_by_name_and_not_by_telephone(app: Flask) -> None:
    mine, theirs = make.forum("mine"), make.forum("theirs")
    speaker = rows.person(phone="+212661000001")
    rows.part(speaker, make.session(theirs))
    make.release(theirs)
    where = Scope(frozenset([mine.id]))
    assert [row.id for row in duplicates.like(_new(), where)] == [speaker.id]
    assert duplicates.like(_new("M.", phone="+212661000001"), where) == []
    assert [row.id for row in duplicates.like(_new("M.", phone="+212661000001"), EVERYTHING)] == [speaker.id]


def test_a_search_writes_the_pairs_and_forgets_those_that_are_no_more(app: Flask) -> None:
    one, other, third = rows.person(), rows.person("Mohamed", "Alami"), rows.person("حسن")
    duplicates_search.search()
    pair = db.session.scalars(sa.select(Pair)).one()
    assert (pair.lower_id, pair.higher_id, pair.because) == (one.id, other.id, ["name"])
    with unit_of_work():
        rows.again(other).given_ar = "سعيد"
    duplicates_search.search()
    assert db.session.scalars(sa.select(Pair)).all() == []
    assert third.id


def test_a_search_finds_organisations_but_not_who_took_over_from_whom(app: Flask) -> None:
    one = rows.organisation("جمعية الأمل للتنمية")
    other = rows.organisation("جمعية الامل للتنميه")
    heir = rows.organisation("جمعية الأمل للتنمية", took_over_from_id=one.id)
    duplicates_search.search()
    found = {(row.lower_id, row.higher_id) for row in db.session.scalars(sa.select(Pair))}
    assert found == {(one.id, other.id), (other.id, heir.id)}


def test_an_organiser_sees_pairs_that_are_wholly_theirs(app: Flask, client: FlaskClient) -> None:
    mine, theirs = make.forum("mine"), make.forum("theirs")
    people = [rows.person() for _ in range(3)]
    for who in people:
        rows.tie(who, mine)
    rows.tie(people[2], theirs)
    duplicates_search.search()
    make.enter(client, make.account(Role.ORGANISER, mine))
    page = client.get(INDEX).text
    assert _page(people[0].id, people[1].id) in page
    assert _page(people[0].id, people[2].id) not in page
    assert client.get(_page(people[0].id, people[2].id)).status_code == 409
    assert client.get(_page(people[0].id, rows.person().id)).status_code == 404


def test_not_the_same_is_noted_and_suggested_no_more(app: Flask, client: FlaskClient) -> None:
    one, other = rows.person(), rows.person()
    duplicates_search.search()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    for _ in range(2):
        answer = forms.send(client, f"{_page(one.id, other.id)}/apart", page=INDEX) if _ == 0 else None
    assert answer is None
    apart = db.session.scalars(sa.select(Apart)).one()
    assert (apart.sort, apart.lower_id, apart.higher_id) == (Sort.PERSON, one.id, other.id)
    assert _page(one.id, other.id) not in client.get(INDEX).text
    duplicates_search.search()
    assert db.session.scalars(sa.select(Pair)).all() == []


def test_the_button_has_the_search_run_once(app: Flask, client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    for _ in range(2):
        assert forms.send(client, f"{INDEX}/search", page=INDEX).status_code == 303
    assert len(db.session.scalars(sa.select(Job).where(Job.name == "people.duplicates")).all()) == 1


def test_the_list_asks_as_often_for_three_pairs_as_for_one(app: Flask, client: FlaskClient) -> None:
    people = [rows.person() for _ in range(2)]
    duplicates_search.search()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    client.get(INDEX)
    with counted() as one:
        client.get(INDEX)
    people.append(rows.person())
    duplicates_search.search()
    with counted() as three:
        page = client.get(INDEX)
    assert len(re.findall("/apart", page.text)) == 3
    assert len(three) == len(one)


def test_two_are_merged_on_the_page_and_parted_again(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    one, other = rows.person(email="old@x.ma"), rows.person(email="new@x.ma")
    rows.part(other, make.session(forum))
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = client.get(_page(one.id, other.id))
    assert "1 part in a session" not in page.text  # it is with the one that is kept: more points at it
    swapped = _page(one.id, other.id) + f"?keeps={one.id}"
    answer = forms.send(client, swapped, {"take-email": "gone"})
    assert answer.status_code == 303
    assert (rows.again(one).email, rows.again(other).merged_into_id) == ("new@x.ma", one.id)
    undone = forms.send(client, f"{PAST}/{rows.merged().id}/undoing")
    assert undone.status_code == 303
    assert (rows.again(one).email, rows.again(other).merged_into_id) == ("old@x.ma", None)
    assert client.get(PAST).status_code == 200


def test_a_row_that_was_edited_meanwhile_is_shown_again(app: Flask, client: FlaskClient) -> None:
    one, other = rows.person(), rows.person()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    address = _page(one.id, other.id)
    filled = forms.held(client.get(address))
    with unit_of_work():
        rows.again(other).email = "new@x.ma"
    answer = client.post(address, data=filled)
    assert answer.status_code == 409
    assert "new@x.ma" in answer.text
    assert rows.again(other).merged_into_id is None


def test_who_comes_too_late_is_led_to_what_is_kept(app: Flask, client: FlaskClient) -> None:
    one, other = rows.person(), rows.person()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    address = f"{_page(one.id, other.id)}?keeps={one.id}"
    filled = forms.held(client.get(address))
    assert client.post(address, data=filled).status_code == 303
    for late in (client.post(address, data=filled), client.get(address)):
        assert late.status_code == 409
        assert f"/fr/directory/people/{one.id}" in late.text


def test_what_is_undone_is_not_offered_to_be_undone(app: Flask, client: FlaskClient) -> None:
    one, other = rows.person(), rows.person()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    forms.send(client, _page(one.id, other.id))
    address = f"{PAST}/{rows.merged().id}/undoing"
    forms.send(client, address)
    assert client.get(address).status_code == 409


def test_of_two_who_merge_at_once_one_is_refused(app: Flask) -> None:
    one, other = rows.person(), rows.person()
    clients = []
    for name in ("first", "second"):
        clients.append(make.enter(app.test_client(), make.account(Role.ADMINISTRATOR, email=f"{name}@x.ma")))
    pages = [f"{_page(one.id, other.id)}?keeps={key}" for key in (one.id, other.id)]
    assert sorted(forms.at_once(clients, pages)) == [303, 409]
    assert len(db.session.scalars(sa.select(Merge)).all()) == 1


def test_of_two_who_undo_at_once_one_is_told_that_it_is_undone(app: Flask) -> None:
    one, other = rows.person(), rows.person()
    clients = []
    for name in ("first", "second"):
        clients.append(make.enter(app.test_client(), make.account(Role.ADMINISTRATOR, email=f"{name}@x.ma")))
    forms.send(clients[0], _page(one.id, other.id))
    address = f"{PAST}/{rows.merged().id}/undoing"
    assert sorted(forms.at_once(clients, [address, address])) == [303, 409]
    assert (rows.again(one).merged_into_id, rows.again(other).merged_into_id) == (None, None)


@pytest.mark.parametrize("sort", ["person", "organisation"])
def test_an_organiser_of_another_forum_sees_no_merge(app: Flask, client: FlaskClient, sort: str) -> None:
    mine, theirs = make.forum("mine"), make.forum("theirs")
    made = rows.person if sort == "person" else rows.organisation
    one, other = made(), made()
    rows.tie(one, theirs)
    rows.tie(other, theirs)
    owner = make.enter(app.test_client(), make.account(Role.ORGANISER, theirs))
    assert forms.send(owner, _page(one.id, other.id, sort)).status_code == 303
    make.enter(client, make.account(Role.ORGANISER, mine))
    assert client.get(f"{PAST}/{rows.merged().id}/undoing").status_code == 404
    assert owner.get(f"{PAST}/{rows.merged().id}/undoing").status_code == 200
