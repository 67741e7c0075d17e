"""The page that proves an e-mail: only its own letter leads there, and only a button acts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, using
from app.registrations import changing, contact_jobs, links, moving, proving
from app.registrations.models import Category, Registration
from app.registrations.words import State
from tests import forms, make
from tests.registrations.personal import carried, confirming, edit, held, in_state, page
from tests.registrations.test_changing import taken


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=2)


@pytest.fixture
def kept(forum: Forum, category: Category) -> Registration:
    return held(forum, category)


def state(registration: Registration) -> State:
    db.session.refresh(registration)
    return registration.state


def test_reading_the_page_changes_nothing(client: FlaskClient, kept: Registration) -> None:
    assert client.get(confirming(kept)).status_code == 200
    assert client.head(confirming(kept)).status_code == 200
    assert state(kept) is State.HELD


def test_the_button_gives_the_place_and_leads_to_the_personal_page(
    client: FlaskClient, kept: Registration
) -> None:
    answer = forms.send(client, confirming(kept))
    assert (answer.status_code, answer.location) == (303, page(kept))
    assert state(kept) is State.CONFIRMED
    assert kept.contact_verified_at is not None


def test_pressing_twice_is_harmless_and_said(client: FlaskClient, kept: Registration) -> None:
    values, at = forms.held(client.get(confirming(kept))), confirming(kept)
    assert [client.post(at, data=values).status_code for _time in range(2)] == [303, 303]
    again = client.get(at)
    assert again.status_code == 200
    with using("ar"):
        assert str(_("Your e-mail is confirmed already")) in again.text
    assert "csrf_token" not in again.text


def test_the_personal_link_proves_nothing_and_the_other_opens_nothing(
    client: FlaskClient, kept: Registration
) -> None:
    own, proof = links.token(kept), confirming(kept).rpartition("/")[2]
    assert client.get(f"/ar/confirm/{own}").status_code == 404
    assert client.get(f"/ar/my/{proof}").status_code == 404


def test_the_link_is_void_for_another_e_mail(client: FlaskClient, kept: Registration) -> None:
    before = confirming(kept)
    edit(kept, email="other@example.org")
    assert client.get(before).status_code == 404
    assert client.get(confirming(kept)).status_code == 200


def test_the_link_of_one_does_not_confirm_another(
    client: FlaskClient, forum: Forum, category: Category, kept: Registration
) -> None:
    other = held(forum, category, given_ar="سعيد", given_latin="Said")
    mixed = f"/ar/confirm/{other.public_id}-{confirming(kept).rpartition('-')[2]}"
    assert client.get(mixed).status_code == 404


def test_the_page_is_kept_nowhere(client: FlaskClient, kept: Registration) -> None:
    answer = client.get(confirming(kept))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_who_comes_too_late_is_told_kindly_and_may_register_again(
    app: Flask, client: FlaskClient, kept: Registration
) -> None:
    with unit_of_work():
        moving.lapse(kept)
    answer = client.get(confirming(kept))
    assert answer.status_code == 200
    assert "/ar/forums/live/register" in answer.text
    assert 'method="post"' not in answer.text


def test_a_press_after_the_place_went_back_gives_nothing(client: FlaskClient, kept: Registration) -> None:
    values = forms.held(client.get(confirming(kept)))
    with unit_of_work():
        moving.lapse(kept)
    assert client.post(confirming(kept), data=values).status_code == 303
    assert state(kept) is State.LAPSED


@pytest.mark.parametrize("ended", [State.CANCELLED, State.WITHDRAWN, State.REFUSED, State.TRANSFERRED])
def test_what_ended_is_said_in_words(
    client: FlaskClient, forum: Forum, category: Category, ended: State
) -> None:
    answer = client.get(confirming(in_state(forum, category, ended)))
    assert answer.status_code == 200
    assert 'method="post"' not in answer.text


def test_a_confirmed_registration_can_prove_its_e_mail_too(
    app: Flask, client: FlaskClient, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category)
    assert forms.send(client, page(made, "/proof"), page=page(made)).status_code == 303
    assert links.contact_url(made) in carried(app)[-1][2]
    assert forms.send(client, confirming(made)).status_code == 303
    assert state(made) is State.CONFIRMED
    assert made.contact_verified_at is not None
    assert made.email_proved_at == made.contact_verified_at


def test_another_e_mail_written_meanwhile_is_not_proved(
    app: Flask, client: FlaskClient, kept: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, key, looked = confirming(kept), kept.id, proving.may_ask
    values = forms.held(client.get(at))

    def changed_meanwhile(registration: Registration) -> bool:
        with app.app_context(), unit_of_work():
            changing.change(db.session.get_one(Registration, key), {"email": "victim@example.org"})
        return looked(registration)

    monkeypatch.setattr(proving, "may_ask", changed_meanwhile)
    assert client.post(at, data=values).status_code == 404
    assert (state(kept), kept.email, kept.email_proved_at) == (State.HELD, "victim@example.org", None)


def test_a_call_of_the_team_proves_no_e_mail(app: Flask, kept: Registration) -> None:
    administrator = make.account(Role.ADMINISTRATOR)
    with unit_of_work():
        moving.confirm_contact(kept, by=administrator)
    assert (kept.contact_verified_at is not None, kept.email_proved_at) == (True, None)


@pytest.mark.parametrize("ended", [State.CANCELLED, State.LAPSED])
def test_the_contact_of_what_ended_is_not_confirmed(forum: Forum, category: Category, ended: State) -> None:
    gone = in_state(forum, category, ended)
    with pytest.raises(Conflict), unit_of_work():
        moving.confirm_contact(gone)
    db.session.refresh(gone)
    assert gone.contact_verified_at is None


def test_the_contact_of_who_was_erased_is_not_confirmed(kept: Registration) -> None:
    edit(kept, erased_at=now())
    with pytest.raises(Conflict), unit_of_work():
        moving.confirm_contact(kept)


def test_the_letter_is_asked_for_four_times_a_day(client: FlaskClient, kept: Registration) -> None:
    at, values = page(kept, "/proof"), forms.held(client.get(page(kept)), "/proof")
    assert [client.post(at, data=values).status_code for _time in range(5)] == [303, 303, 303, 303, 429]


def test_the_job_gives_back_the_places_of_those_who_are_late_and_of_nobody_else(
    app: Flask, forum: Forum, category: Category, kept: Registration
) -> None:
    late = held(forum, category, given_ar="سعيد", given_latin="Said", email="said@example.org")
    edit(late, hold_until=now() - timedelta(minutes=1))
    contact_jobs.lapse()
    assert (state(late), state(kept)) == (State.LAPSED, State.HELD)
    assert taken(category) == 1
    assert carried(app)[-1][0] == "said@example.org"


def test_who_was_confirmed_or_has_a_phone_alone_keeps_the_place(
    app: Flask, forum: Forum, category: Category, kept: Registration
) -> None:
    with unit_of_work():
        moving.confirm_contact(kept)
    called = make.registration(
        forum, category, given_latin="Said", given_ar="", email="", phone="+212612345678"
    )
    edit(kept, hold_until=now() - timedelta(days=1))
    contact_jobs.lapse()
    assert (state(kept), state(called)) == (State.CONFIRMED, State.CONFIRMED)


def test_the_job_runs_by_itself(app: Flask) -> None:
    assert "registrations.lapse" in jobs.periodic()
