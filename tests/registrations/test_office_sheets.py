"""Who may be there twice, what is to be prepared, what needs somebody today."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import unit_of_work
from app.registrations import actions, preparing, same_person, todays
from app.registrations.models import Category, Registration
from app.registrations.words import State
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
    return make.category(forum, places=20)


def latin(of: Forum, kind: Category, given: str, family: str, **values: Any) -> Registration:
    """Somebody by a name in Latin letters alone, reached at an address of their own."""
    mail = f"{given}.{family}@example.org".replace(" ", "").lower()
    bare = {"given_ar": "", "family_ar": "", "given_latin": given, "family_latin": family, "email": mail}
    return make.registration(of, kind, **{**bare, **values})


def test_one_name_or_one_contact_with_a_like_name_is_a_group(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    name = [
        latin(forum, category, "Élise", "Benali"),
        latin(forum, category, "Elise", "BENALI", email="e@example.org"),
    ]
    like = [
        latin(forum, category, "Khadija", "El Alami", phone="+212612345678"),
        latin(forum, category, "Khadija", "Alami", phone="+212612345678"),
    ]
    latin(forum, category, "Omar", "Tazi", phone="+212612345678")  # shares the phone alone
    gone = latin(forum, category, "Elise", "Benali", email="x@example.org")
    with unit_of_work():
        gone.state = State.CANCELLED
    elsewhere = make.forum("other")
    latin(elsewhere, make.category(elsewhere), "Elise", "Benali")
    assert same_person.groups(forum.id) == [[row.id for row in name], [row.id for row in like]]
    page = client.get(f"{LIST}/alike").text
    numbers = re.findall(rf'href="{LIST}/(\d+)"', page)
    assert numbers == [row.number for row in (*name, *like)]


def test_nobody_there_twice_is_said(client: FlaskClient, forum: Forum, category: Category) -> None:
    latin(forum, category, "Omar", "Tazi")
    assert 'class="empty"' in client.get(f"{LIST}/alike").text


def test_likeness_asks_the_same_for_one_group_and_for_three(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    asked = []
    for added in (1, 2):
        for number in range(added):
            for twin in "ab":
                latin(
                    forum,
                    category,
                    f"Given{added}{number}",
                    "Same",
                    email=f"{added}{number}{twin}@example.org",
                )
        with counted() as statements:
            client.get(f"{LIST}/alike")
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_the_sheet_for_the_hall_tells_what_to_prepare_for_those_who_come(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    assert 'class="empty"' in client.get(f"{LIST}/arrangements").text
    latin(
        forum,
        category,
        "Omar",
        "Tazi",
        arrangements=["wheelchair"],
        arrangements_note="Près d’une prise",
        phone="+212612345678",
    )
    latin(forum, category, "Sara", "Naji")
    gone = latin(forum, category, "Driss", "Filali", arrangements=["signing"])
    with unit_of_work():
        gone.state = State.CANCELLED
    page = client.get(f"{LIST}/arrangements").text
    found = [name for name in ("Omar Tazi", "Sara Naji", "Driss Filali") if name in page]
    assert (found, "Près d’une prise" in page) == (["Omar Tazi"], True)
    assert ("Associations" in page.partition("</thead>")[2], 'href="tel:+212612345678"' in page) == (
        True,
        True,
    )


def told(of: Forum) -> list[dict[str, Any]]:
    """The filter to which each thing to do today leads."""
    return [need.values for need in preparing.today(of)]


def test_today_names_whom_to_answer_to_call_and_who_waits_while_places_are_free(
    forum: Forum, category: Category
) -> None:
    assert told(forum) == []
    rows = [latin(forum, category, name, "Tazi", phone=f"+21261234567{at}") for at, name in enumerate("ABCD")]
    with unit_of_work():
        rows[0].state, rows[1].state, rows[2].state = State.PENDING, State.WAITING, State.HELD
        rows[2].hold_until = now() + timedelta(hours=3)
    assert told(forum) == [
        {"state": "pending"},
        {"contact": "call"},
        {"waits": "free"},
        {"contact": "ending"},
        {"since": "today"},
    ]
    with unit_of_work():
        actions.set_total(forum, 4, by=None)
    assert {"waits": "full"} in told(forum)


def test_each_number_of_today_is_that_of_the_rows_it_opens(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    other = make.category(forum, name="الخبراء", places=0)
    phones = enumerate("ABCDE")
    rows = [latin(forum, category, name, "Tazi", phone=f"+21261234567{at}") for at, name in phones]
    with unit_of_work():
        rows[0].state, rows[1].state, rows[2].state = State.WAITING, State.WAITING, State.HELD
        rows[1].category_id, rows[2].hold_until = other.id, now() + timedelta(hours=3)
        rows[3].state, rows[3].hold_until = State.HELD, now() + timedelta(hours=30)
    needs = preparing.today(forum)
    pages = [client.get(LIST, query_string=one.values).text for one in needs]
    shown = [len(re.findall(rf'href="{LIST}/\d+"', page)) for page in pages]
    assert [(one.title, count) for one, count in zip(needs, shown, strict=True)] == [
        (todays.calling(2), 2),
        (todays.served(1), 1),
        (todays.waiting(1), 1),
        (todays.ending(1), 1),
        (todays.new(5), 5),
    ]


def test_who_waits_stands_by_category_and_rank(client: FlaskClient, forum: Forum, category: Category) -> None:
    other = make.category(forum, name="الخبراء")
    rows = [latin(forum, one, name, "Tazi") for one, name in ((other, "A"), (category, "B"), (category, "C"))]
    with unit_of_work():
        for row in rows:
            row.state = State.WAITING
        rows[1].waits_since = now() + timedelta(hours=1)
    page = client.get(f"{LIST}?state=waiting").text
    found = re.findall(rf'href="{LIST}/(\d+)"', page)
    assert found == [rows[2].number, rows[1].number, rows[0].number]


def test_today_leads_to_rows_of_the_list(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = latin(forum, category, "Omar", "Tazi", phone="+212612345678", email="")
    latin(forum, category, "Sara", "Naji")
    found = client.get(f"{LIST}?contact=call").text
    assert (row.number[:3] in found, "Sara" in found) == (True, False)
    with counted() as statements:
        preparing.today(forum)
    assert len([one for one in statements if "FROM registration" in one]) == 1
