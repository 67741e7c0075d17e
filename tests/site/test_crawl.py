"""Every page of the map, in each language: it answers, says which language it is in, and speaks it."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import Role
from config import ROOT
from tests import make
from tests.site.addresses import Stock, rules

BASE = "http://localhost:8000"
DIRECTIONS = {"ar": "rtl", "fr": "ltr"}
OTHER = {"ar": "fr", "fr": "ar"}
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-label", "value")
WORD = re.compile("[A-Za-z]{3}")
POLICY = {
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "img-src 'self' data: blob:",
    "style-src 'self'",
    "script-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}
# What does not answer 200: it leads on, or is there in the demonstration alone.
NOT_PAGES = {
    "accounts.recovery_codes": 303,
    "accounts.remove_passkey": 404,
    "accounts.remove_second_factor": 303,
    "accounts.rename_passkey": 404,
    "accounts.second_step": 303,
    "accounts.sign_in": 303,
    "probes.ready": 503,  # no worker leads in a test
    "profile.leave": 404,
    "rights.erase": 303,
    "rights.held": 303,
    "rights.oppose": 303,
    "rights.rectify": 303,
    "root": 302,
    "schedule_files.calendar_of_stars": 404,  # nothing is starred
    "styles_root": 302,
    "site.outbox": 404,
}


class Page(HTMLParser):
    """What a reader is told by a page, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.html: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.switch: dict[str, str] = {}
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in given}
        if tag == "html":
            self.html = found
        elif tag == "link" and "type" not in found and found.get("rel") in ("canonical", "alternate"):
            self.links[found.get("hreflang", "canonical")] = found["href"]
        elif tag == "a" and "hreflang" in found:
            self.switch[found["hreflang"]] = found["href"]
        elif tag == "meta" and found.get("name") == "description":
            self.told.append(found["content"])
        self._inside.append(tag)
        unread = tag in ("option", "button") or found.get("type") in ("checkbox", "radio", "hidden")
        self.told += [found[name] for name in SPOKEN if name in found and not (unread and name == "value")]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._inside[-1:]):
            self.told.append(" ".join(data.split()))


@cache
def foreign(locale: str) -> list[re.Pattern[str]]:
    """The source strings that have, or should have, other words in this language, in every context."""
    with Path(ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale=f"{locale}_MA")
    sources, same = set(), set()
    for message in catalogue:
        ids, strings = (
            [one] if isinstance(one, str) else list(one or ()) for one in (message.id, message.string)
        )
        sources |= set(filter(None, ids))
        same |= set(ids) & set(strings)
    patterns = []
    for source_text in sources - same:
        parts = re.split(r"%\(\w+\)[sd]", source_text)
        if any(WORD.search(part) for part in parts):
            patterns.append(re.compile(".+".join(re.escape(" ".join(part.split())) for part in parts)))
    return patterns


@pytest.fixture
def stock(app: Flask) -> Stock:
    return Stock("live")


def walk(
    app: Flask, client: FlaskClient, stock: Stock, who: str, locale: str
) -> Iterator[tuple[Rule, str, TestResponse]]:
    """Each address that this person may read, with its answer."""
    if who == "administrator":
        make.enter(client, make.account(Role.ADMINISTRATOR))
    for _get, rule in rules(app, reading=True):
        view = app.view_functions[rule.endpoint]
        if who == "administrator" or view.door == "public":
            address = stock.address(app, rule, locale=locale)
            answer = client.get(address)
            yield rule, address, answer
            answer.close()


def expected(who: str, endpoint: str) -> int:
    return 200 if (who, endpoint) == ("nobody", "accounts.sign_in") else NOT_PAGES.get(endpoint, 200)


everywhere = pytest.mark.parametrize("locale", ["ar", "fr"])
everybody = pytest.mark.parametrize("who", ["nobody", "administrator"])


@everywhere
@everybody
def test_every_page_answers_in_its_language_and_says_nothing_in_another(
    app: Flask, client: FlaskClient, stock: Stock, who: str, locale: str
) -> None:
    unspoken = foreign(locale)
    for rule, address, answer in walk(app, client, stock, who, locale):
        assert (address, answer.status_code) == (address, expected(who, rule.endpoint))
        if answer.mimetype != "text/html" or "locale" not in rule.arguments or answer.status_code == 303:
            continue
        page = Page(answer.text)
        said = (page.html["lang"], page.html["dir"])
        assert (address, *said) == (address, locale, DIRECTIONS[locale])
        if rule.endpoint.startswith("styles"):  # its samples are in no catalogue
            continue
        left = {text for text in page.told if any(pattern.fullmatch(text) for pattern in unspoken)}
        assert (address, left) == (address, set())


@everywhere
@everybody
def test_every_answer_carries_the_headers_that_protect_it(
    app: Flask, client: FlaskClient, stock: Stock, who: str, locale: str
) -> None:
    for _rule, address, answer in walk(app, client, stock, who, locale):
        found = {name: answer.headers.get(name) for name in HEADERS}
        assert (address, found) == (address, HEADERS)
        assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
        assert answer.headers["X-Request-Id"]


@everywhere
def test_public_pages_name_themselves_and_their_twin_and_both_exist(
    app: Flask, client: FlaskClient, stock: Stock, locale: str
) -> None:
    seen = 0
    for rule, address, answer in walk(app, client, stock, "nobody", locale):
        if answer.mimetype != "text/html" or "locale" not in rule.arguments or answer.status_code != 200:
            continue
        if rule.endpoint == "styles_office":
            continue
        links = Page(answer.text).links
        if "link" in rule.arguments:  # a personal page is told to nobody
            assert links == {}
            continue
        twin = stock.address(app, rule, locale=OTHER[locale])
        assert links == {
            "canonical": f"{BASE}{address}",
            locale: f"{BASE}{address}",
            OTHER[locale]: f"{BASE}{twin}",
            "x-default": f"{BASE}{address if locale == 'ar' else twin}",
        }
        assert {client.get(urlsplit(link).path).status_code for link in links.values()} == {200}
        seen += 1
    assert seen >= 5


@everywhere
def test_the_switch_of_languages_keeps_the_page(
    app: Flask, client: FlaskClient, stock: Stock, locale: str
) -> None:
    for rule, address, answer in walk(app, client, stock, "administrator", locale):
        if answer.mimetype == "text/html" and "locale" in rule.arguments and answer.status_code == 200:
            switch = Page(answer.text).switch
            assert (address, switch) == (
                address,
                {OTHER[locale]: stock.address(app, rule, locale=OTHER[locale])},
            )


@everywhere
@pytest.mark.parametrize("path", ["nowhere", "forums/nowhere/", "my/nothing-here"])
def test_a_page_that_does_not_exist_says_so_in_the_language_of_the_address(
    app: Flask, client: FlaskClient, locale: str, path: str
) -> None:
    answer = client.get(f"/{locale}/{path}")
    assert answer.status_code == 404
    page = Page(answer.text)
    assert (page.html["lang"], page.html["dir"]) == (locale, DIRECTIONS[locale])
    assert page.switch[OTHER[locale]].startswith(f"/{OTHER[locale]}/")
    assert [text for text in page.told if any(one.fullmatch(text) for one in foreign(locale))] == []
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
