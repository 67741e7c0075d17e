"""What each release changed: the page, and the feed as another program reads it."""

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.programme import releasing
from app.programme.change_words import TURN_WORDS
from app.programme.diffing import Turn
from tests import make
from tests.programme import programmes
from tests.programme.pages import page, words

BASE = "http://localhost:8000"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def forum(app: Flask) -> Forum:
    """Two releases: one session moved, one new, one cancelled; and an internal one that moved too."""
    made = make.forum()
    moved, gone = programmes.session(made, "Forêt"), programmes.session(made, "Désert", 15)
    inside = programmes.session(made, "Interne", 17, is_public=False)
    make.release(made)
    programmes.later(moved, 2)
    programmes.later(inside, 1)
    programmes.session(made, "Oasis", 9)
    with unit_of_work():
        db.session.delete(db.session.merge(gone))
    with unit_of_work():
        releasing.release(
            made, name=Translated(fr="Mise à jour"), note=Translated(fr="Une salle <a> manqué."), by=None
        )
    return made


def test_each_release_tells_what_it_changed_the_latest_first(client: FlaskClient, forum: Forum) -> None:
    read = page(client, "changes")
    told = words(read)
    assert read.index('id="release-2"') < read.index('id="release-1"')
    assert [word for word in ("Mise à jour", "Forêt", "Oasis", "Désert") if word not in told] == []
    assert "Interne" not in told
    assert ("de 12 h à 13 h" in told, "de 10 h à 11 h" in told) == (True, True)
    with using("fr"):
        expected = [str(TURN_WORDS[turn]) for turn in (Turn.NEW, Turn.MOVED, Turn.CANCELLED)]
    assert [sentence for sentence in expected if sentence not in told] == []
    assert "<s>Désert</s>" in read


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_feed_is_valid_atom_with_absolute_addresses_that_answer(
    client: FlaskClient, forum: Forum, locale: str
) -> None:
    answer = client.get(f"/{locale}/forums/live/programme/changes.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.data)
    here = f"{BASE}/{locale}/forums/live/programme"
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": locale}
    assert feed.findtext(f"{ATOM}id") == f"{here}/changes.atom"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{here}/changes.atom", "alternate": f"{here}/changes"}
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [
        f"{here}/changes#release-2",
        f"{here}/changes#release-1",
    ]
    for one in [feed, *entries]:
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")).tzinfo
        assert one.findtext(f"{ATOM}title")
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    addresses = [link.get("href", "") for link in entries[0].iter("{http://www.w3.org/1999/xhtml}a")]
    assert len(addresses) == 2
    for address in addresses:
        assert address.startswith(here)
        assert client.get(address.removeprefix(BASE)).status_code == 200
    text = " ".join(entries[0].itertext())
    assert "Une salle <a> manqué." in text
    assert "Interne" not in text


def test_before_the_first_release_the_feed_is_empty_and_valid(app: Flask, client: FlaskClient) -> None:
    make.forum()
    feed = ET.fromstring(client.get("/fr/forums/live/programme/changes.atom").data)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")


def test_a_release_is_in_the_feed_at_once(client: FlaskClient, forum: Forum) -> None:
    client.get("/fr/forums/live/programme/changes.atom")
    programmes.session(forum, "Encore", 18)
    make.release(forum)
    feed = ET.fromstring(client.get("/fr/forums/live/programme/changes.atom").data)
    assert len(feed.findall(f"{ATOM}entry")) == 3
