"""The list narrowed by what only registrations have; what its rows say; the table with all columns."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.registrations import consents, notices
from app.registrations.models import Category, Choice, Registration
from app.registrations.question_rows import Answer, Question
from app.registrations.words import ConsentKind, QuestionKind, Source, State
from tests import make
from tests.queries import counted

LIST = "/fr/office/live/registrations"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=200)


def person(of: Forum, kind: Category, name: str, **values: Any) -> Registration:
    """Somebody by the name of `name` and nothing else."""
    bare = {"given_ar": "", "family_ar": "", "given_latin": "", "family_latin": name}
    return make.registration(of, kind, **{**bare, "email": f"{name.lower()}@example.org", **values})


def change(row: Registration, **values: Any) -> None:
    with unit_of_work():
        for name, value in values.items():
            setattr(row, name, value)


def names(client: FlaskClient, **asked: Any) -> list[str]:
    page = client.get(LIST, query_string=asked)
    assert page.status_code == 200
    return re.findall(
        r'data-label="[^"]*"><div><a href="[^"]*">\s*<bdi lang="\w\w" dir="\w+">([^<]+)</bdi>', page.text
    )


def table(client: FlaskClient, **asked: Any) -> list[dict[str, str]]:
    data = client.get(f"{LIST}.csv", query_string=asked, buffered=True).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";"))


def test_requests_come_first_while_there_are_some(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = [person(forum, category, name) for name in "ABC"]
    assert names(client) == ["A", "B", "C"]
    change(rows[2], state=State.PENDING)
    assert names(client) == ["C", "A", "B"]
    assert names(client, sort="name") == ["A", "B", "C"]
    assert names(client, state="pending") == ["C"]
    assert names(client, state="lapsed") == []


def test_whom_to_call_is_found_and_nobody_else(client: FlaskClient, forum: Forum, category: Category) -> None:
    phone = {"phone": "+212612345678"}
    person(forum, category, "PhoneAlone", email="", **phone)
    held = person(forum, category, "Held", **phone)
    person(forum, category, "Both", **phone)
    silent = person(forum, category, "HeldByMail")
    proved = person(forum, category, "Proved", email="", **phone)
    team = person(forum, category, "ByTeam", email="", **phone)
    gone = person(forum, category, "Gone", email="", **phone)
    change(held, state=State.HELD)
    change(silent, state=State.HELD)
    change(proved, contact_verified_at=now())
    change(team, source=Source.OFFICE)
    change(gone, state=State.CANCELLED)
    assert names(client, contact="call") == ["Held", "PhoneAlone"]
    assert client.get(LIST).text.count('class="to-call"') == 2
    assert names(client, contact="proved") == ["Proved"]
    assert len(names(client, contact="unproved")) == 6


def test_filters_behind_the_fold_narrow(client: FlaskClient, forum: Forum, category: Category) -> None:
    delegation = make.delegation(forum, category)
    workshop = make.workshop(forum, _released(forum))
    planned = person(forum, category, "Planned", arrangements=["wheelchair"])
    person(forum, category, "Noted", arrangements_note="Une prise")
    sent, old = person(forum, category, "Sent"), person(forum, category, "Old")
    change(sent, delegation_id=delegation.id, source=Source.OFFICE)
    change(old, created_at=now() - timedelta(days=30))
    with unit_of_work():
        db.session.add(Choice(registration_id=planned.id, workshop_id=workshop.id))
    found = [
        ("prepare", "any", ["Noted", "Planned"]),
        ("prepare", "wheelchair", ["Planned"]),
        ("prepare", "signing", []),
        ("delegation", delegation.id, ["Sent"]),
        ("workshop", workshop.id, ["Planned"]),
        ("source", "office", ["Sent"]),
        ("since", "week", ["Noted", "Planned", "Sent"]),
    ]
    for key, value, expected in found:
        assert (key, value, names(client, **{key: value})) == (key, value, expected)


def test_the_latest_answer_about_pictures_counts(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = [person(forum, category, name) for name in ("Agreed", "Withdrew", "Unasked")]
    for given, of in ((True, rows[:2]), (False, rows[1:2])):
        with unit_of_work():
            for row in of:
                consents.write(row, notices.in_force(forum).id, {ConsentKind.PHOTO: given})
    assert names(client, photo="yes") == ["Agreed"]
    assert names(client, photo="no") == ["Unasked", "Withdrew"]


def test_the_fold_opens_where_a_filter_behind_it_is_on(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    person(forum, category, "A")
    asked = ("", "?state=confirmed", "?prepare=any")
    folds = [re.findall(r'filters-aside"( open)?>', client.get(LIST + one).text) for one in asked]
    assert folds == [[""], [""], [" open"]]


def _released(forum: Forum) -> Any:
    session = make.session(forum, needs_registration=True)
    make.release(forum)
    return session


def test_a_row_says_its_rank_its_delegation_and_its_workshops(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    workshop = make.workshop(forum, _released(forum))
    rows = [person(forum, category, name) for name in "ABC"]
    for row in rows[1:]:
        change(row, state=State.WAITING)
    change(rows[0], delegation_id=make.delegation(forum, category).id)
    with unit_of_work():
        db.session.add(Choice(registration_id=rows[0].id, workshop_id=workshop.id))
    page = client.get(f"{LIST}?sort=-name").text
    assert re.findall(r'class="note rank">[^<]*?(\d)<', page) == ["2", "1"]
    told = re.findall(r'<br><span class="note">(Séance d’essai|Université modèle)', page)
    assert told == ["Université modèle", "Séance d’essai"]


def test_the_list_asks_five_times_for_one_row_and_for_three(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    workshop, asked = make.workshop(forum, _released(forum)), []
    make.delegation(forum, category)
    for added in (1, 2):
        for number in range(added):
            row = person(forum, category, f"P{added}{number}", wait=True)
            change(row, state=State.WAITING)
            with unit_of_work():
                db.session.add(Choice(registration_id=row.id, workshop_id=workshop.id))
        with counted() as statements:
            assert client.get(f"{LIST}?q=p&sort=-registered").status_code == 200
        asked.append([one for one in statements if "FROM registration" in one or "workshop" in one])
    assert [len(one) for one in asked] == [5, 5]


def test_the_table_has_every_column_but_the_card(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    workshop = make.workshop(forum, _released(forum))
    row = person(forum, category, "A", phone="+212612345678", arrangements=["signing"], registrant="Amina B.")
    kinds = {"Venue ?": QuestionKind.SHORT, "Nuits": QuestionKind.NUMBER, "Arrivée": QuestionKind.DATE}
    questions = [Question(forum_id=forum.id, kind=kind, label={"fr": name}) for name, kind in kinds.items()]
    with unit_of_work():
        row.cin_sealed, row.cin_mark, row.cin_end = "sealed-card", "mark", "56"
        db.session.add_all(questions)
        db.session.flush()
        for question, value in zip(questions, ("De Fès", 2, "2026-05-03"), strict=True):
            db.session.add(Answer(registration_id=row.id, question_id=question.id, value=value))
        db.session.add(Choice(registration_id=row.id, workshop_id=workshop.id))
        consents.write(row, notices.in_force(forum).id, {ConsentKind.NOTICE: True, ConsentKind.PHOTO: True})
    (told,) = table(client)
    values = list(told.values())
    expected = {"06 12 34 56 78", "Séance d’essai", "De Fès", "2", "Amina B.", row.number, "Oui"}
    assert expected <= set(values)
    assert told["Arrivée"] in (str(date(2026, 5, 3)), "03/05/2026")
    assert [one for one in values if "sealed-card" in one or one in ("mark", "56")] == []


def test_a_block_of_the_table_asks_the_same_for_one_and_for_three(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    asked = []
    for added in (1, 2):
        for number in range(added):
            person(forum, category, f"P{added}{number}")
        with counted() as statements:
            assert len(table(client)) == (1 if added == 1 else 3)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_the_screens_of_registration_are_tabs_and_one_entry_of_the_navigation(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    page = client.get(LIST).text
    tabs = re.findall(r'<li><a href="([^"]+)"', page.partition('class="tabs"')[2].partition("</nav>")[0])
    assert tabs == [LIST]  # the registrar sets nothing
    organiser = make.account(Role.ORGANISER, forum)
    make.enter(client, organiser)
    page = client.get("/fr/office/live/categories").text
    side = page.partition('class="side"')[2].partition("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', side) == [LIST]
    tabs = re.findall(r'<li><a href="([^"]+)"', page.partition('class="tabs"')[2].partition("</nav>")[0])
    assert [one.rpartition("/")[2] for one in tabs[:4]] == [
        "registrations",
        "categories",
        "delegations",
        "workshops",
    ]
