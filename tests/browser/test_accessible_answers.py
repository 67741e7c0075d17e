"""What a page shows after an answer, against WCAG 2.2 AA: refusals, the waiting list, the desk."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.accounts.models import Role
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, Browse, Scheme
from tests.browser.wcag import faults


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
    page.locator("[data-next]:visible").click()
    expect(page.locator("[data-live]")).to_be_visible()
    assert faults(page, locale) == []
    steps.reply(page, given_ar="أحمد", phone="0612345678")
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
