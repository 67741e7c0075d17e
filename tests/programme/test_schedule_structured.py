"""What the pages of a programme tell machines: schema.org, the files in the head; and how long they are."""

import json
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.programme.words import KIND_WORDS, Kind, Part
from tests import make, make_programme
from tests.programme import programmes
from tests.programme.pages import page

BASE = "http://localhost:8000/fr/forums/live"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=date(2026, 6, 5), ends_on=date(2026, 6, 6), venue=Translated(fr="Palais"))


def told(client: FlaskClient, ref: str) -> dict[str, Any] | None:
    text = client.get(f"/fr/forums/live/programme/sessions/{ref}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found[1]) if found else None


def test_a_session_is_an_event_within_its_event_and_names_each_person_once(
    client: FlaskClient, forum: Forum
) -> None:
    hall, who, gone = make.hall(forum), programmes.person("Zineb"), programmes.person("Driss")
    made = programmes.session(forum, "Droit", hall_id=hall.id, languages=["ar"])
    make_programme.part(made, who, Part.MODERATOR)
    make_programme.part(made, who, talk=make_programme.talk(made))
    make_programme.part(made, gone)
    make.release(forum)
    with unit_of_work():
        gone.erased_at = at(forum.starts_on, 0)
    assert forum.starts_on
    day = forum.starts_on.isoformat()
    assert told(client, made.ref) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{BASE}/programme/sessions/{made.ref}",
        "url": f"{BASE}/programme/sessions/{made.ref}",
        "name": "Droit",
        "startDate": f"{day}T10:00+01:00",
        "endDate": f"{day}T11:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "inLanguage": ["ar"],
        "location": {"@type": "Place", "name": "Grande salle", "address": "Palais, Ifrane"},
        "performer": [{"@type": "Person", "name": "Zineb El Idrissi"}],
        "superEvent": {
            "@type": "Event",
            "@id": f"{BASE}/",
            "name": "Assises d’essai",
            "startDate": day,
            "location": {"@type": "Place", "name": "Palais, Ifrane", "address": "Palais, Ifrane"},
        },
    }


def test_a_session_without_a_title_has_the_name_of_its_kind_and_one_without_an_hour_is_no_event(
    client: FlaskClient, forum: Forum
) -> None:
    unnamed = make.session(forum, title=Translated(), kind=Kind.WORKSHOP)
    timeless = make.session(forum, starts_at=None, minutes=None)
    make.release(forum)
    with using("fr"):
        kind = str(KIND_WORDS[Kind.WORKSHOP])
    assert (told(client, unnamed.ref) or {}).get("name") == kind
    assert told(client, timeless.ref) is None


def test_the_head_of_the_programme_leads_to_its_files_once_there_is_one(
    client: FlaskClient, forum: Forum
) -> None:
    address = "/fr/forums/live/programme/"
    files = ["changes.atom", "calendar.ics", "programme.csv", "programme.json"]

    def heads() -> list[str]:
        return re.findall(
            rf'<link rel="alternate" type="[^"]+" [^>]*href="{address}([^"]+)"', client.get(address).text
        )

    assert heads() == []
    make.session(forum)
    make.release(forum)
    assert heads() == files


def test_a_long_programme_is_brief_on_a_phone_and_each_of_its_days_leads_to_all_of_it(
    client: FlaskClient, forum: Forum
) -> None:
    assert forum.starts_on
    day = forum.starts_on.isoformat()
    for number in range(8):
        programmes.session(forum, f"Séance {number}", 9 + number)
    make.release(forum)
    assert 'class="day brief"' not in page(client)
    programmes.session(forum, "Une de plus", 18)
    make.release(forum)
    read = page(client)
    assert 'class="day brief"' in read
    assert (
        f'<a href="/fr/forums/live/programme/days/{day}">'
        in read.partition('id="day-')[2].partition("</h2>")[0]
    )
    assert 'class="day"' in page(client, f"days/{day}")
