"""The administrator's list of accounts: narrowed, sorted, taken away."""

import io
import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.accounts.models import Role, User
from app.audit.models import Entry
from app.platform.db import db, unit_of_work
from tests import make

LIST = "/fr/administration/accounts"


@pytest.fixture
def administrator(client: FlaskClient) -> User:
    made = make.account(Role.ADMINISTRATOR)
    make.enter(client, made)
    return made


def shown(client: FlaskClient, **asked: object) -> list[str]:
    page = client.get(LIST, query_string=asked)
    return re.findall(r'<span class="note mail"><bdi dir="ltr">([^<@]+)', page.text)


def test_accounts_are_narrowed_by_role_and_state(client: FlaskClient, administrator: User) -> None:
    forum = make.forum()
    closed = make.account(Role.READER, forum, "closed@example.org")
    make.account(Role.READER, forum, "reader@example.org")
    make.account(email="nobody@example.org")
    with unit_of_work():
        closed.active = False
    assert shown(client, role="reader", sort="name") == ["closed", "reader"]
    assert shown(client, role="reader", state="active") == ["reader"]
    assert shown(client, state="closed") == ["closed"]
    assert shown(client, role=["reader", "administrator"], state="active") == ["administrator-all", "reader"]


def test_accounts_are_sorted_by_when_they_were_seen_those_never_seen_last(
    app: Flask, client: FlaskClient, administrator: User
) -> None:
    make.enter(app.test_client(), make.account(email="later@example.org"))
    make.account(email="never@example.org")
    assert shown(client, sort="seen") == ["administrator-all", "later", "never"]
    assert shown(client, sort="-seen") == ["later", "administrator-all", "never"]


def test_accounts_are_taken_away_as_a_table_and_that_is_in_the_log(
    client: FlaskClient, administrator: User
) -> None:
    forum = make.forum()
    reader = make.account(Role.READER, forum, "reader@example.org")
    with unit_of_work():
        reader.name = "=1+1"
    last = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    data = client.get(f"{LIST}.xlsx?role=reader&role=administrator&sort=-name", buffered=True).data
    _heads, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    told = [row[:5] for row in rows]
    assert told == [
        ["administrator", administrator.email, "Administrateur(trice)", "non", told[0][4]],
        ["=1+1", reader.email, "Consultation seule", "non", told[0][4]],
    ]
    assert [type(row[5]) for row in rows] == [datetime, str]
    entries = db.session.execute(sa.select(Entry.act, Entry.details).where(Entry.id > last)).all()
    assert entries == [("accounts.exported", {"rows": 2})]
