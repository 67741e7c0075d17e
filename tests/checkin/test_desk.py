"""The desk: admitted once, told why otherwise, always with an answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.checkin.models import Admission, Answer, Scan
from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db, unit_of_work
from app.platform.seals import Keyring
from app.registrations import moving
from app.registrations.models import Category, Registration
from app.verification import codes, keys
from tests import forms, make

DESK = "/fr/office/live/desk"


def code_of(registration: Registration, serial: int = 1) -> str:
    return codes.issue(keys.badge_keys(), bytes.fromhex(registration.public_id), serial)


@pytest.fixture
def person(app: Flask) -> Registration:
    forum = make.forum()
    make.gate(forum)
    return make.registration(forum, make.category(forum))


@pytest.fixture
def staff(client: FlaskClient, person: Registration) -> FlaskClient:
    return make.enter(
        client, make.account(Role.DESK, db.session.get_one(Forum, person.forum_id), "desk@example.org")
    )


def read(client: FlaskClient, typed: str, **more: str) -> str:
    """Read at the first gate; the answer as the page names it."""
    page = forms.send(client, f"{DESK}/1/readings", page=DESK, code=typed, **more)
    assert page.status_code == 200
    return page.text.partition('data-answer="')[2].partition('"')[0]


def test_a_badge_is_admitted_once_and_then_told_since_when(staff: FlaskClient, person: Registration) -> None:
    code = code_of(person)
    assert [read(staff, code), read(staff, code.lower())] == ["admitted", "already_in"]
    assert db.session.scalar(sa.select(sa.func.count(Admission.id))) == 1


def test_twenty_desks_reading_one_badge_at_once_admit_it_once(app: Flask, person: Registration) -> None:
    user = make.account(Role.DESK, db.session.get_one(Forum, person.forum_id))
    code, at_once = code_of(person), Barrier(20)
    clients = [make.enter(app.test_client(), user) for _ in range(20)]

    def desk(client: FlaskClient) -> str:
        values = forms.held(client.get(DESK), "readings") | {"code": code}
        at_once.wait()
        page = client.post(f"{DESK}/1/readings", data=values)
        return page.text.partition('data-answer="')[2].partition('"')[0]

    with ThreadPoolExecutor(20) as desks:
        answers = sorted(desks.map(desk, clients))
    assert answers == ["admitted"] + ["already_in"] * 19


def test_a_forged_code_is_refused(staff: FlaskClient, person: Registration) -> None:
    forged = codes.issue(
        Keyring({1: b"another secret of thirty-two by."}), bytes.fromhex(person.public_id), 1
    )
    assert read(staff, forged) == "forged"


@pytest.mark.parametrize("typed", ["hello", "مرحبا", "12345", "https://example.org/", "\u2066"])
def test_what_is_no_code_is_said_so(staff: FlaskClient, typed: str) -> None:
    assert read(staff, typed) == "unreadable"


def test_a_registration_number_opens_nothing_by_itself(staff: FlaskClient, person: Registration) -> None:
    assert read(staff, person.number) == "ask_identity"
    assert db.session.scalar(sa.select(sa.func.count(Admission.id))) == 0
    assert read(staff, person.number, known="1") == "admitted"


def test_a_number_may_be_typed_in_arabic_digits_and_with_a_space(
    staff: FlaskClient, person: Registration
) -> None:
    arabic = person.number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read(staff, f"{arabic[:3]} {arabic[3:]}") == "ask_identity"


def test_an_unknown_number_is_said_so(staff: FlaskClient, person: Registration) -> None:
    unknown = "100000" if person.number != "100000" else "100001"
    assert read(staff, unknown) == "unknown_number"


def test_a_badge_of_another_event_is_refused(staff: FlaskClient) -> None:
    other = make.forum("other")
    elsewhere = make.registration(other, make.category(other))
    assert read(staff, code_of(elsewhere)) == "other_event"


def test_a_cancelled_or_replaced_badge_is_refused(staff: FlaskClient, person: Registration) -> None:
    assert read(staff, code_of(person, serial=2)) == "replaced"
    with unit_of_work():
        moving.cancel(person)
    assert read(staff, code_of(person)) == "cancelled"


def test_somebody_on_the_waiting_list_is_sent_to_the_office(staff: FlaskClient, person: Registration) -> None:
    forum = make.forum("second")
    make.gate(forum)
    make.enter(staff, make.account(Role.DESK, forum))
    category = make.category(forum, places=1)
    make.registration(forum, category)
    waiting = make.registration(forum, category, wait=True, email="second@example.org")
    page = forms.send(
        staff, "/fr/office/second/desk/2/readings", page="/fr/office/second/desk", code=code_of(waiting)
    )
    assert 'data-answer="waiting"' in page.text


def test_every_reading_is_kept_and_no_code(staff: FlaskClient, person: Registration) -> None:
    for typed in (code_of(person), code_of(person), "nothing"):
        read(staff, typed)
    kept = db.session.execute(sa.select(Scan.answer, Scan.registration_id).order_by(Scan.id)).all()
    assert kept == [(Answer.ADMITTED, person.id), (Answer.ALREADY_IN, person.id), (Answer.UNREADABLE, None)]


def test_an_empty_reading_asks_again_and_keeps_nothing(staff: FlaskClient) -> None:
    assert read(staff, "  ") == ""
    assert db.session.scalar(sa.select(sa.func.count(Scan.id))) == 0


@pytest.mark.parametrize(
    "typed", ["0612345678", "06 12 34 56", "+212 612345678", "العلمي", "khadija", "Alami Khadija"]
)
def test_the_desk_finds_a_person_by_phone_or_name_and_then_asks_for_the_identity(
    staff: FlaskClient, person: Registration, typed: str
) -> None:
    with unit_of_work():
        person.phone = "+212612345678"
    page = forms.send(staff, f"{DESK}/1/readings", page=DESK, code=typed).text
    assert f'name="code" value="{person.number}"' in page
    assert read(staff, person.number) == "ask_identity"
    assert db.session.scalar(sa.select(sa.func.count(Admission.id))) == 0


def test_whom_a_name_does_not_tell_apart_are_listed_and_no_more_than_eight(
    staff: FlaskClient, person: Registration
) -> None:
    forum = db.session.get_one(Forum, person.forum_id)
    category = db.session.get_one(Category, person.category_id)
    for number in range(9):
        make.registration(forum, category, email=f"{number}@example.org")
    page = forms.send(staff, f"{DESK}/1/readings", page=DESK, code="العلمي").text
    assert page.count('name="code" value="') == 8


def test_nobody_of_another_event_and_nobody_erased_is_found(staff: FlaskClient, person: Registration) -> None:
    other = make.forum("other")
    make.registration(other, make.category(other), given_ar="سناء", family_ar="بوخبزة")
    assert read(staff, "بوخبزة") == "unreadable"
    with unit_of_work():
        person.erased_at = clock.now()
    assert read(staff, "العلمي") == "unreadable"


def test_who_looks_for_people_is_noted_without_what_was_typed(
    staff: FlaskClient, person: Registration
) -> None:
    read(staff, "khadija")
    noted = db.session.execute(sa.text("SELECT details FROM audit_entry WHERE act = 'desk.searched'")).all()
    assert (len(noted), "khadija" in str(noted).casefold()) == (1, False)
