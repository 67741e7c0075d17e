"""Every page against WCAG 2.2 AA, in both languages, by day and by night, on a phone and on a desk."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.accounts.models import Role
from app.demo import loading
from app.platform.clock import today
from tests import application, make
from tests.browser import pages, steps
from tests.browser.conftest import DESK, PHONE, Browse, Scheme, serving
from tests.databases import PostgreSQL, SQLite

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = (PHONE, DESK)
FRAME = """() => ({
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  headings: document.querySelectorAll("h1").length,
  nameless: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((one) => !one.labels.length).map((one) => one.name),
})"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

everybody = pytest.mark.parametrize(("role", "locale"), list(product(pages.VISITORS, pages.LOCALES)))
Address = tuple[str, Scheme, tuple[int, int]]


@pytest.fixture(scope="module")
def demonstration(built: Flask, database: SQLite | PostgreSQL) -> Iterator[tuple[Flask, str]]:
    """The application with the demonstration of today, and where it is served."""
    database.renew()
    with built.app_context():
        loading.load(today())
        with serving(built) as base:
            yield built, base
        application.forget(built)


def faults(page: Page, locale: str) -> list[str]:
    """What is wrong with the page that is open, in words; at the end it stands at the width of a phone."""
    frame = page.evaluate(FRAME)
    expected = {"lang": locale, "dir": "rtl" if locale == "ar" else "ltr", "headings": 1, "nameless": []}
    found = [f"{name}: {value}" for name, value in frame.items() if value != expected[name]]
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    for one in Axe().run(page, options=options).response["violations"]:
        found += [f"{one['id']}: {node['html'][:160]}" for node in one["nodes"]]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wide = page.evaluate(TOO_WIDE)
    return [*found, f"{wide} px too wide"] if wide > 0 else found


def look(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str, choose: Any
) -> dict[Address, list[str]]:
    """The faults of this role's pages, at the addresses that `choose` makes of (endpoint, paths)."""
    app, base = demonstration
    client = pages.visitor(app, role)
    wrong: dict[Address, list[str]] = {}
    mine, _seen = pages.shown_to(app, client, role, locale)
    wanted = [address for name, paths in mine.items() for address in choose(name, paths)]
    for scheme in SCHEMES:
        context = chromium.new_context(base_url=base, color_scheme=scheme)
        context.add_cookies(pages.cookies(client, base))
        page = context.new_page()
        for path, _scheme, (width, height) in (one for one in wanted if one[1] == scheme):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            if found := faults(page, locale):
                wrong[path, scheme, (width, height)] = found
        context.close()
    return wrong


@everybody
def test_a_page_of_each_kind_is_open_to_everybody(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str
) -> None:
    names = sorted(demonstration[0].view_functions)

    def pairwise(name: str, paths: list[str]) -> list[Address]:
        """Each page once a language; what is light and small in one is dark or large in the other."""
        number = names.index(name) + (locale == "fr")
        return [(paths[0], SCHEMES[number % 2], SIZES[(number // 2 + (locale == "fr")) % 2])]

    assert [*look(chromium, demonstration, role, locale, pairwise)] == []


@pytest.mark.audit
@everybody
def test_every_page_in_every_mode_is_open_to_everybody(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str
) -> None:
    def everything(_name: str, paths: list[str]) -> list[Address]:
        return list(product(paths, SCHEMES, SIZES))

    assert [*look(chromium, demonstration, role, locale, everything)] == []


@pytest.mark.parametrize(("locale", "scheme"), [("ar", "dark"), ("fr", "light")])
def test_what_a_refusal_shows_is_open_to_everybody(
    app: Flask, browse: Browse, locale: str, scheme: Scheme
) -> None:
    forum = make.forum()
    category = make.category(forum, places=1)
    make.registration(forum, category)
    page = browse(locale=locale, scheme=scheme)
    page.goto(f"/{locale}/nowhere")
    assert faults(page, locale) == []
    page.goto(f"/{locale}/sign-in")
    steps.send(page.locator("main form"))
    assert faults(page, locale) == []
    page.goto(f"/{locale}/forums/live/register")
    steps.send(page.locator("#registration"))
    assert faults(page, locale) == []
    page.fill("#given_ar", "أحمد")
    page.fill("#phone", "0612345678")
    steps.send(page.locator("#registration"))
    expect(page.locator("button[name=wait]")).to_be_visible()
    assert faults(page, locale) == []
    page.locator("button[name=wait]").click()
    page.wait_for_url("**/my/**")
    assert faults(page, locale) == []


@pytest.mark.parametrize(("locale", "scheme"), [("ar", "light"), ("fr", "dark")])
def test_each_answer_of_the_desk_is_open_to_everybody(
    app: Flask, live: str, browse: Browse, locale: str, scheme: Scheme
) -> None:
    forum = make.forum()
    make.gate(forum)
    person = make.registration(forum, make.category(forum))
    page = browse(locale=locale, scheme=scheme, size=DESK)
    steps.enter(app, page.context, live, make.account(Role.DESK, forum))
    page.goto(f"/{locale}/office/live/desk")
    for typed, expected in ((person.number, "ask_identity"), ("", "admitted"), ("no code", "unreadable")):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator("#answer")).to_have_attribute("data-answer", expected)
        assert faults(page, locale) == []
