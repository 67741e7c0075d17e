"""What no rule of one page says: long words stay on their page, fields in one line stand level."""

import pytest
from flask import Flask

from app.accounts.models import Role
from app.platform.text import Translated
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

LONG = Translated(ar="مستشفياتهم" * 10, fr="Anticonstitutionnellement" * 4)
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > window.innerWidth"
PAGES = (
    "/forums/",
    "/forums/live/",
    "/forums/live/practical",
    "/office/",
    "/office/live/",
    "/office/live/themes",
    "/office/live/contacts",
    "/directory/people",
    "/directory/people/{person}",
)


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_a_word_of_a_hundred_letters_widens_no_page(
    app: Flask, live: str, browse: Browse, locale: str
) -> None:
    forum = make.forum(title=LONG, motto=LONG, city=LONG, venue=LONG, address=LONG)
    make.theme(forum, LONG.said(locale))
    make.contact(forum, label=LONG, email=f"{'a' * 60}@{'b' * 50}.example")
    person = make.person(forum, email=f"{'a' * 60}@{'b' * 50}.example", family_ar=LONG["ar"], function=LONG)
    page = browse(locale=locale, size=PHONE)
    steps.enter(app, page.context, live, make.account(Role.ADMINISTRATOR))
    wide = []
    for path in PAGES:
        page.goto(f"/{locale}{path.format(person=person.id)}")
        if page.evaluate(WIDER_THAN_THE_SCREEN):
            wide.append(path)
    assert wide == []


def test_fields_side_by_side_stand_level_and_a_suggestion_reads_as_its_page(
    app: Flask, live: str, browse: Browse
) -> None:
    page = browse(locale="fr", size=DESK)
    steps.enter(app, page.context, live, make.account(Role.ADMINISTRATOR))
    page.goto("/fr/directory/people/new")
    top = "field => Math.round(field.getBoundingClientRect().top)"
    for mark in ("label[for=civility], label[for=degree]", "#civility, #degree"):
        tops = page.locator(mark).evaluate_all(f"fields => fields.map({top})")
        assert (len(tops), len(set(tops))) == (2, 1)
    assert page.locator("[data-for=given_ar]").evaluate("hint => getComputedStyle(hint).direction") == "ltr"


def test_the_hint_of_a_search_begins_where_the_page_begins_and_a_card_has_no_empty_line(
    app: Flask, live: str, browse: Browse
) -> None:
    make.person()
    page = browse(locale="ar", size=PHONE)
    steps.enter(app, page.context, live, make.account(Role.ADMINISTRATOR))
    page.goto("/ar/directory/people")
    search = page.locator("#q")
    assert search.evaluate("field => getComputedStyle(field).direction") == "rtl"
    search.fill("Alami")
    assert search.evaluate("field => getComputedStyle(field).direction") == "ltr"
    assert page.locator("tbody td[data-label]:visible").count() == 1
