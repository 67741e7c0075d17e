"""What needs the administrator today, the notice about the CNDP, and the ways there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.jobs_rows import State as JobState
from app.platform.mail_rows import State as MailState
from tests import make
from tests.queries import counted

OVERVIEW = "/fr/administration/"
WAY = f'<a class="way" href="{OVERVIEW}">'
NOTICE = '<div class="notice urgent">'
DONE = {
    "contact_email": "contact@example.org",
    "director": {"fr": "Le directeur"},
    "host": {"fr": "L’hébergeur"},
    "cndp_number": "D-GC-123/2026",
}


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    user = make.account(Role.ADMINISTRATOR)
    with unit_of_work():
        user.totp_since = now()
    return make.enter(client, user)


def needs(client: FlaskClient) -> int:
    page = client.get(OVERVIEW)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    return page.text.count('<p class="title">')


def test_a_new_installation_asks_for_its_name_its_contact_and_its_legal_notice(
    administrator: FlaskClient,
) -> None:
    page = administrator.get(OVERVIEW).text
    for part in ("identity", "contact", "publication", "data"):
        assert f'href="/fr/administration/settings/{part}"' in page
    assert needs(administrator) == 3


def test_when_all_is_done_nothing_is_asked(administrator: FlaskClient) -> None:
    make.operator(**DONE)
    page = administrator.get(OVERVIEW).text
    assert 'class="empty"' in page
    assert NOTICE not in page
    assert needs(administrator) == 0


def test_what_failed_is_counted(administrator: FlaskClient) -> None:
    make.operator(**DONE)
    forum = make.forum()
    letters = [make.letter(forum) for _ in range(3)]
    with unit_of_work():
        for one in letters[:2]:
            one.state = MailState.FAILED
        db.session.add(Job(name="x", args={}, state=JobState.FAILED))
    page = administrator.get(OVERVIEW).text
    assert page.count('<span class="state urgent">') == 2
    assert 'href="/fr/administration/messages?state=failed"' in page
    assert 'href="/fr/administration/jobs"' in page
    assert needs(administrator) == 2


def test_an_administrator_with_a_password_alone_is_told(administrator: FlaskClient) -> None:
    make.operator(**DONE)
    make.account(Role.ADMINISTRATOR, email="second@example.org")
    make.account(Role.ORGANISER, make.forum(), email="third@example.org")
    assert needs(administrator) == 1
    assert administrator.get(OVERVIEW).text.count('<span class="state attention">') == 1


def test_the_overview_costs_the_same_with_one_and_with_three(administrator: FlaskClient) -> None:
    counts = []
    forum = make.forum()
    for _ in range(2):
        letters = [make.letter(forum), make.letter(forum)]
        with unit_of_work():
            for one in letters:
                one.state = MailState.FAILED
        with counted() as asked:
            administrator.get(OVERVIEW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.READER])
def test_nobody_else_sees_the_overview_or_the_way_there(app: Flask, client: FlaskClient, role: Role) -> None:
    make.enter(client, make.account(role, make.forum()))
    assert client.get(OVERVIEW).status_code == 403
    assert client.get("/fr/administration/settings").status_code == 403
    assert WAY not in client.get("/fr/office/live/").text


def test_the_administrator_finds_the_way_on_every_page_of_the_office(administrator: FlaskClient) -> None:
    make.forum()
    for place in ("/fr/office/", "/fr/office/live/", OVERVIEW):
        assert WAY in administrator.get(place).text


def test_a_missing_cndp_number_is_told_in_red_to_those_who_organise(app: Flask) -> None:
    forum = make.forum()
    found = {}
    for role in (Role.ADMINISTRATOR, Role.ORGANISER, Role.READER):
        visitor = make.enter(app.test_client(), make.account(role, forum))
        page = visitor.get("/fr/office/live/").text
        found[role] = (NOTICE in page, "/administration/settings/data" in page)
    assert found == {
        Role.ADMINISTRATOR: (True, True),
        Role.ORGANISER: (True, False),
        Role.READER: (False, False),
    }
    make.operator(cndp_number="D-GC-123/2026")
    assert NOTICE not in visitor.get("/fr/office/live/").text


def test_the_notice_leads_the_administrator_to_the_field(administrator: FlaskClient) -> None:
    make.forum()
    for place in ("/fr/office/live/", "/fr/administration/settings", "/fr/administration/settings/identity"):
        page = administrator.get(place).text
        assert NOTICE in page
        assert 'href="/fr/administration/settings/data"' in page
    assert NOTICE not in administrator.get("/fr/office/live/event/identity").text
