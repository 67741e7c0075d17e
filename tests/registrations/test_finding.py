"""Finding one's own registration, and what a stranger learns by trying: nothing."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db, unit_of_work
from app.registrations import links
from app.registrations.models import Registration
from tests import forms, letters, make
from tests.registrations import storms

FIND = "/ar/forums/live/register/find"
PHONE = "+212612345678"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def amina(forum: Forum) -> Registration:
    """Registered with a phone alone."""
    return make.registration(forum, make.category(forum), email="", phone=PHONE, given_ar="أمينة")


def said(client: FlaskClient, **typed: str) -> tuple[int, str]:
    """The status, and the page without what was typed into it and the token."""
    answer = forms.send(client, FIND, typed)
    text = answer.text
    for value in forms.held(answer).values():
        text = text.replace(value, "") if value else text
    return answer.status_code, text


@pytest.mark.parametrize("phone", ["06 12 34 56 78", "٠٦١٢٣٤٥٦٧٨", "+212 6 12 34 56 78", "00212612345678"])
def test_the_number_and_the_phone_open_the_page_however_they_are_written(
    client: FlaskClient, amina: Registration, phone: str
) -> None:
    number = f"{amina.number[:3]}\u00a0{amina.number[3:]}"
    answer = forms.send(client, FIND, number=number, phone=phone)
    assert (answer.status_code, answer.location) == (303, f"/ar/my/{links.token(amina)}")
    assert client.get(answer.location).status_code == 200


def test_the_number_is_read_in_arabic_figures(client: FlaskClient, amina: Registration) -> None:
    number = amina.number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert forms.send(client, FIND, number=number, phone=PHONE).status_code == 303


def test_whatever_is_wrong_the_same_is_said(client: FlaskClient, forum: Forum, amina: Registration) -> None:
    other = str((int(amina.number) - 99_999) % 900_000 + 100_000)
    wrong_phone = said(client, number=amina.number, phone="0699999999")
    wrong_number = said(client, number=other, phone=PHONE)
    both = said(client, number=other, phone="0699999999")
    assert wrong_phone == wrong_number == both
    assert wrong_phone[0] == 422


def test_the_number_of_one_event_opens_nothing_in_another(client: FlaskClient, amina: Registration) -> None:
    make.forum("other")
    page = "/ar/forums/other/register/find"
    assert forms.send(client, page, number=amina.number, phone=PHONE).status_code == 422


@pytest.mark.parametrize(
    "typed", [{}, {"number": "482915"}, {"phone": PHONE}, {"number": "12", "phone": PHONE}]
)
def test_half_of_it_is_asked_for_at_its_field(
    client: FlaskClient, forum: Forum, typed: dict[str, str]
) -> None:
    answer = forms.send(client, FIND, typed)
    assert (answer.status_code, 'class="errors' in answer.text) == (422, True)


def test_ten_wrong_phones_close_a_number_and_ten_wrong_numbers_a_phone(
    client: FlaskClient, amina: Registration
) -> None:
    for last in range(10):
        assert forms.send(client, FIND, number=amina.number, phone=f"06999999{last:02}").status_code == 422
    assert forms.send(client, FIND, number=amina.number, phone=PHONE).status_code == 429
    for last in range(10):
        assert forms.send(client, FIND, number=f"1000{last:02}", phone="0688888888").status_code == 422
    assert forms.send(client, FIND, number="100099", phone="0688888888").status_code == 429


def test_who_finds_theirs_has_all_attempts_again(client: FlaskClient, amina: Registration) -> None:
    for _round in range(2):
        for last in range(9):
            wrong = forms.send(client, FIND, number=amina.number, phone=f"06999999{last:02}")
            assert wrong.status_code == 422
        assert forms.send(client, FIND, number=amina.number, phone=PHONE).status_code == 303


def guesses(client: FlaskClient, number: int, ready: storms.Ready) -> int:
    """Somebody tries a phone of their own at the number 482915."""
    typed = forms.held(client.get(FIND)) | {"number": "482915", "phone": f"06999999{number:02}"}
    ready()
    return client.post(FIND, data=typed).status_code


def test_of_twenty_guesses_by_four_processes_at_once_ten_are_heard(app: Flask, forum: Forum) -> None:
    assert storms.processes(app, 4, 5, guesses) == {422: 10, 429: 10}


def test_the_address_receives_the_link_again_and_nobody_learns_whether_it_is_known(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    held = make.registration(forum, make.category(forum), email="Amina@example.org")
    before = len(letters.to(app, "Amina@example.org"))
    known = forms.send(client, FIND, email="amina@EXAMPLE.org")
    unknown = forms.send(client, FIND, email="nobody@example.org")
    assert (
        (known.status_code, known.location)
        == (unknown.status_code, unknown.location)
        == (303, f"{FIND}/sent")
    )
    _first, again = letters.to(app, "Amina@example.org")
    assert (before, links.token(held) in letters.text(again)) == (1, True)
    assert letters.to(app, "nobody@example.org") == []


def test_a_wrong_number_beside_an_e_mail_writes_nothing_and_says_the_same(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    held = make.registration(forum, make.category(forum), email="amina@example.org")
    other = str((int(held.number) - 99_999) % 900_000 + 100_000)
    assert forms.send(client, FIND, email="amina@example.org", number=other).location == f"{FIND}/sent"
    assert len(letters.to(app, "amina@example.org")) == 1


def test_those_who_share_an_address_each_receive_theirs(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    category = make.category(forum)
    for ar, latin in (("أمينة", "Amina"), ("سناء", "Sanae")):
        make.registration(forum, category, email="association@example.org", given_ar=ar, given_latin=latin)
    forms.send(client, FIND, email="association@example.org")
    assert len(letters.to(app, "association@example.org")) == 4


def test_an_address_is_written_to_three_times_in_an_hour(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    make.registration(forum, make.category(forum), email="amina@example.org")
    found = {forms.send(client, FIND, email="amina@example.org").location for _number in range(5)}
    assert found == {f"{FIND}/sent"}
    assert len(letters.to(app, "amina@example.org")) == 1 + 3


def test_who_was_erased_is_found_no_more(client: FlaskClient, amina: Registration) -> None:
    with unit_of_work():
        amina.erased_at = clock.now()
    assert forms.send(client, FIND, number=amina.number, phone=PHONE).status_code == 422


def test_the_page_of_the_event_and_that_of_a_closed_registration_lead_here(
    client: FlaskClient, forum: Forum
) -> None:
    make.category(forum)
    assert f'href="{FIND}"' in client.get("/ar/forums/live/").text
    with unit_of_work():
        forum.state = make.State.CLOSED
    assert f'href="{FIND}"' in client.get("/ar/forums/live/register").text


def test_nothing_of_it_stands_in_the_log_but_that_it_was_opened(
    client: FlaskClient, amina: Registration
) -> None:
    forms.send(client, FIND, number=amina.number, phone=PHONE)
    rows = db.session.execute(sa.text("SELECT act, details FROM audit_entry")).all()
    assert [row.act for row in rows if PHONE[4:] in str(row.details)] == []
    assert "registration.found" in [row.act for row in rows]


def test_a_number_that_no_plan_knows_finds_too(client: FlaskClient, amina: Registration) -> None:
    with unit_of_work():
        amina.phone = "+212685000123"
    assert forms.send(client, FIND, number=amina.number, phone="06 85 00 01 23").status_code == 303
