"""Home, what robots may read, and the outbox of the demonstration."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.platform import jobs, mail
from app.platform.text import Translated
from tests import forms, make


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/ar/"),
        ("fr", "/fr/"),
        ("ar-MA,fr;q=0.5", "/ar/"),
        ("de", "/ar/"),
        ("de,fr;q=0.9,ar;q=0.1", "/fr/"),
    ],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(
    client: FlaskClient, asked: str, led: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.location) == (302, led)
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_an_empty_installation_has_a_home_page(client: FlaskClient, locale: str) -> None:
    page = client.get(f"/{locale}/")
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1


def test_past_editions_stand_in_the_order_of_their_dates(client: FlaskClient, app: Flask) -> None:
    for place, day in (("Meknès", "2019-06-22"), ("Casablanca", "2018-07-03"), ("Tétouan", "2018-12-22")):
        on = date.fromisoformat(day)
        make.forum(
            place.lower().replace("è", "e").replace("é", "e"),
            state=State.ARCHIVED,
            city=Translated(fr=place),
            starts_on=on,
            ends_on=on,
        )
    page = client.get("/fr/").text
    assert page.index(">Casablanca<") < page.index(">Tétouan<") < page.index(">Meknès<")
    assert "/register" not in page


def test_a_public_page_may_be_kept_and_sets_no_cookie(client: FlaskClient, app: Flask) -> None:
    make.category(make.forum())
    for path in ("/fr/", "/fr/forums/live/"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_robots_are_kept_out_of_offices_and_personal_pages(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    closed = [line.removeprefix("Disallow: ") for line in answer.text.splitlines() if "Disallow" in line]
    assert closed == [
        f"/{locale}/{place}/"
        for locale in ("ar", "fr")
        for place in ("office", "directory", "administration", "account", "my")
    ]


def test_robots_are_told_where_every_page_is_named(client: FlaskClient) -> None:
    told = client.get("/robots.txt").text.splitlines()
    assert told[-1] == "Sitemap: http://localhost:8000/sitemap.xml"
    assert client.get("/sitemap.xml").status_code == 200


def test_the_demonstration_shows_the_letters_and_their_links_open(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.category(make.forum())
    person = {"given_latin": "Zineb", "email": "zineb@example.org", "notice_read": "y"}
    personal = forms.send(client, "/fr/forums/live/register", person).location.partition("?")[0]
    jobs.run_due(app)
    (tmp_path / "1.eml").write_bytes(mail.carried()[0].as_bytes())
    settings = replace(
        app.config["SETTINGS"], mode="demo", limits_url="memory:", mail_url=f"folder:{tmp_path}"
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    page = client.get("/ar/outbox")
    assert page.status_code == 200
    assert f'href="http://localhost:8000{personal}"' in page.text
    assert '<pre class="letter" lang="fr" dir="ltr">' in page.text
    assert client.get("/ar/", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_method=x", "_anchor=x", "_external=1", "_scheme=ftp", "é=1"]
)
def test_no_query_makes_a_page_fail_or_lead_elsewhere(client: FlaskClient, query: str) -> None:
    page = client.get(f"/ar/search?{query}")
    assert page.status_code == 200
    assert 'href="/fr/search?' in page.text


def test_a_title_in_one_language_alone_spoils_no_attribute(client: FlaskClient) -> None:
    make.forum(title=Translated(ar="مناظرة «أ»"), motto=Translated(ar='شعار "الدورة"'))
    page = client.get("/fr/forums/live/").text
    assert "<title>مناظرة «أ»" in page
    assert 'content="شعار &#34;الدورة&#34;"' in page


def test_a_number_beyond_every_key_is_no_address(client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    make.forum()
    for path in ("programme/99999999999999999999", "halls/99999999999999999999/removal"):
        assert client.get(f"/fr/office/live/{path}").status_code == 404
