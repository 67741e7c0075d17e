"""Making an event, and filling it in on its pages."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership, Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import today
from app.platform.db import db
from app.platform.text import Translated
from tests import forms, make

NEW, EVENT = "/fr/office/new", "/fr/office/live/event"
IDENTITY, PLACE, TEXTS = f"{EVENT}/identity", f"{EVENT}/place", f"{EVENT}/texts"
PATRONAGE, SOURCES = f"{EVENT}/patronage", f"{EVENT}/sources"
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
        ({"slug": "series"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"starts_on": "2027-05-07", "ends_on": "2027-05-06"}, "ends_on"),
        ({"ends_on": "2027-05-06"}, "ends_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"starts_on": "2027-05-07", "ends_on": "9999-12-31"}, "ends_on"),
        ({"starts_on": "2027-05-07", "ends_on": "2027-06-07"}, "ends_on"),
        ({"starts_on": "7 mai"}, "starts_on"),
        ({"edition": "0"}, "edition"),
        ({"edition": "trois"}, "edition"),
        ({"kind": "party"}, "kind"),
        ({"region": "paris"}, "region"),
        ({"series_id": "77"}, "series_id"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    organiser: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, NEW, TYPED | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = forms.held(answer)
    chosen_from_a_list = {"kind", "region", "series_id"}
    sent = {name: text for name, text in (TYPED | wrong).items() if name not in chosen_from_a_list}
    assert {name: kept[name] for name in sent} == {name: text.strip() for name, text in sent.items()}
    assert db.session.scalar(sa.select(sa.func.count(Forum.id))) == 1


def test_an_event_keeps_what_its_organiser_changes(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, PLACE, {"venue-ar": "قصر المؤتمرات", "help_phone": "05 37 00 00 00"})
    assert (answer.status_code, answer.location) == (303, EVENT)
    assert (dict(only().venue), only().help_phone) == ({"ar": "قصر المؤتمرات"}, "+212537000000")
    assert only().slug == "live"
    assert "قصر المؤتمرات" in organiser.get(EVENT).text


def test_of_two_editors_the_second_sees_both_versions_and_decides(organiser: FlaskClient) -> None:
    mine = forms.held(organiser.get(PLACE)) | {"city-fr": "Azrou"}
    theirs = {"city-fr": "Khénifra", "venue-fr": "Théâtre"}
    assert forms.send(organiser, PLACE, theirs).status_code == 303
    refused = organiser.post(PLACE, data=mine | {"venue-fr": "Théâtre"})
    assert refused.status_code == 409
    assert forms.held(refused)["city-fr"] == "Azrou"
    notice = refused.text.partition('class="notice attention"')[2].partition("</div></div>")[0]
    assert ("Khénifra" in notice, "Théâtre" in notice.partition("</table>")[0]) == (True, False)
    assert only().city["fr"] == "Khénifra"
    assert organiser.post(PLACE, data=forms.held(refused)).status_code == 303
    assert only().city["fr"] == "Azrou"


def test_two_new_events_at_one_address_are_not_both_taken(app: Flask) -> None:
    make.forum()
    make.forum("other")
    clients = [
        make.enter(app.test_client(), make.account(Role.ORGANISER, only(), f"{n}@example.org"))
        for n in range(2)
    ]
    answers = [forms.send(one, NEW, TYPED).status_code for one in clients]
    assert answers == [303, 422]


@pytest.mark.parametrize(
    ("point", "field"),
    [
        ({"latitude": "48.85", "longitude": "-5.5"}, "latitude"),
        ({"latitude": "-5.5", "longitude": "33.9"}, "latitude"),
        ({"latitude": "33.9", "longitude": "2.35"}, "longitude"),
        ({"latitude": "33.9"}, "latitude"),
        ({"longitude": "-5.5"}, "longitude"),
        ({"latitude": "north", "longitude": "-5.5"}, "latitude"),
        ({"latitude": "nan", "longitude": "-5.5"}, "latitude"),
        ({"latitude": "3333", "longitude": "-5.5"}, "latitude"),
    ],
)
def test_a_point_is_a_pair_in_morocco(organiser: FlaskClient, point: dict[str, str], field: str) -> None:
    answer = forms.send(organiser, PLACE, point)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert only().latitude is None


@pytest.mark.parametrize("typed", [("33.8935", "-5.5473"), ("33,8935", "−5,5473"), ("٣٣٫٨٩٣٥", "-٥٫٥٤٧٣")])
def test_a_point_is_read_as_it_is_written(organiser: FlaskClient, typed: tuple[str, str]) -> None:
    assert forms.send(organiser, PLACE, latitude=typed[0], longitude=typed[1]).status_code == 303
    assert (only().latitude, only().longitude) == (33.8935, -5.5473)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"patronage-fr": "Sous le patronage de l’essai"}, "patronage_ref"),
        ({"patronage_ref": "12/2027"}, "patronage-ar"),
    ],
)
def test_a_patronage_is_not_kept_without_its_letter(
    organiser: FlaskClient, typed: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, PATRONAGE, typed)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert (dict(only().patronage), only().patronage_ref) == ({}, "")
    both = {"patronage-fr": "Sous le patronage de l’essai", "patronage_ref": "12/2027"}
    assert forms.send(organiser, PATRONAGE, both).status_code == 303
    assert (only().patronage["fr"], only().patronage_ref) == (both["patronage-fr"], "12/2027")


def test_a_text_is_seen_before_it_is_saved(organiser: FlaskClient) -> None:
    page = forms.send(organiser, TEXTS, {"concept-fr": "# Objet\n\n<b>gras</b>"}, preview="1")
    assert page.status_code == 200
    assert "<h2>Objet</h2>" in page.text
    assert "<b>gras" not in page.text
    assert dict(only().concept) == {}
    assert organiser.post(TEXTS, data=forms.held(page)).status_code == 303
    assert only().concept["fr"].startswith("# Objet")


def test_other_titles_are_added_and_left_out_without_script(organiser: FlaskClient) -> None:
    page = forms.send(organiser, IDENTITY, rows="add other_titles")
    typed = {"other_titles-0-title-fr": "Les assises bleues", "other_titles-0-note-fr": "le journal"}
    page = organiser.post(IDENTITY, data=forms.held(page) | typed | {"rows": "add other_titles"})
    typed = {"other_titles-1-title-ar": "المناظرة الزرقاء"}
    assert only().other_titles == []
    assert organiser.post(IDENTITY, data=forms.held(page) | typed).status_code == 303
    blue = {"fr": "Les assises bleues", "note_fr": "le journal"}
    assert only().other_titles == [blue, {"ar": "المناظرة الزرقاء"}]
    assert forms.held(organiser.get(IDENTITY))["other_titles-0-note-fr"] == "le journal"
    page = forms.send(organiser, IDENTITY, rows="drop other_titles-0")
    assert "other_titles-0-title-fr" not in forms.held(page)
    assert organiser.post(IDENTITY, data=forms.held(page)).status_code == 303
    assert only().other_titles == [{"ar": "المناظرة الزرقاء"}]


def test_a_source_keeps_its_kind_its_date_and_what_is_said_of_it(organiser: FlaskClient) -> None:
    page = forms.send(organiser, SOURCES, rows="add sources")
    filled = {"sources-0-kind": "press", "sources-0-date": "2019-06-22", "sources-0-note-ar": "ملاحظة"}
    refused = organiser.post(SOURCES, data=forms.held(page) | filled)
    assert (refused.status_code, 'href="#sources-0-title-ar"' in refused.text) == (422, True)
    answer = organiser.post(SOURCES, data=forms.held(refused) | {"sources-0-title-fr": "Un journal"})
    assert answer.status_code == 303
    title, note = {"fr": "Un journal"}, {"ar": "ملاحظة"}
    assert only().sources == [{"kind": "press", "title": title, "date": "2019-06-22", "note": note}]
    assert "samedi 22 juin 2019" in organiser.get("/fr/forums/live/").text


def test_a_source_of_the_demonstration_stays_one(app: Flask, client: FlaskClient) -> None:
    kept = [{"kind": "demo", "title": {"fr": "Essai"}, "date": None, "note": None}]
    make.enter(client, make.account(Role.ORGANISER, make.forum(sources=kept)))
    assert forms.send(client, SOURCES).status_code == 303
    assert only().sources == kept


def test_dates_that_leave_a_day_or_a_session_outside_are_refused_and_name_it(organiser: FlaskClient) -> None:
    make.day(only())
    make.session(only())
    later = (today() + timedelta(days=40)).isoformat()
    answer = forms.send(organiser, PLACE, starts_on=later, ends_on=later)
    assert (answer.status_code, 'href="#starts_on"' in answer.text) == (409, True)
    assert "Séance d’essai" in answer.text
    assert forms.held(answer)["starts_on"] == later
    longer = (today() + timedelta(days=20)).isoformat()
    assert forms.send(organiser, PLACE, ends_on=longer).status_code == 303


@pytest.mark.parametrize("values", [{"starts_on": "", "ends_on": ""}, {}])
def test_dates_go_only_when_nothing_stands_on_them(organiser: FlaskClient, values: dict[str, Any]) -> None:
    make.day(only())
    answer = forms.send(organiser, PLACE, values)
    assert answer.status_code == (409 if values else 303)


def test_the_log_tells_short_fields_and_names_long_ones(organiser: FlaskClient) -> None:
    forms.send(organiser, TEXTS, {"about-fr": "Court", "concept-fr": "Long"})
    forms.send(organiser, PLACE, {"venue-fr": "Palais"})
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == "forum.edited").order_by(Entry.id)).all()
    assert [one.details for one in entries] == [
        {"changes": {}, "fields": ["about", "concept"]},
        {"changes": {"venue.fr": ["", "Palais"]}},
    ]


def test_a_text_of_another_language_is_kept(app: Flask, client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum(motto=Translated(ar="شعار"))))
    assert forms.send(client, IDENTITY, {"motto-fr": "Devise"}).status_code == 303
    assert dict(only().motto) == {"ar": "شعار", "fr": "Devise"}


def test_a_mistyped_year_is_refused_where_the_event_is_changed(organiser: FlaskClient) -> None:
    before = only().ends_on
    answer = forms.send(organiser, PLACE, {"venue-fr": "Palais", "ends_on": "9999-12-31"})
    assert (answer.status_code, 'href="#ends_on"' in answer.text) == (422, True)
    assert (forms.held(answer)["venue-fr"], only().ends_on) == ("Palais", before)


def test_a_month_is_the_longest_event(organiser: FlaskClient) -> None:
    dates = {"starts_on": "2027-05-07", "ends_on": "2027-06-06"}
    assert forms.send(organiser, NEW, TYPED, **dates).status_code == 303


def test_what_is_no_figure_is_told_with_an_example_of_its_own(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, PLACE, latitude="north", longitude="-5.5")
    assert ("33.8935\u2069." in answer.text, "120" in answer.text.partition("<form")[0]) == (True, False)
    for field in ("latitude", "longitude"):
        tag = answer.text.partition(f'id="{field}"')[0].rpartition("<input")[2]
        assert 'dir="ltr"' in tag
