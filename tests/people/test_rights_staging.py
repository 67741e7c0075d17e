"""Spreadsheets in which a person stands: found by an address, chosen by somebody, ended by an erasure."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.audit import actions as audit
from app.audit.models import Entry
from app.people import rights, rights_actions
from app.people.import_rows import Import, ImportRow, Step
from app.people.models import Person
from app.platform import jobs
from app.platform.db import db, unit_of_work
from tests import make
from tests.people.imports import HEADS, KHADIJA, checked, csv, last, uploaded
from tests.queries import counted

ALI = ["Ali", "Zniber", "", "", "0612345699", "ali@exemple.ma", "", ""]
MANY = [
    [f"A{letter}", "Zz", "", "", f"061200000{n}", f"a{n}@exemple.ma"] for n, letter in enumerate("abcdefgh")
]


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, make.forum()))


@pytest.fixture
def by(app: Flask) -> User:
    return make.account(Role.ADMINISTRATOR, email="admin@example.org")


def somebody(**values: str) -> Person:
    return make.person(given_ar="", family_ar="", **values)


def erase(by: User, **chosen: int) -> None:
    case = rights.case({table: {key} for table, key in chosen.items()})
    with unit_of_work():
        rights_actions.erase(case.subject, by=by)


def test_the_spreadsheet_of_a_namesake_is_left_alone(organiser: FlaskClient, by: User) -> None:
    mohamed = ["Mohamed", "Alami", "", "", "0612000000", "a@exemple.ma"]
    uploaded(organiser, csv([HEADS, mohamed, *MANY]), forum_id=1)
    other = somebody(given_latin="Mohamed", family_latin="Alami", phone="+212699999999", email="other@x.ma")
    assert rights.case({"person": {other.id}}).others == []
    erase(by, person=other.id)
    assert (last().step, last().file_key is None) == (Step.MAPPING, False)


def test_a_file_that_bears_the_mail_far_below_is_offered_and_ended_when_it_is_chosen(
    organiser: FlaskClient, by: User
) -> None:
    uploaded(organiser, csv([HEADS, *MANY]), forum_id=1)
    other = somebody(given_latin="Xavier", family_latin="Yy", phone="+212612000007", email="x@exemple.ma")
    case = rights.case({"person": {other.id}})
    assert [(one.key, one.bears.called, one.likely) for one in case.others] == [
        (f"import:{last().id}", "list.csv", False)
    ]
    erase(by, person=other.id)
    assert last().step is Step.MAPPING
    erase(by, **{"import": last().id})
    assert (last().step, last().file_key, last().sample) == (Step.DROPPED, None, [])


def test_lines_of_others_do_not_outlive_a_spreadsheet_that_is_ended_while_it_is_checked(
    app: Flask, organiser: FlaskClient, by: User
) -> None:
    row = checked(app, organiser, csv([HEADS, KHADIJA, ALI]), forum_id=1)
    with unit_of_work():
        db.session.get_one(Import, row.id).step = Step.CHECKING
    line = db.session.scalars(sa.select(ImportRow).order_by(ImportRow.number)).first()
    erase(by, import_row=line.id)  # type: ignore[union-attr]
    jobs.run_due(app)
    assert last().step is Step.DROPPED
    assert db.session.scalars(sa.select(ImportRow.id)).all() == []


def test_what_was_saved_is_not_read_again(app: Flask, by: User) -> None:
    with unit_of_work():
        row = Import(sort="person", filename="old.csv", step=Step.SAVED)
        db.session.add(row)
        db.session.flush()
        db.session.add_all(
            ImportRow(import_id=row.id, number=n, values={}, made_id=900 + n) for n in range(3)
        )
    with counted() as statements:
        rights.case({"person": {make.person().id}})
    reading = [one for one in statements if re.search('SELECT import_row.id, import_row."?values', one)]
    assert ["made_id IS NULL" in one for one in reading] == [True]


def test_the_log_of_what_stays_is_kept(organiser: FlaskClient, by: User) -> None:
    used = make.account(Role.ADMINISTRATOR, email="used@example.org")
    uploaded(organiser, csv([HEADS, ALI]), forum_id=1)
    with unit_of_work():
        audit.record("account.deactivated", used, by=by, reason="left")
    person = make.person()
    case = rights.case({"account": {used.id}, "person": {person.id}, "import": {last().id}})
    with unit_of_work():
        rights_actions.erase(case.subject, by=by)
    kept = {one.act: one.details for one in db.session.scalars(sa.select(Entry))}
    assert kept["account.deactivated"] == {"reason": "left"}
    assert kept["import.begun"] == {"rows": 1}
