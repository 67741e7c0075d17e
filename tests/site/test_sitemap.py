"""The list of all public pages for search engines."""

import xml.etree.ElementTree as ET

from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.programme import released
from tests import make

BASE = "http://localhost:8000"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(client: FlaskClient) -> dict[str, dict[str, str]]:
    """Each address with its twins by language."""
    answer = client.get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    return {
        url.findtext(f"{NS}loc", ""): {one.attrib["hreflang"]: one.attrib["href"] for one in url.iter(LINK)}
        for url in ET.fromstring(answer.data)
    }


def test_every_public_page_stands_there_with_its_twins(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    make.forum("draft", state=State.DRAFT)
    signed = make.signed(forum)
    make.agreement(forum)
    pages = read(client)
    paths = ["/", "/forums/", "/legal", "/privacy", "/accessibility", "/contact"]
    paths += ["/forums/live/", "/forums/live/practical", f"/forums/live/agreements/{signed.ref}"]
    assert list(pages) == [f"{BASE}/{locale}{path}" for path in paths for locale in ("ar", "fr")]
    for address, twins in pages.items():
        path = address.removeprefix(BASE)[3:]
        arabic = f"{BASE}/ar{path}"
        assert twins == {"ar": arabic, "fr": f"{BASE}/fr{path}", "x-default": arabic}
        assert client.get(address.removeprefix(BASE)).status_code == 200


def test_the_pages_of_a_released_programme_stand_there_and_nothing_internal(
    app: Flask, client: FlaskClient
) -> None:
    forum = make.forum()
    hidden = make.session(forum, starts_at=at(forum.starts_on, 15), is_public=False)
    assert "/programme/" not in " ".join(read(client))
    speaker = make.speaking(forum)
    shown = db.session.scalars(released.shown(forum.id)).one()
    paths = ["", "people/", "changes", f"sessions/{shown.ref}", f"people/{speaker.ref}"]
    pages = [address for address in read(client) if "/programme/" in address]
    assert pages == [
        f"{BASE}/{locale}/forums/live/programme/{path}" for path in paths for locale in ("ar", "fr")
    ]
    assert hidden.ref not in " ".join(pages)
    assert {client.get(address.removeprefix(BASE)).status_code for address in pages} == {200}


def test_an_event_that_is_announced_is_there_at_once(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(state=State.DRAFT)
    assert f"{BASE}/fr/forums/live/" not in read(client)
    with unit_of_work():
        forum.state = State.ANNOUNCED
    assert f"{BASE}/fr/forums/live/" in read(client)
