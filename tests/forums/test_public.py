"""What the public reads about an event: its page, the practical one, the list."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State
from app.forums.models import Forum, Hall, Theme
from app.people.models import Organisation
from app.platform import page_cache
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, context, day, days, listing, using
from app.platform.text import Translated
from tests import make
from tests.queries import counted

PAGE, PRACTICAL = "/fr/forums/live/", "/fr/forums/live/practical"
SOURCE = {"kind": "press", "title": {"fr": "Un journal"}, "date": "2019-06-22", "note": None}


def said(source: str, **values: Any) -> str:
    with using("fr"):
        return str(_(source, **values))


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def data(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    read: list[dict[str, Any]] = json.loads(found[1])
    return read


def test_the_patronage_stands_before_the_title(app: Flask, client: FlaskClient) -> None:
    make.forum(patronage=Translated(fr="Sous le Haut Patronage de Sa Majesté le Roi Mohammed VI"))
    cover = main(client.get(PAGE).text)
    assert cover.index("Haut Patronage") < cover.index("<h1>")


def test_partners_stand_by_role_in_the_order_typed(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    typed = [("partner", "Zèbre"), ("media", "Radio"), ("organiser", "Organe"), ("partner", "Abeille")]
    for role, name in typed:
        part = make.partner(forum, role)
        with unit_of_work():
            db.session.get_one(Organisation, part.organisation_id).name = Translated(fr=name)
    page = main(client.get(PAGE).text)
    places = [page.index(f"<span>{name}</span>") for name in ("Organe", "Zèbre", "Abeille", "Radio")]
    assert places == sorted(places)


def test_the_colour_of_a_theme_is_in_the_drawing_and_in_no_style(app: Flask, client: FlaskClient) -> None:
    theme = make.theme(make.forum())
    with unit_of_work():
        db.session.get_one(Theme, theme.id).colour = "#86295f"
    page = client.get(PAGE).text
    assert 'fill="#86295f"' in page
    assert "style=" not in page


def test_the_concept_note_is_drawn_from_markdown_and_holds_no_markup(app: Flask, client: FlaskClient) -> None:
    make.forum(concept=Translated(ar="**مهم** <script>alert(1)</script>"))
    page = client.get(PAGE).text
    assert '<div class="prose" lang="ar" dir="rtl">' in page
    assert "<strong>مهم</strong>" in page
    assert "<script>alert" not in page


def test_of_an_event_that_is_over_the_page_names_what_no_source_tells(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum(sources=[SOURCE])
    make.hall(forum)
    with unit_of_work():
        forum.state = State.ARCHIVED
    with using("fr"):
        what = listing([context("fact", one) for one in ("venue", "programme", "partners", "themes")])
    assert said("Not in the source: %(what)s.", what=what) in client.get(PAGE).text
    with unit_of_work():
        forum.sources = []
    assert said("Not stated: %(what)s.", what=what) in client.get(PAGE).text
    with unit_of_work():
        forum.state = State.CLOSED
    assert said("Not stated: %(what)s.", what=what) in client.get(PAGE).text


def test_of_an_event_to_come_nothing_is_said_to_be_missing(app: Flask, client: FlaskClient) -> None:
    make.forum(state=State.ANNOUNCED)
    assert said("Not stated: %(what)s.", what="").split(":")[0].strip() not in main(client.get(PAGE).text)


def test_what_no_source_tells_is_missing_in_a_source_only_of_what_is_past(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum(
        state=State.ANNOUNCED, sources=[SOURCE], starts_on=None, ends_on=None, city=Translated()
    )
    pages = [PAGE, PRACTICAL, "/fr/forums/", "/fr/"]
    for path in pages:
        page = main(client.get(path).text)
        assert said("Date: not stated") in page
        assert (said("not in the source") in page, said("Date: not in the source") in page) == (False, False)
    assert said("City: not stated") in client.get(PAGE).text
    with unit_of_work():
        forum.date_note = Translated(fr="À l’automne")
    assert [main(client.get(path).text).count("À l’automne") for path in pages] == [1] * 4
    with unit_of_work():
        forum.state, forum.date_note = State.ARCHIVED, Translated()
    for path in pages:
        assert said("Date: not in the source") in main(client.get(path).text)


def test_an_open_event_whose_last_day_is_past_is_over(app: Flask, client: FlaskClient) -> None:
    on = date(2019, 6, 22)
    make.category(make.forum(starts_on=on, ends_on=on))
    with using("fr"):
        open_, closed = context("event", "Registration open"), context("event", "Closed")
    for path in (PAGE, "/fr/forums/"):
        page = main(client.get(path).text)
        assert (closed in page, open_ in page) == (True, False)
    page = client.get(PAGE).text
    assert ("/register" in page, "calendar.ics" in page) == (False, False)
    home = client.get("/fr/").text
    assert ('<ol class="editions">' in home, "/forums/live/" in home, "/register" in home) == (
        True,
        True,
        False,
    )


def test_the_practical_page_tells_hours_place_halls_and_public_contacts(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum(
        address=Translated(fr="Avenue Hassan II"),
        directions=Translated(fr="1. la gare\n2. le palais"),
        latitude=33.5228,
        longitude=-5.1106,
    )
    hall = make.hall(forum, capacity=320)
    make.day(forum)
    make.contact(forum, label=Translated(fr="Presse"), phone="+212537000009")
    make.contact(forum, label=Translated(fr="Équipe"), phone="+212537000008", is_public=False)
    with unit_of_work():
        hall.access, hall.interpretation = Translated(fr="Deuxième étage"), ["ar", "fr"]
    page = main(client.get(PRACTICAL).text)
    with using("fr"):
        hours = context("hours", "from %(begin)s to %(end)s", begin="8\u00a0h\u00a030", end="18\u00a0h")
        assert f'<h2 id="contacts">{context("practical", "Contacts")}</h2>' in page
    assert hours in page
    assert '<a href="geo:33.5228,-5.1106">' in page
    assert "<li>la gare</li>" in page
    assert "Deuxième étage" in page
    assert "320 places" in page
    assert 'href="tel:+212537000009"' in page
    assert "Équipe" not in page
    assert "+212537000008" not in page


def test_only_public_documents_are_told_with_kind_and_size(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    shown = make.document(forum, b"%PDF-1.7 " + b"x" * 1_234_000, is_public=True, languages=["ar"])
    hidden = make.document(forum, title=Translated(fr="Interne"))
    page = main(client.get(PAGE).text)
    assert f"/fr/forums/live/documents/{shown.ref}" in page
    assert said("%(size)s MB", size="1,2") in page
    assert (hidden.ref in page, "Interne" in page) == (False, False)


def test_the_editions_of_a_series_lead_to_each_other(app: Flask, client: FlaskClient) -> None:
    series = make.series()
    for number, slug in ((1, "one"), (2, "live"), (3, "three"), (4, "four")):
        make.forum(slug, edition=number, series_id=series.id, state=State.CLOSED)
    make.forum("hidden", edition=5, series_id=series.id, state=State.DRAFT)
    make.forum("elsewhere")
    page = main(client.get(PAGE).text)
    found = re.findall(r'/fr/forums/(\w+)/">', page)
    assert found == ["one", "three", "four"]
    before, after = page.index(said("Previous edition")), page.index(said("Next edition"))
    assert page.index("/one/") < before < page.index("/three/") < after < page.index("/four/")


def test_the_list_goes_year_by_year_and_knows_no_draft(app: Flask, client: FlaskClient) -> None:
    for slug, year in (("a", 2018), ("b", 2019), ("c", 2019)):
        on = date(year, 5, 1 if slug == "b" else 2)
        make.forum(slug, state=State.ARCHIVED, starts_on=on, ends_on=on)
    make.forum("undated", state=State.ARCHIVED, starts_on=None, ends_on=None)
    make.forum("draft", state=State.DRAFT)
    page = main(client.get("/fr/forums/").text)
    assert re.findall(r'/fr/forums/([\w-]+)/">', page) == ["c", "b", "a", "undated"]
    assert re.findall(r'<h2 id="year-(\w+)">', page) == ["2019", "2018", "none"]


def test_search_engines_read_what_the_page_says(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(title=Translated(fr="Assises </script><b>«d’essai»"), region="fem", slug="live")
    part = make.partner(forum, "organiser")
    event, crumbs = data(client.get(PAGE).text)
    assert (event["@type"], event["name"]) == ("Event", "Assises </script><b>«d’essai»")
    assert event["startDate"] == forum.starts_on.isoformat()
    assert event["location"]["address"]["addressRegion"] == "Fès-Meknès"
    assert event["location"]["address"]["addressCountry"] == "MA"
    assert event["organizer"] == [{"@type": "Organization", "name": make.organisation_of(part).said("fr")}]
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2]
    assert crumbs["itemListElement"][1]["item"] == f"http://localhost:8000{PAGE}"
    assert client.get(event["image"].removeprefix("http://localhost:8000")).status_code == 200


def test_what_is_not_known_is_left_out_for_search_engines_too(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(state=State.ARCHIVED, city=Translated())
    event, _crumbs = data(client.get(PAGE).text)
    assert {"location", "organizer", "superEvent"} & set(event) == set()
    with unit_of_work():
        forum.starts_on = forum.ends_on = None
    assert [one["@type"] for one in data(client.get(PAGE).text)] == ["BreadcrumbList"]


def test_what_is_told_where_a_page_is_shared_is_cut_at_a_word(app: Flask, client: FlaskClient) -> None:
    make.forum(about=Translated(fr="L’eau & <b>nous</b> " * 30))
    page = client.get(PAGE).text
    assert '<meta property="og:type" content="website">' in page
    for name in ('name="description"', 'property="og:description"'):
        found = re.search(rf'<meta {name} content="([^"]*)">', page)
        assert found
        told = unescape(found[1])
        assert (180 < len(told) <= 205, told[-1], told[:-1] in "L’eau & <b>nous</b> " * 30) == (
            True,
            "…",
            True,
        )


def test_days_of_which_nothing_is_known_stand_on_the_practical_page_too(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum(starts_on=date(2031, 11, 27), ends_on=date(2031, 11, 29))
    make.day(forum)
    with using("fr"):
        every = [day(date(2031, 11, number)) for number in (27, 28, 29)]
    assert re.findall(r'<li><div><p class="title">([^<]+)</p>', client.get(PRACTICAL).text) == every
    with unit_of_work():
        forum.ends_on = date(2032, 11, 29)
    page = client.get(PRACTICAL).text
    assert re.findall(r'<li><div><p class="title">([^<]+)</p>', page) == every[:1]
    with using("fr"):
        assert f"<p>{days(forum.starts_on, forum.ends_on)}</p>" in page


@pytest.mark.parametrize("path", [PAGE, PRACTICAL, "/fr/forums/"])
def test_a_page_asks_no_more_with_three_of_everything(app: Flask, client: FlaskClient, path: str) -> None:
    forum = make.forum()
    asked = []
    for number in range(1, 4):
        _add_one_of_each(forum, number)
        page_cache.forget(app)
        with counted() as statements:
            client.get(path)
        asked.append(len(statements))
    assert asked[0] == asked[2]


def _add_one_of_each(forum: Forum, number: int) -> None:
    with unit_of_work():
        db.session.add(Hall(forum_id=forum.id, name=Translated(fr=f"Salle {number}"), capacity=9))
    make.theme(forum, f"محور {number}")
    make.partner(forum)
    make.contact(forum)
    make.document(forum, is_public=True)
    make.session(forum)
    if number == 1:
        make.day(forum)
    make.forum(f"other-{number}")
