"""A person's rights over registrations: told, erased by their own link, followed through a merge."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.people import merging
from app.people.merge_rows import Sort
from app.people.models import Person, Tie
from app.people.rights_rows import Exercise, Right
from app.platform import storage
from app.platform.db import db, unit_of_work
from app.platform.mail_rows import OutgoingMail
from app.registrations import emptying
from app.registrations.models import Quota, Registration
from app.registrations.question_rows import Answer, Upload
from app.registrations.words import State
from tests import forms, make
from tests.registrations.persons import CARD, whole

HELD = "/fr/directory/rights/held"


def erase(made: Registration) -> None:
    with unit_of_work():
        emptying.erase(db.session.get_one(Registration, made.id))


def linked(made: Registration, **person: str) -> Person:
    """The person of the directory whom a team linked."""
    with unit_of_work():
        found = Person(given_latin="Khadija", family_latin="El Alami", **person)
        db.session.add(found)
        db.session.flush()
        db.session.get_one(Registration, made.id).person_id = found.id
    return found


def test_all_that_a_registration_holds_is_told_but_for_the_whole_card(client: FlaskClient) -> None:
    forum = make.forum()
    made, _key = whole(forum, make.category(forum))
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = client.get(f"{HELD}?row=registration:{made.id}").text
    for said in ("Amal-Unique", "Registrant-Unique", "note-unique", "ville-unique", "lettre-unique.pdf"):
        assert said in page, said
    assert ("••••56" in page, CARD in page) == (True, False)
    token = forms.held(client.get(f"{HELD}?row=registration:{made.id}"), "held.json")
    answer = client.post(f"{HELD}.json?row=registration:{made.id}", data=token)
    tables = {one["table"]: len(one["rows"]) for one in json.loads(answer.data)["tables"]}
    told = {name: tables[name] for name in ("registration", "answer", "registration_upload", "consent")}
    assert told == {"registration": 1, "answer": 2, "registration_upload": 1, "consent": 3}


def test_erased_by_their_own_link_it_is_emptied_noted_and_the_place_is_free(app: Flask) -> None:
    forum = make.forum()
    made, key = whole(forum, make.category(forum))
    for _twice in range(2):
        erase(made)
    row = db.session.get_one(Registration, made.id)
    assert (row.state, row.email, row.arrangements, row.registrant) == (State.CANCELLED, "", [], "")
    assert (row.badge_serial, row.link_serial) == (2, 2)
    for table in (Answer, Upload, OutgoingMail):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    with pytest.raises(storage.Missing):
        storage.open(key)
    assert db.session.scalars(sa.select(Quota.taken)).all() == [0]
    exercise = db.session.scalars(sa.select(Exercise)).one()
    assert (exercise.right, exercise.by_id, exercise.counts["registration"]) == (Right.ERASURE, None, 1)
    about = sa.select(Entry.details).where(Entry.subject_kind == "registration", Entry.details.is_not(None))
    acts = [one for one in db.session.scalars(about) if "state" not in one.get("changes", {})]
    assert acts == []


def test_the_same_person_may_register_again_after_an_erasure(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum)
    made, _key = whole(forum, category)
    erase(made)
    assert make.registration(forum, category).id != made.id


def test_a_linked_registration_is_the_persons_and_goes_with_them(client: FlaskClient) -> None:
    forum = make.forum()
    made, _key = whole(forum, make.category(forum))
    person = linked(made)
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert "lettre-unique.pdf" in client.get(f"{HELD}?row=person:{person.id}").text
    forms.send(client, f"/fr/directory/rights/erasure?row=person:{person.id}")
    row = db.session.get_one(Registration, made.id)
    assert (row.erased_at is None, row.person_id, row.email) == (False, None, "")


def test_a_registration_follows_the_person_who_stays(app: Flask) -> None:
    forum = make.forum()
    made = make.registration(forum, make.category(forum))
    gone, user = linked(made), make.account(Role.ADMINISTRATOR)
    with unit_of_work():
        kept = Person(given_latin="Khadija", family_latin="Alami")
        db.session.add(kept)
    versions = (kept.version, gone.version)
    with unit_of_work():
        merging.merge(Sort.PERSON, kept.id, gone.id, versions=versions, taken=(), by=user)
    assert db.session.get_one(Registration, made.id).person_id == kept.id


def test_the_page_of_a_person_names_the_event_and_opens_nothing_to_its_team(
    app: Flask, client: FlaskClient
) -> None:
    forum, other = make.forum(), make.forum("other")
    made = make.registration(forum, make.category(forum))
    person = linked(made, email="private@example.org")
    with unit_of_work():
        db.session.add(Tie(forum_id=other.id, person_id=person.id, knows=True))
    make.enter(client, make.account(Role.ORGANISER, forum))
    page = client.get(f"/fr/directory/people/{person.id}")
    assert "private@example.org" not in page.text
    knows = make.enter(app.test_client(), make.account(Role.ADMINISTRATOR))
    shown = knows.get(f"/fr/directory/people/{person.id}")
    assert (shown.status_code, forum.name.said("fr") in shown.text) == (200, True)
