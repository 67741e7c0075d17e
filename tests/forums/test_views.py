"""Making an event, and the page that the public reads."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership, Role
from app.forums.lifecycle import NEXT, State
from app.forums.models import Forum
from app.platform.clock import today
from app.platform.db import db
from app.platform.i18n import _, using
from app.platform.text import Translated
from tests import forms, make

NEW, EDIT, OFFICE = "/fr/office/new", "/fr/office/live/edit", "/fr/office/live/"
TYPED = {"title-ar": "مناظرة جديدة", "title-fr": "Nouvelles assises", "slug": "fes-2027", "city-fr": "Fès"}


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, make.forum()))


def only(slug: str = "live") -> Forum:
    return db.session.scalars(sa.select(Forum).where(Forum.slug == slug)).one()


def test_a_new_event_is_in_preparation_and_its_maker_organises_it(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, NEW, TYPED, starts_on="2027-05-07", edition="٤")
    assert (answer.status_code, answer.location) == (303, "/fr/office/fes-2027/")
    made = only("fes-2027")
    assert (made.state, made.edition, dict(made.city)) == (State.DRAFT, 4, {"fr": "Fès"})
    assert (made.starts_on, made.ends_on) == (date(2027, 5, 7), date(2027, 5, 7))
    role = db.session.scalars(sa.select(Membership.role).where(Membership.forum_id == made.id)).one()
    assert role is Role.ORGANISER
    assert organiser.get("/fr/forums/fes-2027/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title-ar": "", "title-fr": "  "}, "title-ar"),
        ({"title-fr": "a" * 301}, "title-fr"),
        ({"slug": ""}, "slug"),
        ({"slug": "Fès 2027"}, "slug"),
        ({"slug": "فاس"}, "slug"),
        ({"slug": "-fes"}, "slug"),
        ({"slug": "a" * 61}, "slug"),
        ({"slug": "live"}, "slug"),
        ({"starts_on": "2027-05-07", "ends_on": "2027-05-06"}, "ends_on"),
        ({"starts_on": "7 mai"}, "starts_on"),
        ({"edition": "0"}, "edition"),
        ({"edition": "trois"}, "edition"),
        ({"help_phone": "12"}, "help_phone"),
        ({"kind": "party"}, "kind"),
        ({"region": "paris"}, "region"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    organiser: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, NEW, TYPED | {"about-ar": "سطر أول\nسطر ثان"} | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = forms.held(answer)
    sent = TYPED | {"about-ar": "سطر أول\nسطر ثان"} | wrong
    chosen_from_a_list = {"kind", "region"}
    expected = {name: text.strip() for name, text in sent.items() if name not in chosen_from_a_list}
    assert {name: kept[name] for name in expected} == expected
    assert db.session.scalar(sa.select(sa.func.count(Forum.id))) == 1


def test_an_event_keeps_what_its_organiser_changes(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, EDIT, {"venue-ar": "قصر المؤتمرات", "help_phone": "05 37 00 00 00"})
    assert answer.status_code == 303
    assert (dict(only().venue), only().help_phone) == ({"ar": "قصر المؤتمرات"}, "+212537000000")
    assert only().slug == "live"


def test_of_two_editors_the_second_sees_both_versions_and_decides(organiser: FlaskClient) -> None:
    mine = forms.held(organiser.get(EDIT)) | {"city-fr": "Azrou"}
    assert forms.send(organiser, EDIT, {"city-fr": "Khénifra"}).status_code == 303
    refused = organiser.post(EDIT, data=mine)
    assert refused.status_code == 409
    assert forms.held(refused)["city-fr"] == "Azrou"
    assert "<dd>Khénifra</dd>" in refused.text
    assert only().city["fr"] == "Khénifra"
    assert organiser.post(EDIT, data=forms.held(refused)).status_code == 303
    assert only().city["fr"] == "Azrou"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_an_event_moves_along_its_steps_and_jumps_over_none(
    client: FlaskClient, app: Flask, state: State, to: State
) -> None:
    make.category(make.forum(state=state))
    make.enter(client, make.account(Role.ADMINISTRATOR))
    token = forms.held(client.get("/fr/office/"))
    answer = client.post(f"/fr/office/live/step/{to.value}", data=token)
    assert (answer.status_code, only().state) == ((303, to) if to in NEXT[state] else (409, state))


@pytest.mark.parametrize(
    ("without", "places", "said"),
    [
        ({"starts_on": None, "ends_on": None}, 10, "The dates of the event are missing."),
        ({}, 0, "A category with at least one place is missing."),
    ],
)
def test_registration_does_not_open_before_dates_and_places_are_known(
    client: FlaskClient, app: Flask, without: dict[str, Any], places: int, said: str
) -> None:
    forum = make.forum(state=State.ANNOUNCED, **without)
    if places:
        make.category(forum, places=places)
    make.enter(client, make.account(Role.ORGANISER, forum))
    with using("fr"):
        sentence = _(said)
    page = client.get(OFFICE)
    assert sentence in page.text
    assert "/step/open" not in page.text
    answer = client.post("/fr/office/live/step/open", data=forms.held(page))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert only().state is State.ANNOUNCED


def test_the_office_lists_the_events_of_the_account_alone(app: Flask, client: FlaskClient) -> None:
    make.forum("other")
    make.enter(client, make.account(Role.READER, make.forum()))
    page = client.get("/fr/office/").text
    assert ("/office/live/" in page, "/office/other/" in page) == (True, False)
    assert NEW not in page
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert "/office/other/" in client.get("/fr/office/").text


def test_what_no_source_says_is_said_to_be_unknown(app: Flask, client: FlaskClient) -> None:
    make.forum(state=State.ARCHIVED, city=Translated(), starts_on=None, ends_on=None)
    page = client.get("/fr/forums/live/").text
    with using("fr"):
        assert _("Date: not in the source") in page
        assert _("City: not in the source") in page


def test_a_text_that_one_language_lacks_is_shown_in_the_other_and_marked(
    app: Flask, client: FlaskClient
) -> None:
    make.forum(motto=Translated(ar="شعار بالعربية وحدها"))
    assert '<bdi lang="ar" dir="rtl">شعار بالعربية وحدها</bdi>' in client.get("/fr/forums/live/").text


def test_what_an_organiser_types_is_text_and_never_markup(app: Flask, client: FlaskClient) -> None:
    make.forum(motto=Translated(fr="<script>alert(1)</script>"), about=Translated(fr='"><img src=x>'))
    for path in ("/fr/", "/fr/forums/live/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_sources_stand_at_the_foot_and_the_fictional_is_marked(app: Flask, client: FlaskClient) -> None:
    source = {"kind": "press", "title": {"fr": "Un journal"}, "date": "2019-06-22", "note": None}
    make.forum(sources=[source], is_fictional=True)
    page = client.get("/fr/forums/live/").text
    assert "Un journal" in page
    assert "samedi 22 juin 2019" in page
    assert 'class="notice attention"' in page


def test_the_home_page_shows_the_open_event_before_the_announced_one(app: Flask, client: FlaskClient) -> None:
    soon = today() + timedelta(days=2)
    make.forum("soon", state=State.ANNOUNCED, starts_on=soon, ends_on=soon)
    make.forum()
    cover = client.get("/fr/").text.partition('class="cover"')[2].partition("</section>")[0]
    assert "/fr/forums/live/register" in cover
    assert "/fr/forums/soon/" not in cover


def test_an_office_that_is_not_there_is_said_so_to_who_is_signed_in(client: FlaskClient, app: Flask) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = client.get("/fr/office/nowhere/team")
    assert page.status_code == 404
    assert '<a href="/ar/" lang="ar"' in page.text
    assert 'href="/fr/office/"' in page.text
    assert "/fr/sign-in" not in page.text
