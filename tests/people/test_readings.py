"""What may be read of persons, by whom, and that each reading leaves an entry in the log."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.people import merging
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import Kind, Person, Tie
from app.platform import jobs
from app.platform.db import db, unit_of_work
from app.platform.text import PRIVATE, fold, search_words
from tests import forms, make
from tests.people.imports import last
from tests.queries import counted
from tests.site.addresses import READING, Stock

DIRECTORY = "/fr/directory"
SECRETS = {"email": "first__last_m_lm_@example.org", "phone": "+212612345678"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


@pytest.fixture
def elsewhere(app: Flask) -> Forum:
    return make.forum("elsewhere")


def entries() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Entry.id))) or 0


def test_every_page_of_the_directory_with_a_person_on_it_leaves_an_entry(
    app: Flask, client: FlaskClient
) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    stock = Stock("live")
    firm = make.organisation_of_event(stock.forum)
    make.person(stock.forum, given_latin="Zohaira", organisation_id=firm.id)
    quiet, told = [], 0
    pages = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/<any(ar, fr):locale>/directory") or "/directory/" in rule.rule
        if rule.methods and READING & rule.methods
    ]
    addresses = [stock.address(app, rule) for rule in pages]
    addresses += [f"{DIRECTORY}/organisations/{firm.id}", f"{DIRECTORY}/people?q=zohaira"]
    for key in db.session.scalars(sa.select(Person.id)).all():
        addresses += [f"{DIRECTORY}/people/{key}", f"{DIRECTORY}/people/{key}/edit"]
    for address in addresses:
        before = entries()
        with client.get(address) as page:
            names = re.search(b"Zohaira|El Khalfi", page.data)
        if page.status_code == 200 and names:
            told += 1
            quiet += [address] if entries() == before else []
    assert (told > 5, quiet) == (True, [])


@pytest.mark.parametrize(
    "query", ["0612345678", "612345678", "first__last", "example", "__", "_m_lm_", PRIVATE]
)
def test_no_spelling_of_a_mail_lets_anybody_ask_whose_a_phone_is(
    organiser: FlaskClient, elsewhere: Forum, query: str
) -> None:
    speaker = make.speaker(elsewhere, given_latin="Xavierine", family_latin="Zed", **SECRETS)
    found = organiser.get(f"{DIRECTORY}/people", query_string={"q": query}).text
    everybody = not search_words(query)
    assert (f"/people/{speaker.id}" in found) == everybody
    assert "Xavierine" in organiser.get(f"{DIRECTORY}/people?q=xavierine").text


def test_folding_leaves_no_mark_of_what_is_private_in_a_text() -> None:
    assert fold(f"a{PRIVATE}b __ {PRIVATE}") == "a b __"


def test_whom_a_team_took_up_it_neither_changes_nor_completes(
    app: Flask, organiser: FlaskClient, forum: Forum, elsewhere: Forum
) -> None:
    speaker = make.speaker(elsewhere, email="secret@example.org")
    page = f"{DIRECTORY}/people/{speaker.id}"
    assert forms.send(organiser, f"{page}/events", {"forum_id": str(forum.id)}, page=page).status_code == 303
    assert organiser.get(f"{page}/edit").status_code == 404
    assert organiser.get(f"{page}/removal").status_code == 404
    with unit_of_work():
        row = Import(sort=Sort.PERSON, filename="x.csv", forum_id=forum.id, step=Step.SAVING, heads=["Tel"])
        row.by_id = db.session.scalars(sa.select(Entry.actor_id).where(Entry.act == "person.tied")).one()
        db.session.add(row)
        db.session.flush()
        values = {"given_latin": "Ahmed", "family_latin": "El Khalfi", "phone": "+212699999999"}
        line = {"values": values, "alike_id": speaker.id, "decision": Decision.FILL}
        db.session.add(ImportRow(import_id=row.id, number=2, **line))
        row.job_id = jobs.later("imports.save", import_id=row.id)
    jobs.run_due(app)
    db.session.expire_all()
    assert last().step is Step.SAVED
    assert db.session.get_one(Person, speaker.id, populate_existing=True).phone == ""
    assert db.session.scalars(sa.select(ImportRow.filled)).all() == [False]


def test_the_people_of_an_event_are_listed_with_those_taken_up_but_not_their_phones(
    organiser: FlaskClient, forum: Forum, elsewhere: Forum
) -> None:
    own = make.person(forum, email="own@example.org")
    speaker = make.speaker(elsewhere, email="secret@example.org")
    with unit_of_work():
        db.session.add(Tie(forum_id=forum.id, person_id=speaker.id, knows=False))
    page = organiser.get("/fr/office/live/people").text
    assert [f"/people/{row.id}" in page for row in (own, speaker)] == [True, True]
    assert ("own@example.org" in page, "secret@example.org" in page) == (True, False)
    asked = organiser.get("/fr/office/live/people?q=secret").text
    assert f"/people/{speaker.id}" not in asked


def test_who_was_merged_leads_nobody_to_a_person_they_may_not_see(
    organiser: FlaskClient, forum: Forum
) -> None:
    by = make.account(Role.ADMINISTRATOR)
    (kept, gone), mine = (make.person(), make.person()), make.person(forum)
    for one, other in ((kept, gone), (mine, make.person())):
        with unit_of_work():
            versions = (one.version, other.version)
            merging.merge(Sort.PERSON, one.id, other.id, versions=versions, taken=(), by=by)
    answer = organiser.get(f"{DIRECTORY}/people/{gone.id}")
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)
    assert organiser.get(f"{DIRECTORY}/people/{other.id}").location == f"{DIRECTORY}/people/{mine.id}"


def test_a_refusal_tells_nothing_of_the_events_of_others(
    organiser: FlaskClient, forum: Forum, elsewhere: Forum
) -> None:
    used = make.speaker(elsewhere)
    with unit_of_work():
        db.session.add(Tie(forum_id=forum.id, person_id=used.id))
    refused = forms.send(organiser, f"{DIRECTORY}/people/{used.id}/removal")
    assert (refused.status_code, "1 " in refused.get_data(as_text=True).split("<main")[1][:900]) == (
        409,
        False,
    )
    firm = make.organisation_of_event(forum)
    make.person(elsewhere, organisation_id=firm.id)
    refused = forms.send(organiser, f"{DIRECTORY}/organisations/{firm.id}/removal")
    assert (refused.status_code, "1 personne" in refused.text) == (409, False)


def test_an_organisation_that_was_merged_meanwhile_is_followed(organiser: FlaskClient, forum: Forum) -> None:
    kept, gone = make.organisation("جمعية الأمل", Kind.ASSOCIATION), make.organisation("الامل للتنمية")
    person = make.person(forum, organisation_id=gone.id)
    page = f"{DIRECTORY}/people/{person.id}/edit"
    held = forms.held(organiser.get(page))
    by = make.account(Role.ADMINISTRATOR)
    with unit_of_work():
        versions = (kept.version, gone.version)
        merging.merge(Sort.ORGANISATION, kept.id, gone.id, versions=versions, taken=(), by=by)
    version = str(db.session.get_one(Person, person.id, populate_existing=True).version)
    assert organiser.post(page, data=held | {"version": version}).status_code == 303
    assert db.session.get_one(Person, person.id, populate_existing=True).organisation_id == kept.id


def test_an_organisation_with_very_many_persons_leads_to_the_list(
    organiser: FlaskClient, forum: Forum
) -> None:
    firm = make.organisation_of_event(forum)
    with unit_of_work():
        people = [Person(given_latin=f"N{n}", organisation_id=firm.id) for n in range(201)]
        db.session.add_all([*people, Person(given_latin="Dehors")])
        db.session.flush()
        db.session.add_all(Tie(forum_id=forum.id, person_id=one.id) for one in people)
    page = organiser.get(f"{DIRECTORY}/organisations/{firm.id}").text
    link = f"{DIRECTORY}/people?organisation={firm.id}"
    assert (page.count("/directory/people/"), f'href="{link}"' in page) == (200, True)
    listed = organiser.get(link).text
    assert ("201" in listed, "Dehors" in listed) == (True, False)


def test_adding_many_to_an_event_asks_as_many_questions_as_for_few(
    organiser: FlaskClient, forum: Forum, elsewhere: Forum
) -> None:
    token = forms.held(organiser.get(f"{DIRECTORY}/people/new"))["csrf_token"]
    asked = []
    for count in (2, 12):
        ids = [str(make.speaker(elsewhere, given_latin=f"S{count}x{n}").id) for n in range(count)]
        sent = {"csrf_token": token, "id": ids, "count": str(count), "forum_id": str(forum.id)}
        with counted() as statements:
            assert organiser.post(f"{DIRECTORY}/people/events", data=sent).status_code == 303
        asked.append(len([one for one in statements if "tie" in one]))
    assert asked[0] == asked[1]
    assert db.session.scalar(sa.select(sa.func.count(Tie.id)).where(~Tie.knows)) == 14


def test_pages_that_ask_again_with_others_on_them_leave_an_entry_too(
    organiser: FlaskClient, forum: Forum
) -> None:
    known = make.person(forum)
    names = {"given_latin": "Ahmed", "family_latin": "El Khalfi"}
    before = entries()
    assert forms.send(organiser, f"{DIRECTORY}/people/new", names).status_code == 409
    token = forms.held(organiser.get(f"{DIRECTORY}/people/new"))["csrf_token"]
    look = organiser.post(f"{DIRECTORY}/people/events", data={"csrf_token": token, "id": [str(known.id)]})
    edit = f"{DIRECTORY}/people/{known.id}/edit"
    late = {"csrf_token": token, "version": "7", "given_latin": "Ali"}
    assert (look.status_code, organiser.post(edit, data=late).status_code) == (200, 409)
    assert entries() - before == 3
