"""The outbox of an event shows no address of a public speaker of others; nor can anybody ask for it there."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform import mail_outbox
from app.platform.db import db, unit_of_work
from app.platform.mail import OutgoingMail, State
from app.programme import speaker_actions, telling
from app.programme.speaker_rows import Speaker
from tests import make
from tests.programme import programmes as these
from tests.programme import speaking
from tests.programme.speaking import MAIL
from tests.queries import counted

BOX = "/fr/office/live/messages"
SAID = f"550 5.1.1 <{MAIL}>: no such user"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def written(forum: Forum, *, knows: bool) -> OutgoingMail:
    """A letter to a speaker, which the server refused."""
    speaker = speaking.drafted(forum, knows=knows)
    with unit_of_work():
        speaker_actions.ask(db.session.get_one(Speaker, speaker.id), seen=None, by=None)
        db.session.execute(sa.update(OutgoingMail).values(state=State.FAILED, error=SAID))
    return db.session.scalars(sa.select(OutgoingMail)).one()


def read(client: FlaskClient, *path: str, **query: str) -> str:
    page = client.get("/".join((BOX, *path)), query_string=query)
    assert page.status_code == 200
    return page.text


def test_the_name_stands_for_an_address_that_the_team_does_not_know(
    organiser: FlaskClient, forum: Forum
) -> None:
    letter = written(forum, knows=False)
    pages = [read(organiser), read(organiser, str(letter.id))]
    assert [MAIL in page for page in pages] == [False, False]
    assert ["Malika" in page for page in pages] == [True, True]


def test_nobody_finds_out_an_address_by_searching(organiser: FlaskClient, forum: Forum) -> None:
    letter = written(forum, knows=False)
    link = f"{BOX}/{letter.id}"
    found = [link in read(organiser, q=one) for one in (MAIL, "malika", "example", letter.subject)]
    assert found == [False, False, False, True]


def test_a_letter_about_a_release_is_no_other(organiser: FlaskClient, forum: Forum) -> None:
    speaking.drafted(forum, knows=False)
    release = these.release(forum)
    telling.write(release_id=release.id, since_id=None)
    letter = db.session.scalars(sa.select(OutgoingMail)).one()
    assert [MAIL in read(organiser), MAIL in read(organiser, str(letter.id))] == [False, False]


def test_a_stopped_address_is_not_shown_either(organiser: FlaskClient, forum: Forum) -> None:
    letter = written(forum, knows=False)
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(state=State.SENT))
    with unit_of_work():
        mail_outbox.came_back(letter, f"{MAIL} n’existe plus", forum_id=forum.id)
    page = read(organiser, "addresses")
    assert (MAIL in page, page.count('name="csrf_token"') > 0) == (False, True)
    lifting = f"{BOX}/addresses/1/lifting"
    assert (lifting in page, lifting in read(organiser, "addresses", q="malika")) == (True, False)
    assert MAIL not in read(organiser, str(letter.id))


def test_who_knows_the_person_reads_and_finds_the_address(organiser: FlaskClient, forum: Forum) -> None:
    letter = written(forum, knows=True)
    pages = [read(organiser), read(organiser, q=MAIL), read(organiser, str(letter.id))]
    assert [MAIL in page.replace(f'value="{MAIL}"', "") for page in pages] == [True, True, True]


def test_the_administrator_reads_every_address(client: FlaskClient, forum: Forum) -> None:
    letter = written(forum, knows=False)
    make.enter(client, make.account(Role.ADMINISTRATOR))
    pages = [client.get(f"{box}/{letter.id}").text for box in (BOX, "/fr/administration/messages")]
    assert [SAID.replace("<", "&lt;").replace(">", "&gt;") in page for page in pages] == [True, True]


def test_the_outbox_asks_no_more_for_three_such_letters_than_for_one(
    organiser: FlaskClient, forum: Forum
) -> None:
    asked = []
    for number in (1, 2):
        for one in range(number):
            speaker = speaking.drafted(forum, knows=False, given_latin=f"N{number}{one}")
            with unit_of_work():
                speaker_actions.ask(db.session.get_one(Speaker, speaker.id), seen=None, by=None)
        with counted() as statements:
            read(organiser)
        asked.append(len(statements))
    assert asked[0] == asked[1]
