"""A list of the office: searched, narrowed, ticked and acted on, with script and without."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from app.forums.models import Forum
from tests import make
from tests.browser import steps, wcag
from tests.browser.conftest import DESK, PHONE, Browse

pytestmark = pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An event with three people in two categories."""
    made = make.forum()
    first, second = make.category(made), make.category(made, name="الخبراء")
    for kind, given in ((first, "أحمد"), (first, "خديجة"), (second, "زينب")):
        make.registration(made, kind, given_ar=given, given_latin=given, phone="+212612345678")
    return made


def opened(app: Flask, live: str, browse: Browse, forum: Forum, locale: str, **how: object) -> Page:
    page = browse(locale=locale, **how)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    page.goto(f"/{locale}/office/live/registrations")
    return page


def names(page: Page) -> int:
    return page.locator(".listing tbody tr").count()


def test_rows_are_searched_narrowed_ticked_and_their_badges_shown_before_they_are_printed(
    app: Flask, live: str, browse: Browse, forum: Forum, locale: str, size: tuple[int, int]
) -> None:
    page = opened(app, live, browse, forum, locale, size=size)
    assert names(page) == 3
    page.fill("#q", "06 12 34 56 78")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("06 12 34 56 78")
    page.locator(".filters a[href*='category=']").last.click()
    page.wait_for_url(re.compile("category="))
    assert names(page) == 1
    page.locator(".filters a[aria-current]").click()
    expect(page.locator(".listing tbody tr")).to_have_count(3)
    count = page.locator("[data-count]")
    expect(count).to_be_hidden()
    boxes = page.locator("input[name=id]")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    boxes.nth(2).check()
    expect(count.locator("b")).to_have_text("2")
    page.locator("[data-tick='page']").click()
    expect(count.locator("b")).to_have_text("3")
    page.locator("[data-tick='']").click()
    expect(count).to_be_hidden()
    boxes.nth(1).check()
    assert wcag.faults(page, locale) == []
    page.locator(".bulk button[formaction*='/badges']").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    assert wcag.faults(page, locale) == []
    page.locator("input[value=cr80]").check()
    # Chromium would open its own reader of PDF, which asks for pages that are not ours.
    filled = page.locator("main form").evaluate("form => Object.fromEntries(new FormData(form))")
    assert page.request.post(page.url, form=filled).headers["content-type"] == "application/pdf"


def test_without_script_all_that_match_are_ticked_by_a_link(
    app: Flask, live: str, browse: Browse, forum: Forum, locale: str, size: tuple[int, int]
) -> None:
    page = opened(app, live, browse, forum, locale, size=size, java_script_enabled=False)
    page.locator("[data-tick='page']").click()
    expect(page.locator("[data-count] b")).to_have_text("3")
    page.locator(".bulk button[formaction*='/badges']").click()
    expect(page.locator("main tbody tr")).to_have_count(3)
