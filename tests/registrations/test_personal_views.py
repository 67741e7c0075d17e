"""The personal page in every state, and who opens it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.registrations import changing
from app.registrations.models import Category, Registration
from app.registrations.words import State
from tests import forms, make
from tests.queries import counted
from tests.registrations.personal import edit, in_state, page
from tests.registrations.persons import registered, set_rules, whole
from tests.registrations.test_changing import workshops

HEADS = {
    State.HELD: "One step is left: confirm your e-mail",
    State.PENDING: "Your request is received",
    State.CONFIRMED: "Your registration is confirmed",
    State.WAITING: "You are on the waiting list",
    State.REFUSED: "Your request could not be accepted",
    State.CANCELLED: "Your registration is cancelled",
    State.WITHDRAWN: "The organiser cancelled your registration",
    State.LAPSED: "The place went back to the others",
    State.TRANSFERRED: "Your registration was transferred",
}
PAGES = ("", "/change", "/transfer", "/cancellation", "/data", "/data.json", "/erasure", "/consents")


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum)


@pytest.fixture
def registration(forum: Forum, category: Category) -> Registration:
    return make.registration(forum, category)


@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize("state", list(State))
def test_each_state_is_said_in_words(
    client: FlaskClient, forum: Forum, category: Category, state: State, locale: str
) -> None:
    made = in_state(forum, category, state)
    answer = client.get(page(made, locale=locale))
    assert answer.status_code == 200
    with using(locale):
        assert f"<h1>{_(HEADS[state])}</h1>" in answer.text
    assert ("The hall is too small" in answer.text) is (state in {State.REFUSED, State.WITHDRAWN})
    assert "state urgent" not in answer.text


@pytest.mark.parametrize("state", list(State))
def test_only_what_can_be_done_is_offered(
    client: FlaskClient, forum: Forum, category: Category, state: State
) -> None:
    made = in_state(forum, category, state)
    answer = client.get(page(made)).text
    stands = state in {State.HELD, State.PENDING, State.CONFIRMED, State.WAITING}
    assert (page(made, "/change") in answer) is stands
    assert (page(made, "/cancellation") in answer) is stands
    assert (page(made, "/transfer") in answer) is (state is State.CONFIRMED)
    assert ("/ar/forums/live/register" in answer and "badge" not in answer) is (
        state in {State.LAPSED, State.CANCELLED}
    )
    assert page(made, "/data") in answer


@pytest.mark.parametrize("rest", PAGES)
def test_no_page_opens_without_the_proof_or_with_that_of_another(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration, rest: str
) -> None:
    other = make.registration(forum, category, given_ar="سعيد", given_latin="Said")
    proof = page(other).rpartition("-")[2]
    assert client.get(page(registration, rest)).status_code == 200
    assert client.get(f"/ar/my/{registration.public_id}{rest}").status_code == 404
    assert client.get(f"/ar/my/{registration.public_id}-{proof}{rest}").status_code == 404


@pytest.mark.parametrize("rest", PAGES)
def test_every_page_is_kept_nowhere(client: FlaskClient, registration: Registration, rest: str) -> None:
    answer = client.get(page(registration, rest))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_page_tells_all_that_was_written(client: FlaskClient, forum: Forum, category: Category) -> None:
    made, _file = whole(forum, category)
    answer = client.get(page(made, locale="fr")).text
    for said in ("Association Amal-Unique", "Said Registrant-Unique", "note-unique", "ville-unique"):
        assert said in answer
    assert "lettre-unique.pdf" in answer


def test_the_page_asks_as_many_questions_with_three_workshops_as_with_one(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    offered = workshops(forum, 1, 1, 1)
    numbers = []
    for count in (1, 3):
        with unit_of_work():
            changing.change(registration, {}, workshop_ids=[one.id for one in offered[:count]])
        at = page(registration)
        client.get(at)
        with counted() as seen:
            client.get(at)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def test_a_name_that_looks_like_a_page_is_only_a_name(
    client: FlaskClient, registration: Registration
) -> None:
    edit(registration, organisation="<b>Amal</b>")
    assert "<b>Amal</b>" not in client.get(page(registration)).text


def test_the_closing_moments_are_told_and_after_them_whom_to_call(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    closes = now() + timedelta(days=2)
    set_rules(forum, changes_until=closes, cancel_until=closes)
    edit(forum, help_phone="+212537000000")
    assert client.get(page(registration)).text.count(page(registration, "/change")) == 1
    set_rules(forum, changes_until=now() - timedelta(minutes=1), cancel_until=now() - timedelta(minutes=1))
    late = client.get(page(registration)).text
    assert page(registration, "/change") not in late
    assert page(registration, "/cancellation") not in late
    assert "+212537000000" in late


def test_cancelling_after_its_moment_is_refused_to_a_page_that_was_open(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    at = page(registration, "/cancellation")
    values = forms.held(client.get(at))
    set_rules(forum, cancel_until=now() - timedelta(minutes=1))
    assert client.get(at).status_code == 409
    assert client.post(at, data=values).status_code == 409
    db.session.refresh(registration)
    assert registration.state is State.CONFIRMED


def test_cancelling_gives_the_place_back_and_twice_says_that_it_is_done(
    client: FlaskClient, registration: Registration
) -> None:
    at = page(registration, "/cancellation")
    values = forms.held(client.get(at))
    assert [client.post(at, data=values).status_code for _time in range(2)] == [303, 409]
    db.session.refresh(registration)
    assert registration.state is State.CANCELLED


@pytest.mark.parametrize("state", [ForumState.CLOSED, ForumState.ARCHIVED])
def test_after_the_event_nothing_is_changed_by_a_link(
    client: FlaskClient, forum: Forum, registration: Registration, state: ForumState
) -> None:
    values = forms.held(client.get(page(registration, "/cancellation")))
    edit(forum, state=state)
    assert client.get(page(registration)).status_code == 200
    for rest in ("/change", "/transfer", "/cancellation"):
        assert client.get(page(registration, rest)).status_code == 409
        assert client.post(page(registration, rest), data=values).status_code == 409


def test_the_calendar_of_the_page_is_that_of_the_letter(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    answer = client.get(page(registration, "/calendar.ics"))
    assert answer.content_type.startswith("text/calendar")
    (one,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert registration.number in str(one["description"])
    assert "/my/" not in answer.text


def test_an_event_without_a_date_has_no_calendar(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    edit(forum, starts_on=None, ends_on=None)
    assert client.get(page(registration, "/calendar.ics")).status_code == 404


def test_the_words_of_the_organiser_stand_on_the_page(
    client: FlaskClient, forum: Forum, registration: Registration
) -> None:
    set_rules(forum, after=Translated(ar="المرجو إحضار الشارة", fr="Apportez le badge"))
    assert "المرجو إحضار الشارة" in client.get(page(registration)).text


def test_who_read_the_notice_is_not_asked_again(
    client: FlaskClient, forum: Forum, category: Category, registration: Registration
) -> None:
    with using("ar"):
        asked = str(_("Please read the notice about your personal data"))
    assert asked in client.get(page(registration)).text
    other = registered(forum, category, given_ar="سعيد", given_latin="Said")
    assert asked not in client.get(page(other)).text


@pytest.mark.parametrize("rest", ["", "/change", "/calendar.ics"])
def test_a_link_that_is_void_says_so_in_words_as_one_that_never_was(
    client: FlaskClient, forum: Forum, registration: Registration, rest: str
) -> None:
    void = page(registration, rest)
    with unit_of_work():
        registration.link_serial += 1
    found = client.get(void)
    unknown = client.get(f"/ar/my/AAAA-BBBB{rest}")
    assert (found.status_code, found.headers["Cache-Control"]) == (404, "private, no-store")
    assert _told(found) == _told(unknown)
    assert "/ar/forums/live/register/find" in found.text
    confirm = client.get("/ar/confirm/AAAA-BBBB")
    assert (confirm.status_code, "register/find" in confirm.text) == (404, True)


def _told(answer: TestResponse) -> str:
    return answer.text.partition("<main")[2].partition("</main")[0]
