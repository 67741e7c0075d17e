"""A part in a programme opens nobody: of whom a team reads all, ties alone say."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions import grant
from app.accounts.models import Role, User
from app.forums import copying_actions
from app.forums.models import Forum
from app.people.models import Person, Tie
from app.people.scope import Scope, own_people, visible_people
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme import releasing
from app.programme.models import Participation, Session
from app.programme.release_rows import Release
from tests import forms, make
from tests.programme import programmes as these
from tests.programme.sessions import NEW, typed
from tests.programme.speaking import MAIL, MALIKA, REACHED


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def by(forum: Forum) -> User:
    return make.account(Role.ORGANISER, forum)


@pytest.fixture
def organiser(client: FlaskClient, by: User) -> FlaskClient:
    return make.enter(client, by)


@pytest.fixture
def stranger(organiser: FlaskClient) -> Person:
    """A public speaker of others, whom the team put into a session of its draft."""
    public = make.speaker(make.forum("other"), **(MALIKA | REACHED))
    assert forms.send(organiser, NEW, {"title-fr": "Séance", **typed(public)}).status_code == 303
    return public


def ties(of: Forum) -> dict[int | None, bool]:
    db.session.rollback()
    found = sa.select(Tie.person_id, Tie.knows).where(Tie.forum_id == of.id, Tie.person_id.is_not(None))
    return {row.person_id: row.knows for row in db.session.execute(found)}


def seen(of: Forum) -> tuple[set[int], set[int]]:
    """The keys of whom the team of an event knows, and of whom it sees."""
    where = Scope(frozenset({of.id}))
    own, visible = own_people(where), visible_people(where)
    return {one.id for one in db.session.scalars(own)}, {one.id for one in db.session.scalars(visible)}


def reveals(client: FlaskClient, who: Person) -> bool:
    page = client.get(f"/fr/directory/people/{who.id}")
    assert page.status_code == 200
    return MAIL in page.text


def copy(earlier: Forum, by: User) -> Forum:
    values = {"slug": "next", "title": Translated(fr="Suite"), "starts_on": None, "ends_on": None}
    with unit_of_work():
        taken, copier = ("sessions", "session_people"), db.session.get_one(User, by.id)
        return copying_actions.copy(earlier, values, parts=taken, roles=[], by=copier)


def test_who_has_but_a_part_is_seen_and_not_opened(organiser: FlaskClient, forum: Forum) -> None:
    who = make.person(**(MALIKA | REACHED))
    make.part(make.session(forum), who)
    assert (seen(forum), reveals(organiser, who)) == ((set(), {who.id}), False)


def test_who_is_taken_out_of_the_event_is_seen_by_the_part_and_not_opened(
    organiser: FlaskClient, forum: Forum, stranger: Person
) -> None:
    assert ties(forum) == {stranger.id: False}
    page = f"/fr/directory/people/{stranger.id}"
    assert forms.send(organiser, f"{page}/events/{forum.id}/removal", page=page).status_code == 303
    assert (ties(forum), seen(forum)) == ({}, (set(), {stranger.id}))
    assert not reveals(organiser, stranger)


def test_who_is_restored_after_that_is_not_opened(
    organiser: FlaskClient, forum: Forum, stranger: Person
) -> None:
    release = these.release(forum)
    with unit_of_work():
        db.session.execute(sa.delete(Tie).where(Tie.forum_id == forum.id))
        db.session.execute(sa.delete(Participation))
        db.session.execute(sa.delete(Session).where(Session.forum_id == forum.id))
    with unit_of_work():
        releasing.restore(db.session.get_one(Release, release.id), by=None)
    assert ties(forum) == {stranger.id: False}
    assert not reveals(organiser, stranger)


def test_a_new_edition_knows_whom_the_earlier_one_knew(
    organiser: FlaskClient, forum: Forum, by: User, stranger: Person
) -> None:
    known = make.person(forum)
    make.part(make.session(forum), known)
    assert ties(copy(forum, by)) == {stranger.id: False, known.id: True}
    assert not reveals(organiser, stranger)


def test_who_may_not_read_there_opens_nobody_by_copying(forum: Forum) -> None:
    known = make.person(forum)
    make.part(make.session(forum), known)
    other = make.account(Role.ORGANISER, make.forum("other"), email="other@example.org")
    assert ties(copy(forum, other)) == {known.id: False}


def test_whom_one_knows_elsewhere_the_new_team_knows_too(
    organiser: FlaskClient, forum: Forum, by: User
) -> None:
    mine = make.forum("mine")
    known = make.person(mine, **(MALIKA | REACHED))
    with unit_of_work():
        grant(db.session.get_one(User, by.id), Role.ORGANISER, forum_id=mine.id, by=None)
    assert forms.send(organiser, NEW, {"title-fr": "Séance", **typed(known)}).status_code == 303
    assert ties(forum) == {known.id: True}
