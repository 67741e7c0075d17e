"""Persons offered while a name is typed: whom one may see, by what the public knows of them."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated
from tests import make

HINTS = "/fr/directory/people/hints?q="


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def test_a_name_is_offered_in_either_script_with_what_tells_its_person(
    editor: FlaskClient, forum: Forum
) -> None:
    one = make.person(forum, function=Translated(fr="Juge"), email="a@example.org", phone="+212612345678")
    told = [{"id": one.id, "name": "Ahmed El Khalfi", "note": "Juge"}]
    assert editor.get(f"{HINTS}khalfi").json == told
    assert editor.get(f"{HINTS}الخلفي").json == told
    assert editor.get(HINTS).json == []


def test_persons_of_other_events_are_offered_when_the_public_sees_them_and_by_what_it_sees(
    editor: FlaskClient,
) -> None:
    other = make.forum("other")
    make.person(other, given_latin="Hidden", family_latin="Person")
    public = make.speaker(other, given_latin="Public", family_latin="Person", phone="+212612345678")
    assert [one["id"] for one in editor.get(f"{HINTS}person").json] == [public.id]
    assert editor.get(f"{HINTS}0612345678").json == []


def test_at_most_eight_are_offered_and_the_log_tells_how_many_were_read(
    editor: FlaskClient, forum: Forum
) -> None:
    for number in range(9):
        make.person(forum, given_latin=f"Nom{number}")
    assert len(editor.get(f"{HINTS}khalfi").json) == 8
    assert editor.get(f"{HINTS}zzz").json == []
    read = db.session.scalars(sa.select(Entry.details).where(Entry.act == "people.read")).all()
    assert read == [{"rows": 8}]


def test_a_desk_agent_is_offered_nobody(app: Flask, client: FlaskClient, forum: Forum) -> None:
    make.enter(client, make.account(Role.DESK, forum))
    assert client.get(f"{HINTS}khalfi").status_code == 403
