"""The doors of the office in a real browser: codes of an app, recovery codes, passkeys, a lost device."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Passkey, Role, SignIn, User
from app.platform.db import db
from tests import make
from tests.browser import steps
from tests.browser.conftest import Browse
from tests.browser.doors import Key, leave, set_up_codes

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])
EMAIL = "organiser@example.org"


@pytest.fixture
def user(app: Flask, live: str, monkeypatch: pytest.MonkeyPatch) -> User:
    """An organiser, on an installation that knows its own address: a passkey belongs to one."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], base_url=live))
    return make.account(Role.ORGANISER, make.forum(), email=EMAIL)


@both_languages
def test_an_organiser_comes_in_by_codes_then_by_a_passkey_then_without_the_lost_device(
    browse: Browse, user: User, locale: str
) -> None:
    page = browse(locale=locale)
    key = Key(page)
    steps.sign_in(page, locale, EMAIL)
    codes = set_up_codes(page)
    assert len(codes) == 10

    page.goto(f"/{locale}/account/passkeys")
    page.fill("#name", "My phone")
    steps.send(page.locator("form[data-passkey]"))
    expect(page.locator(".rows .title")).to_have_text("My phone")
    leave(page)

    page.goto(f"/{locale}/sign-in?next=/{locale}/office/live/")
    steps.send(page.locator("form[data-passkey]"))
    page.wait_for_url("**/office/live/")
    leave(page)

    key.lose()
    steps.sign_in(page, locale, EMAIL)
    page.wait_for_url("**/sign-in/second-step")
    page.fill("#code", codes[0])
    steps.send(page.locator("form[action$='/second-step']"))
    page.wait_for_url("**/office/")
    page.goto(f"/{locale}/account/passkeys")
    page.locator(".rows a[href$='/removal']").click()
    steps.send(page.locator("main form"))
    page.wait_for_url("**/account/passkeys")
    expect(page.locator(".rows")).to_have_count(0)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Passkey)) == 0
    assert db.session.scalars(sa.select(SignIn.strong).where(SignIn.ended_at.is_(None))).all() == [True]


@both_languages
def test_a_device_that_does_not_open_is_told_in_words_and_the_password_still_serves(
    browse: Browse, user: User, locale: str
) -> None:
    page = browse(locale=locale)
    key = Key(page)
    page.goto(f"/{locale}/sign-in")
    form = page.locator("form[data-passkey]")
    key.unlock(False)
    steps.send(form)
    said = form.locator("[data-said]")
    expect(said).to_be_visible()
    assert said.inner_text() == form.get_attribute("data-refused")
    steps.sign_in(page, locale, EMAIL)
    page.wait_for_url("**/account/second-factor")


@both_languages
def test_an_older_browser_reads_and_writes_what_is_asked_without_the_newer_functions(
    browse: Browse, user: User, locale: str
) -> None:
    page = browse(locale=locale)
    page.add_init_script(
        "delete PublicKeyCredential.parseCreationOptionsFromJSON;"
        "delete PublicKeyCredential.parseRequestOptionsFromJSON;"
        "delete PublicKeyCredential.prototype.toJSON;"
    )
    Key(page)
    steps.sign_in(page, locale, EMAIL)
    page.wait_for_url("**/account/second-factor")
    page.goto(f"/{locale}/account/passkeys")
    steps.send(page.locator("form[data-passkey]"))
    page.wait_for_url("**/recovery-codes")
    leave(page)
    page.goto(f"/{locale}/sign-in")
    steps.send(page.locator("form[data-passkey]"))
    page.wait_for_url("**/office/")


@pytest.fixture
def no_script(browse: Browse, user: User) -> Iterator[Page]:
    yield browse(locale="fr", java_script_enabled=False)


def test_without_script_no_button_is_offered_that_does_nothing(no_script: Page) -> None:
    no_script.goto("/fr/sign-in")
    expect(no_script.locator("form[data-passkey]")).to_be_hidden()
    steps.sign_in(no_script, "fr", EMAIL)
    assert len(set_up_codes(no_script)) == 10
