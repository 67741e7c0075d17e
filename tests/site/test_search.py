"""The public search: forgiving, and of what is public alone."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State
from app.people.models import Person
from app.platform import limits
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme.models import Participation
from app.programme.words import Part
from tests import make, make_programme


def hits(client: FlaskClient, query: str, locale: str = "fr") -> list[str]:
    answer = client.get(f"/{locale}/search", query_string={"q": query})
    assert answer.status_code == 200
    page = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.findall(r'<p class="title"><a href="([^"]+)"', page)


@pytest.fixture
def stock(app: Flask) -> None:
    forum = make.forum(title=Translated(ar="المناظرة الوطنية", fr="Assises de l’Élan associatif"))
    make.forum("draft", state=State.DRAFT, title=Translated(fr="Assises secrètes"))
    ref = make.signed(forum)
    with unit_of_work():
        ref.title = Translated(ar="اتفاقية الإطار", fr="Convention du Haouz")
    hidden = make.agreement(forum)
    with unit_of_work():
        hidden.title = Translated(fr="Convention cachée")
    speaker = Person(given_ar="أحمد", family_ar="العلوي", given_latin="Ahmed", family_latin="El Alaoui")
    speaker.phone, speaker.email = "+212612345678", "ahmed@example.org"
    apart = Person(given_latin="Ahmed", family_latin="Absent")
    title = Translated(ar="أخلاقيات المهنة", fr="La déontologie")
    session = make.session(forum, title=title)
    again = make.session(forum, starts_at=at(forum.starts_on, 15))
    make_programme.talk(again, title=Translated(fr="Le levain"))
    make.session(forum, starts_at=at(forum.starts_on, 16), title=Translated(fr="Interne"), is_public=False)
    with unit_of_work():
        db.session.add_all([speaker, apart])
        db.session.flush()
        for one in (session, again):
            db.session.add(Participation(session_id=one.id, person_id=speaker.id, part=Part.SPEAKER))
    make.release(forum)
    make.session(forum, starts_at=at(forum.starts_on, 17), title=Translated(fr="Brouillon"))


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("elan", ["/fr/forums/live/"]),
        ("المناظره الوطنيه", ["/fr/forums/live/"]),
        ("associatif assises", ["/fr/forums/live/"]),
        ("IFRANE", ["/fr/forums/live/"]),
        ("haouz", ["agreement"]),
        ("اتفاقيه الاطار", ["agreement"]),
        ("alaoui ahmed", ["speaker"]),
        ("احمد العلوى", ["speaker"]),
        ("deontologie", ["session"]),
        ("اخلاقيات المهنه", ["session"]),
        ("levain", ["session"]),
        ("interne", []),
        ("brouillon", []),
        ("secretes", []),
        ("cachee", []),
        ("absent", []),
        ("612345678", []),
        ("ahmed@example.org", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("zzz", []),
    ],
)
def test_what_is_public_is_found_in_any_spelling_and_nothing_else(
    client: FlaskClient, query: str, found: list[str]
) -> None:
    kinds = {"/agreements/": "agreement", "/people/": "speaker", "/sessions/": "session"}
    seen = [next((kinds[part] for part in kinds if part in one), one) for one in hits(client, query)]
    assert seen == found


@pytest.mark.usefixtures("stock")
def test_what_is_looked_for_is_shown_as_text_and_kept_nowhere(client: FlaskClient) -> None:
    page = client.get("/fr/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_longer_question_than_anybody_asks_is_cut(client: FlaskClient) -> None:
    assert f'value="{"a" * 100}"' in client.get("/fr/search", query_string={"q": "a" * 5000}).text


@pytest.mark.usefixtures("stock")
def test_the_search_stops_a_flood_from_one_address(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], limits_url="memory:"))
    monkeypatch.setitem(app.extensions, "limits", None)
    limits.init(app)
    statuses = [client.get("/fr/search?q=elan").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert client.get("/fr/search?q=elan", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert client.get("/fr/").status_code == 200
