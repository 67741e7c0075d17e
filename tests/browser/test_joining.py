"""Somebody is invited to organise an event, joins, and loses the device that opened the account."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from tests import letters, make
from tests.browser import steps
from tests.browser.conftest import DESK, Browse
from tests.browser.doors import Key, leave, set_up_codes

INVITED = "colleague@example.org"
NEW = "un thé à la menthe, sans sucre"


@pytest.fixture
def organiser(app: Flask, live: str, monkeypatch: pytest.MonkeyPatch, browse: Browse) -> Page:
    """An organiser of the event, on an installation that knows its own address."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], base_url=live))
    page = browse(locale="fr", size=DESK)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, make.forum()))
    return page


def invited(app: Flask, page: Page, locale: str) -> str:
    """The link in the letter that the organiser's form sends."""
    page.goto("/fr/office/live/")
    page.locator("nav.side a[href='/fr/office/live/team']").click()
    page.locator("main a[href='/fr/office/live/team/invite']").first.click()
    page.fill("#email", INVITED)
    page.fill("#name_", "زينب التازي")
    page.select_option("#role", "organiser")
    page.select_option("#language", locale)
    steps.send(page.locator("main form"))
    page.wait_for_url("**/office/live/team")
    (letter,) = letters.to(app, INVITED)
    found = re.search(r"http://\S+", letters.text(letter))
    assert found
    return found[0]


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_an_invited_organiser_joins_with_two_steps_adds_a_passkey_and_loses_the_device(
    app: Flask, browse: Browse, organiser: Page, locale: str
) -> None:
    link = invited(app, organiser, locale)
    page = browse(locale=locale)
    key = Key(page)
    page.goto(link)
    assert page.locator("html").get_attribute("lang") == locale
    page.fill("#new", NEW)
    steps.send(page.locator("form[action$='/account']"))
    codes = set_up_codes(page)

    page.goto(f"/{locale}/account/passkeys")
    steps.send(page.locator("form[data-passkey]"))
    expect(page.locator(".rows .title")).to_have_count(1)
    leave(page)
    page.goto(f"/{locale}/sign-in")
    steps.send(page.locator("form[data-passkey]"))
    page.wait_for_url("**/office/")
    page.goto(f"/{locale}/office/live/team")
    expect(page.get_by_text("زينب التازي").first).to_be_visible()
    leave(page)

    key.lose()
    steps.sign_in(page, locale, INVITED, NEW)
    page.wait_for_url("**/sign-in/second-step")
    page.fill("#code", codes[0])
    steps.send(page.locator("form[action$='/second-step']"))
    page.wait_for_url("**/office/")
    page.goto(f"/{locale}/account/devices")
    expect(page.locator(".rows > li")).to_have_count(1)
