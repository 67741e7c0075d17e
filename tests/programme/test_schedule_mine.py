"""One's own programme: an address that carries the stars."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform import limits
from app.platform.db import db, unit_of_work
from app.programme.models import Session
from app.programme.words import Kind
from tests import make
from tests.programme import programmes
from tests.programme.pages import page, said, titles, words


@pytest.fixture
def sessions(app: Flask) -> list[Session]:
    """Two of the same hour, one later, one internal, a pause."""
    forum = make.forum()
    made = [
        programmes.session(forum, "Une"),
        programmes.session(forum, "Deux", minutes=30),
        programmes.session(forum, "Trois", 14),
        programmes.session(forum, "Interne", 16, is_public=False),
        programmes.session(forum, "Pause", 12, kind=Kind.BREAK),
    ]
    make.release(forum)
    return made


def stars(*of: Session) -> str:
    return "mine?" + "&".join(f"s={one.ref}" for one in of)


def test_without_stars_every_session_is_offered_but_pauses_and_ticks_lead_to_an_address(
    client: FlaskClient, sessions: list[Session]
) -> None:
    read = page(client, "mine")
    assert [one.ref for one in sessions if f'value="{one.ref}"' in read] == [one.ref for one in sessions[:3]]
    assert '<form class="form choose" action="/fr/forums/live/programme/mine" method="get">' in read
    assert "csrf" not in read


def test_the_address_shows_its_sessions_those_that_overlap_and_their_calendar(
    client: FlaskClient, sessions: list[Session]
) -> None:
    read = page(client, stars(*sessions[:3]))
    assert titles(read) == ["Une", "Deux", "Trois"]
    overlap = said("%(first)s and %(second)s overlap.", first="Une", second="Deux")
    assert words(read).count(overlap) == 1
    assert f"mine.ics?s={sessions[0].ref}&amp;s={sessions[1].ref}&amp;s={sessions[2].ref}" in read
    apart = page(client, stars(sessions[0], sessions[2]))
    assert said("At the same time") not in words(apart)
    assert client.get(f"/ar/forums/live/programme/{stars(sessions[0])}").status_code == 200


def test_what_was_cancelled_is_named_and_what_is_not_public_is_counted_alone(
    client: FlaskClient, sessions: list[Session]
) -> None:
    with unit_of_work():
        db.session.delete(db.session.merge(sessions[2]))
    make.release(db.session.get_one(Forum, sessions[0].forum_id))
    read = page(client, stars(*sessions) + "&s=unknown")
    assert said("Cancelled: %(title)s", title="Trois") in words(read)
    assert "Interne" not in read
    assert "2 séances" in words(read)


def test_an_address_with_stars_is_in_no_search_engine_and_no_flood_is_drawn(
    app: Flask, client: FlaskClient, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], limits_url="memory:"))
    monkeypatch.setitem(app.extensions, "limits", None)
    limits.init(app)
    address = f"/fr/forums/live/programme/{stars(sessions[0])}"
    answers = [client.get(address) for _ in range(121)]
    assert [one.status_code for one in answers] == [200] * 120 + [429]
    assert '<meta name="robots" content="noindex">' in answers[0].text
    assert client.get("/fr/forums/live/programme/mine").status_code == 429
    assert client.get("/fr/forums/live/programme/").status_code == 200
