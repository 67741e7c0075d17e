"""What a browser without script can do: all that a participant needs, and signing in."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from app.forums.models import Forum
from tests import make
from tests.browser import steps
from tests.browser.conftest import Browse

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An open event with a single place."""
    made = make.forum()
    make.category(made, places=1)
    return made


def ask_for_a_place(page: Page, locale: str, name: str, phone: str) -> None:
    """Fill in the form of the event and send it."""
    page.goto(f"/{locale}/forums/live/")
    page.locator(f"main a[href='/{locale}/forums/live/register']").first.click()
    steps.reply(page, given_ar=name, phone=phone)


@both_languages
def test_somebody_registers_corrects_cancels_and_another_waits(
    browse: Browse, forum: Forum, locale: str
) -> None:
    page = browse(locale=locale, java_script_enabled=False)
    ask_for_a_place(page, locale, "أحمد", "12")
    expect(page.locator("[data-errors]")).to_be_visible()
    page.locator("[data-errors] a").click()
    assert page.url.endswith("#phone")
    assert page.locator("#given_ar").input_value() == "أحمد"
    page.fill("#phone", "0612345678")
    steps.register(page)
    page.wait_for_url("**/my/**")
    expect(page.locator(".carry-code svg")).to_be_visible()

    other = browse(locale=locale, java_script_enabled=False)
    ask_for_a_place(other, locale, "ليلى", "0698765432")
    other.wait_for_url("**/my/**")
    expect(other.locator(".carry-code")).to_have_count(0)

    page.locator("a[href$='/cancellation']").click()
    steps.send(page.locator("main form"))
    expect(page.locator(".carry-code")).to_have_count(0)


@both_languages
def test_somebody_of_the_office_signs_in_and_out(browse: Browse, forum: Forum, locale: str) -> None:
    make.account(Role.READER, forum, email="reader@example.org")
    page = browse(locale=locale, java_script_enabled=False)
    page.goto(f"/{locale}/office/live/")
    page.wait_for_url("**/sign-in?**")
    page.fill("#email", "reader@example.org")
    page.fill("#password", "not the password")
    steps.send(page.locator("main form"))
    expect(page.locator("[data-errors]")).to_be_visible()
    page.fill("#password", make.PASSWORD)
    steps.send(page.locator("main form"))
    page.wait_for_url(f"**/{locale}/office/live/")
    page.locator(".side-fold summary").click()
    page.locator(f".side-fold a[href='/{locale}/office/live/agreements']").click()
    page.wait_for_url("**/agreements")
    steps.send(page.locator("form.leave"))
    page.goto(f"/{locale}/office/")
    page.wait_for_url("**/sign-in?**")
