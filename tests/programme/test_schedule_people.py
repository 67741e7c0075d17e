"""The list of speakers, the page of each, the page of a session, and what search engines read there."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.programme.models import Session
from app.programme.speaker_rows import Speaker
from app.programme.words import PART_WORDS, Part
from tests import make, make_programme
from tests.programme import programmes
from tests.programme.pages import page, said, words


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def session(forum: Forum) -> Session:
    """A session with an abstract, a hall, a group without names."""
    hall = make.hall(forum)
    made = programmes.session(
        forum,
        "Droit",
        hall_id=hall.id,
        abstract=Translated(fr="Un **cadre**.", ar="**إطار**"),
        languages=["fr"],
    )
    make_programme.part(made)
    return made


def speaker(of: Forum, session: Session, name: str, **values: object) -> Speaker:
    """Somebody who speaks in a session, in the next release."""
    who = programmes.person(name, **values)
    make_programme.part(session, who)
    return make_programme.speaker_row(of, who)


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_page_of_a_speaker_tells_what_is_public_of_somebody(
    client: FlaskClient, forum: Forum, session: Session, locale: str
) -> None:
    who = speaker(forum, session, "Zineb", function={"fr": "Juriste", "ar": "قانونية"}, phone="+212612345678")
    with unit_of_work():
        db.session.get_one(Speaker, who.id).biography = Translated(fr="Elle **enseigne**.", ar="**تدرس**.")
    make.release(forum)
    read = page(client, f"people/{who.ref}", locale)
    with using(locale):
        part = str(PART_WORDS[Part.SPEAKER])
    expected = ["Juriste", "enseigne", "Droit"] if locale == "fr" else ["قانونية", "تدرس", "جلسة Droit"]
    assert [word for word in (*expected, part) if word not in words(read)] == []
    assert "612345678" not in read
    assert f"people/{who.ref}.ics" in read


def test_speakers_stand_by_family_name_and_groups_without_names_are_told(
    client: FlaskClient, forum: Forum, session: Session
) -> None:
    for given, family in (("Zineb", "Alaoui"), ("Amal", "Ziani"), ("Driss", "Benali")):
        make_programme.part(
            session, make.person(given_latin=given, family_latin=family, given_ar="", family_ar="")
        )
    make.release(forum)
    read = words(page(client, "people/"))
    assert re.findall("Alaoui|Ziani|Benali", read) == ["Alaoui", "Benali", "Ziani"]
    assert "D’autres intervenants" in read


def test_who_has_a_part_in_the_draft_alone_has_no_page(
    client: FlaskClient, forum: Forum, session: Session
) -> None:
    make.release(forum)
    who = speaker(forum, session, "Zineb")
    assert client.get(f"/fr/forums/live/programme/people/{who.ref}").status_code == 404
    make.release(forum)
    assert client.get(f"/fr/forums/live/programme/people/{who.ref}").status_code == 200
    other = make.forum("other")
    assert client.get(f"/fr/forums/{other.slug}/programme/people/{who.ref}").status_code == 404


def test_a_photo_is_shown_of_who_has_one(client: FlaskClient, forum: Forum, session: Session) -> None:
    who = make.person(photo=True)
    make_programme.part(session, who)
    make.release(forum)
    address = f"/photo/{(who.photo or {})['digest']}"
    assert address in page(client, "people/")
    assert client.get(address).status_code == 200


def test_the_page_of_a_session_shows_its_text_and_tells_it_to_search_engines(
    client: FlaskClient, forum: Forum, session: Session
) -> None:
    who = speaker(forum, session, "Zineb")
    make.release(forum)
    answer = client.get(f"/fr/forums/live/programme/sessions/{session.ref}").text
    assert "<strong>cadre</strong>" in answer
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer)
    data = json.loads(told[0])
    base = "http://localhost:8000/fr/forums/live/"
    assert (data["@type"], data["name"], data["@id"]) == (
        "Event",
        "Droit",
        f"{base}programme/sessions/{session.ref}",
    )
    assert data["superEvent"]["@id"] == base
    assert data["performer"] == [{"@type": "Person", "name": "Zineb El Idrissi"}]
    assert data["startDate"].startswith(f"{forum.starts_on}T10:00+0")
    assert data["location"]["name"] == "Grande salle"
    assert f"people/{who.ref}" in answer


def test_a_longer_programme_is_shown_at_a_glance_on_the_page_of_its_event(
    client: FlaskClient, forum: Forum
) -> None:
    for hour in range(9, 17):
        programmes.session(forum, f"Séance {hour}", hour, minutes=30)
    make.release(forum)
    assert said("Whole programme") not in words(client.get("/fr/forums/live/").text)
    programmes.session(forum, "Séance 17", 17)
    make.release(forum)
    read = client.get("/fr/forums/live/").text
    assert said("Whole programme") in words(read)
    found = re.findall(r"Séance \d+", read.partition('id="programme"')[2])
    assert found == [f"Séance {hour}" for hour in range(9, 14)]
    assert f"/programme/days/{forum.starts_on}" in read
