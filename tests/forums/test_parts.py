"""Days, halls, themes, partners and contacts."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums import parts_actions
from app.forums.colours import COLOURS, contrast_with_white
from app.forums.forms_colour import LEAST_CONTRAST
from app.forums.models import Contact, Day, Forum, Hall, Partner, Theme
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import day
from app.platform.text import Translated
from tests import forms, make
from tests.queries import counted

LIVE = "/ar/office/live"
PAGES = {
    "days": "days",
    "halls": "days",
    "themes": "themes",
    "partners": "partners",
    "contacts": "contacts",
    "documents": "contacts",
}
MODELS = {"days": Day, "halls": Hall, "themes": Theme, "partners": Partner, "contacts": Contact}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def number_of(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count(model.id))) or 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["120", "١٢٠", "۱۲۰", " 1 20 "])
def test_a_hall_holds_as_many_as_was_typed_in_any_digits(organiser: FlaskClient, typed: str) -> None:
    values = {"name_-ar": "القاعة الكبرى", "capacity": typed, "interpretation": "fr"}
    assert forms.send(organiser, f"{LIVE}/halls/new", values).location == f"{LIVE}/days"
    hall = db.session.scalars(sa.select(Hall)).one()
    assert (dict(hall.name), hall.capacity) == ({"ar": "القاعة الكبرى"}, 120)
    assert (hall.interpretation, dict(hall.access)) == (["fr"], {})
    assert "القاعة الكبرى" in organiser.get(f"{LIVE}/days").text


@pytest.mark.parametrize("typed", ["0", "-5", "100001", "", "many", "12.5"])
def test_a_capacity_that_cannot_be_is_refused_at_its_field(organiser: FlaskClient, typed: str) -> None:
    answer = forms.send(organiser, f"{LIVE}/halls/new", {"name_-fr": "Salle", "capacity": typed})
    assert (answer.status_code, 'href="#capacity"' in answer.text) == (422, True)
    kept = forms.held(answer)
    assert (kept["name_-fr"], kept["capacity"]) == ("Salle", typed)
    assert number_of(Hall) == 0


@pytest.mark.parametrize("kind", ["halls", "themes"])
def test_a_name_is_asked_for_in_one_language_at_least(organiser: FlaskClient, kind: str) -> None:
    answer = forms.send(organiser, f"{LIVE}/{kind}/new")
    assert (answer.status_code, 'href="#name_-ar"' in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("names", "status"),
    [
        ({"name_-ar": "القاعة الكبرى"}, 409),
        ({"name_-ar": "القَاعة الكُبرى"}, 409),
        ({"name_-fr": "GRANDE  SALLE"}, 409),
        ({"name_-ar": "القاعة الصغرى", "name_-fr": "grande salle"}, 409),
        ({"name_-ar": "Grande salle"}, 303),
        ({"name_-fr": "Petite salle"}, 303),
    ],
)
def test_two_halls_of_a_forum_do_not_bear_one_name(
    organiser: FlaskClient, forum: Forum, names: dict[str, str], status: int
) -> None:
    make.hall(forum)
    make.hall(make.forum("other"), "أخرى")
    answer = forms.send(organiser, f"{LIVE}/halls/new", names | {"capacity": "20"})
    assert answer.status_code == status
    assert ('href="#name_-ar"' in answer.text) is (status == 409)
    assert number_of(Hall) == (2 if status == 409 else 3)


def test_of_two_halls_of_one_name_added_at_once_one_is_refused(app: Flask, forum: Forum) -> None:
    clients = [
        make.enter(app.test_client(), make.account(Role.ORGANISER, forum, f"{n}@example.org"))
        for n in range(2)
    ]
    address = f"{LIVE}/halls/new"
    filled = [
        forms.held(one.get(address)) | {"name_-fr": "Atlas", "capacity": "30", "colour": ""}
        for one in clients
    ]
    ready = Barrier(2)

    def press(number: int) -> int:
        ready.wait()
        return clients[number].post(address, data=filled[number]).status_code

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(press, range(2))) == [303, 409]
    assert number_of(Hall) == 1


def test_a_hall_is_changed_in_its_place_and_its_own_name_is_no_other(
    organiser: FlaskClient, forum: Forum
) -> None:
    hall = make.hall(forum)
    address = f"{LIVE}/halls/{hall.id}"
    assert forms.send(organiser, address, capacity="310", **{"equipment-fr": "Écran"}).status_code == 303
    db.session.refresh(hall)
    assert (hall.capacity, hall.equipment["fr"], hall.name["fr"]) == (310, "Écran", "Grande salle")
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "hall.edited")).one()
    assert entry.details == {"changes": {"capacity": [300, 310], "equipment.fr": ["", "Écran"]}}


def test_of_two_who_change_a_hall_the_second_sees_what_differs(organiser: FlaskClient, forum: Forum) -> None:
    address = f"/fr/office/live/halls/{make.hall(forum).id}"
    mine = forms.held(organiser.get(address)) | {"capacity": "100"}
    assert forms.send(organiser, address, capacity="200").status_code == 303
    refused = organiser.post(address, data=mine)
    assert (refused.status_code, forms.held(refused)["capacity"]) == (409, "100")
    assert re.findall('<td data-label="[^"]*">(.*?)</td>', refused.text)[1:] == [
        "<bdi>100</bdi>",
        "<bdi>200</bdi>",
    ]
    assert organiser.post(address, data=forms.held(refused)).status_code == 303


@pytest.mark.parametrize("kind", ["halls", "themes", "partners", "contacts"])
def test_parts_stand_in_the_order_that_was_chosen(organiser: FlaskClient, forum: Forum, kind: str) -> None:
    build = {"halls": _hall, "themes": make.theme, "partners": make.partner, "contacts": make.contact}
    made = [build[kind](forum).id for _ in range(3)]  # type: ignore[operator]
    token = forms.held(organiser.get(f"{LIVE}/{kind}/new"))
    for way in ("up", "up", "up"):  # at the top nothing happens
        organiser.post(f"{LIVE}/{kind}/{made[2]}/{way}", data=token)
    organiser.post(f"{LIVE}/{kind}/{made[0]}/down", data=token)
    model = MODELS[kind]
    order = db.session.scalars(sa.select(model.id).order_by(model.position)).all()  # type: ignore[attr-defined]
    assert order == [made[2], made[1], made[0]]
    page = organiser.get(f"{LIVE}/{PAGES[kind]}").text
    places = [page.index(f'id="{kind}-{key}"') for key in order]
    assert places == sorted(places)


def _hall(forum: Forum) -> Hall:
    """A hall with a name of its own."""
    with make.unit_of_work():
        name = Translated(fr=f"Salle {number_of(Hall)}")
        return parts_actions.add(forum, Hall, {"name": name, "capacity": 10}, by=None)


def test_an_organisation_has_the_same_part_once(organiser: FlaskClient) -> None:
    chosen = {"organisation_id-text": make.organisation().name["fr"].upper(), "role": "host"}
    again = [forms.send(organiser, f"{LIVE}/partners/new", chosen) for _ in range(2)]
    assert [answer.status_code for answer in again] == [303, 409]
    assert 'href="#organisation_id-text"' in again[1].text
    assert forms.send(organiser, f"{LIVE}/partners/new", chosen | {"role": "organiser"}).status_code == 303
    roles = db.session.scalars(sa.select(Partner.role).order_by(Partner.position)).all()
    assert roles == ["host", "organiser"]


@pytest.mark.parametrize("typed", ["", "هيئة لا يعرفها أحد"])
def test_an_organisation_that_does_not_exist_is_no_answer(organiser: FlaskClient, typed: str) -> None:
    make.organisation()
    values = {"organisation_id": "999", "organisation_id-text": typed}
    answer = forms.send(organiser, f"{LIVE}/partners/new", values)
    assert (answer.status_code, 'href="#organisation_id-text"' in answer.text) == (422, True)


@pytest.mark.parametrize(("shift", "status"), [(-1, 409), (0, 303), (1, 303), (2, 409)])
def test_a_day_lies_within_the_days_of_the_event(
    organiser: FlaskClient, forum: Forum, shift: int, status: int
) -> None:
    assert forum.starts_on
    on = (forum.starts_on + timedelta(days=shift)).isoformat()
    answer = forms.send(organiser, f"{LIVE}/days/new?on={on}", {"title-ar": "يوم"}, opens_at="08:30")
    assert (answer.status_code, 'href="#on"' in answer.text) == (status, status == 409)
    assert number_of(Day) == (1 if status == 303 else 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens_at": "18:00", "closes_at": "08:00", "title-fr": "Jour"}, "closes_at"),
        ({"opens_at": "08:00", "closes_at": "08:00"}, "closes_at"),
        ({"opens_at": "25:00"}, "opens_at"),
        ({}, "title-ar"),
    ],
)
def test_the_hours_of_a_day_are_hours(
    organiser: FlaskClient, forum: Forum, typed: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, f"{LIVE}/days/new?on={forum.starts_on}", typed)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)


def test_a_day_is_filled_in_once_and_its_hours_are_told(organiser: FlaskClient, forum: Forum) -> None:
    filled = make.day(forum)
    again = forms.send(organiser, f"{LIVE}/days/new?on={forum.starts_on}", {"title-ar": "يوم"})
    assert (again.status_code, number_of(Day)) == (409, 1)
    assert forms.send(organiser, f"{LIVE}/days/{filled.id}", opens_at="09:00").status_code == 303
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "day.edited")).one()
    assert entry.details == {"changes": {"opens_at": ["08:30:00", "09:00:00"]}}
    page = organiser.get(f"{LIVE}/days").text
    assert '<bdi dir="ltr">09:00</bdi>' in page
    assert f"/days/new?on={forum.ends_on}" in page


def test_an_event_without_dates_has_no_days(app: Flask, client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum(starts_on=None, ends_on=None)))
    assert "/event/place" in client.get(f"{LIVE}/days").text
    answer = forms.send(client, f"{LIVE}/days/new", {"title-ar": "يوم"}, on="2027-05-05")
    assert (answer.status_code, 'href="#on"' in answer.text) == (409, True)


def test_every_colour_that_is_offered_carries_white_letters() -> None:
    assert len(COLOURS) == 12
    assert min(map(contrast_with_white, COLOURS)) >= LEAST_CONTRAST
    assert (round(contrast_with_white("#000000"), 2), round(contrast_with_white("#ffffff"), 2)) == (21, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"colour": "#2f3f8f"}, "#2f3f8f"),
        ({"colour": "", "own_colour": "#0B5E6E"}, "#0b5e6e"),
        ({"colour": "", "own_colour": "#ffff00"}, None),
        ({"colour": "", "own_colour": "red"}, None),
        ({"colour": "", "own_colour": ""}, None),
        ({"colour": "#123456"}, None),
    ],
)
def test_the_colour_of_a_theme_is_one_on_which_white_can_be_read(
    organiser: FlaskClient, typed: dict[str, str], kept: str | None
) -> None:
    answer = forms.send(organiser, f"{LIVE}/themes/new", {"name_-fr": "Santé"} | typed)
    assert answer.status_code == (303 if kept else 422)
    assert db.session.scalars(sa.select(Theme.colour)).all() == ([kept] if kept else [])
    if kept:
        key = db.session.scalars(sa.select(Theme.id)).one()
        opened = forms.held(organiser.get(f"{LIVE}/themes/{key}"))
        assert kept in (opened["colour"], opened["own_colour"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"label-fr": "Presse"}, "phone"),
        ({"label-fr": "Presse", "phone": "12"}, "phone"),
        ({"label-fr": "Presse", "email": "presse"}, "email"),
        ({"phone": "0537000000"}, "label-ar"),
    ],
)
def test_a_contact_can_be_reached(organiser: FlaskClient, typed: dict[str, str], field: str) -> None:
    answer = forms.send(organiser, f"{LIVE}/contacts/new", typed)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)


def test_the_number_of_a_contact_is_not_told_to_the_log(organiser: FlaskClient, forum: Forum) -> None:
    contact = make.contact(forum)
    assert forms.send(organiser, f"{LIVE}/contacts/{contact.id}", phone="0537112233").status_code == 303
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "contact.edited")).one()
    assert entry.details == {"changes": {}, "fields": ["phone"]}


@pytest.mark.parametrize("kind", MODELS)
def test_removal_asks_first_and_names_what_goes(organiser: FlaskClient, forum: Forum, kind: str) -> None:
    build = {"days": make.day, "halls": make.hall, "themes": make.theme, "partners": make.partner}
    part = build.get(kind, make.contact)(forum)  # type: ignore[operator]
    name = {
        "days": lambda: day(part.on),
        "partners": lambda: make.organisation_of(part).said("ar"),
        "contacts": lambda: part.label.said("ar"),
    }.get(kind, lambda: part.name.said("ar"))()
    address = f"{LIVE}/{kind}/{part.id}/removal"
    asked = organiser.get(address)
    assert name in asked.text
    assert number_of(MODELS[kind]) == 1
    assert organiser.post(address, data=forms.held(asked)).location == f"{LIVE}/{PAGES[kind]}"
    assert number_of(MODELS[kind]) == 0
    assert organiser.post(address, data=forms.held(asked)).status_code == 404


def test_a_hall_that_goes_says_what_stands_in_it_and_leaves_that_without_one(
    organiser: FlaskClient, forum: Forum
) -> None:
    hall = make.hall(forum)
    session = make.session(forum, hall_id=hall.id)
    make.session(forum, hall_id=hall.id)
    asked = organiser.get(f"/fr/office/live/halls/{hall.id}/removal")
    assert "2 " in asked.text.partition('class="lead"')[2].partition("</p>")[0]
    assert forms.send(organiser, f"{LIVE}/halls/{hall.id}/removal").status_code == 303
    db.session.refresh(session)
    assert session.hall_id is None


def used_hall(forum: Forum) -> None:
    make.session(forum, hall_id=make.hall(forum).id)


@pytest.mark.parametrize("page", ["themes", "partners", "contacts", "days"])
def test_more_parts_do_not_mean_more_questions(organiser: FlaskClient, forum: Forum, page: str) -> None:
    build = {
        "themes": make.theme,
        "partners": make.partner,
        "contacts": make.contact,
        "days": used_hall,
    }[page]
    seen = []
    for rows in (1, 2):
        for _ in range(rows):
            build(forum)
        organiser.get(f"{LIVE}/{page}")
        with counted() as asked:
            organiser.get(f"{LIVE}/{page}")
        seen.append(len(asked))
    assert seen[0] == seen[1] > 0


@pytest.mark.parametrize("act", ["shift", "remove"])
def test_a_part_that_somebody_removed_meanwhile_is_a_conflict(app: Flask, forum: Forum, act: str) -> None:
    theme = make.theme(forum)
    with make.unit_of_work():
        db.session.execute(sa.delete(Theme).where(Theme.id == theme.id))
    with pytest.raises(Conflict), make.unit_of_work():
        if act == "shift":
            parts_actions.shift(forum, theme, True, by=None)
        else:
            parts_actions.remove(forum, theme, by=None)
