"""Giving a registration to a colleague."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.registrations import changing, links, marks, queries, registering, transferring
from app.registrations.models import Category, Quota, Registration
from app.registrations.words import State
from tests import forms, make
from tests.registrations.personal import carried, edit, page
from tests.registrations.persons import registered, set_rules
from tests.registrations.test_changing import workshops

COLLEAGUE = {"given_latin": "Said", "family_latin": "Amrani", "email": "said@example.org", "locale": "fr"}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=1)


@pytest.fixture
def registration(forum: Forum, category: Category) -> Registration:
    return make.registration(forum, category, function="Secretary", arrangements=["wheelchair"])


def transfer(registration: Registration, **columns: str) -> Registration:
    identity = registering.new_identity()
    with unit_of_work():
        return transferring.transfer(registration, COLLEAGUE | columns, identity=identity)


def counts() -> list[int]:
    return list(db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)))


def test_the_colleague_has_the_same_place_and_no_count_moves(
    forum: Forum, registration: Registration
) -> None:
    (workshop,) = workshops(forum, 1)
    with unit_of_work():
        changing.change(registration, {}, workshop_ids=[workshop.id])
    before = counts()
    heir = transfer(registration)
    assert counts() == before
    assert (heir.state, heir.category_id) == (State.CONFIRMED, registration.category_id)
    assert list(db.session.scalars(queries.chosen(heir.id))) == [workshop.id]
    assert registration.state is State.TRANSFERRED


def test_nothing_personal_goes_with_it(forum: Forum, category: Category) -> None:
    first = registered(forum, category, function="Secretary", arrangements=["wheelchair"])
    heir = transfer(first)
    assert (heir.function, heir.arrangements, heir.phone) == ("", [], "")
    assert heir.number != first.number
    assert heir.qr != first.qr


def test_the_badge_and_the_links_of_who_gave_it_away_are_void(
    client: FlaskClient, registration: Registration
) -> None:
    before, serial = page(registration), registration.badge_serial
    transfer(registration)
    assert client.get(before).status_code == 404
    assert client.get(page(registration)).status_code == 200
    assert client.get(page(registration, "/badge-a6.pdf")).status_code == 409
    assert registration.badge_serial == serial + 1


def test_both_are_written_to_each_with_their_own_link(app: Flask, registration: Registration) -> None:
    carried(app)
    before = len(carried(app))
    heir = transfer(registration)
    texts = {to: text for to, _subject, text in carried(app)[before:]}
    assert set(texts) == {"khadija@example.org", "said@example.org"}
    assert links.token(heir) in texts["said@example.org"]
    assert links.token(heir) not in texts["khadija@example.org"]
    assert links.token(registration) in texts["khadija@example.org"]


def test_who_is_registered_already_cannot_take_it_over(forum: Forum, registration: Registration) -> None:
    other = make.category(forum, name="الجماعات")
    known = make.registration(forum, other, **COLLEAGUE, given_ar="", family_ar="")
    with pytest.raises(marks.KnownAlready) as refused:
        transfer(registration)
    assert refused.value.registration_id == known.id
    db.session.refresh(registration)
    assert registration.state is State.CONFIRMED


def test_nobody_transfers_to_themself(registration: Registration) -> None:
    with pytest.raises(Conflict):
        transfer(registration, given_latin="Khadija", family_latin="El Alami", email="khadija@example.org")


@pytest.mark.parametrize("state", [one for one in State if one is not State.CONFIRMED])
def test_only_a_confirmed_registration_is_transferred(registration: Registration, state: State) -> None:
    edit(registration, state=state)
    with pytest.raises(Conflict):
        transfer(registration)


def test_after_the_closing_moment_it_is_refused(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    set_rules(forum, changes_until=now() - timedelta(minutes=1))
    assert client.get(page(registration, "/transfer")).status_code == 409
    with pytest.raises(Conflict):
        transfer(registration)


def test_of_two_transfers_at_once_one_wins(app: Flask, registration: Registration) -> None:
    key, ready = registration.id, Barrier(2)
    identities = [registering.new_identity() for _ in range(2)]

    def press(number: int) -> bool:
        with app.app_context():
            mine = db.session.get_one(Registration, key)
            ready.wait()
            try:
                with unit_of_work():
                    columns = COLLEAGUE | {"given_latin": f"Said{'ab'[number]}"}
                    transferring.transfer(mine, columns, identity=identities[number])
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(press, range(2))) == [False, True]
    states = db.session.scalars(sa.select(Registration.state)).all()
    assert sorted(states) == [State.CONFIRMED, State.TRANSFERRED]
    assert counts() == [1]


def test_the_page_transfers_and_leads_to_a_page_without_the_colleague(
    client: FlaskClient, registration: Registration
) -> None:
    at = page(registration, "/transfer")
    assert forms.send(client, at).status_code == 422
    answer = forms.send(client, at, COLLEAGUE | {"locale_": "fr"})
    assert answer.status_code == 303
    told = client.get(answer.location)
    assert told.status_code == 200
    assert "Said" not in told.text


def test_who_gives_it_to_a_colleague_without_e_mail_reads_the_new_number_once(
    client: FlaskClient, registration: Registration
) -> None:
    phone = COLLEAGUE | {"email": "", "phone": "0612345678", "locale_": "fr"}
    answer = forms.send(client, page(registration, "/transfer"), phone)
    heir = db.session.scalars(sa.select(Registration).where(Registration.given_latin == "Said")).one()
    assert [heir.number in client.get(answer.location).text for _time in range(2)] == [True, False]


def test_the_page_says_that_the_colleague_is_registered_and_keeps_what_was_typed(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    make.registration(forum, make.category(forum, name="الجماعات"), **COLLEAGUE, given_ar="", family_ar="")
    answer = forms.send(client, page(registration, "/transfer"), COLLEAGUE | {"locale_": "fr"})
    assert answer.status_code == 409
    assert forms.held(answer)["given_latin"] == "Said"


def test_the_colleague_is_asked_for_the_own_consents(client: FlaskClient, registration: Registration) -> None:
    heir = transfer(registration)
    assert page(heir, "/consents") in client.get(page(heir)).text
    notice = client.get(page(heir, "/consents"))
    assert 'name="notice_read"' in notice.text
