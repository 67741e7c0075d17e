"""What a page shows after an answer, against WCAG 2.2 AA: refusals, the waiting list, the desk."""

import re
from urllib.parse import urlsplit

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
def test_what_registering_answers_is_open_to_everybody(
    app: Flask, browse: Browse, locale: str, scheme: Scheme
) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum), phone="+212612345678")
    page = browse(locale=locale, scheme=scheme)
    page.goto(f"/{locale}/forums/live/register")
    page.fill("#given_ar", "خديجة")
    page.locator(".later button").click()
    page.wait_for_url("**/register/draft/**")
    assert faults(page, locale) == []
    page.goto(urlsplit(page.locator(".carry-link a").get_attribute("href") or "").path)
    assert page.locator("#given_ar").input_value() == "خديجة"
    steps.reply(page, family_ar="العلمي", phone="0612345678")
    page.wait_for_selector("main a[href$='/register/find']")
    assert faults(page, locale) == []
    page.locator("main a[href$='/register/find']").click()
    page.fill("#number", "123456")
    page.fill("#phone", "0612345678")
    page.locator("form.find button").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    assert faults(page, locale) == []


@pytest.mark.parametrize(("locale", "scheme"), [("ar", "dark"), ("fr", "light")])
def test_each_act_on_many_registrations_is_open_to_everybody(
    app: Flask, live: str, browse: Browse, locale: str, scheme: Scheme
) -> None:
    forum = make.forum()
    category = make.category(forum, places=1)
    make.category(forum)
    make.registration(forum, category)
    make.registration(forum, category, given_ar="ليلى", given_latin="Leila", wait=True)
    page = browse(locale=locale, scheme=scheme, size=DESK)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    for deed in ("refusal", "waiting", "category", "contact", "withdrawal", "approval", "letter"):
        page.goto(f"/{locale}/office/live/registrations")
        page.locator("[data-tick='page']").click()
        with page.expect_navigation():
            page.locator(f"button[formaction$='/acts/{deed}']").evaluate("button => button.click()")
        assert page.url.endswith(f"/acts/{deed}")
        assert faults(page, locale) == []
    with page.expect_navigation(url=re.compile(r"/acts/[0-9]+$")):
        page.locator("main form.form button").click()
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
