"""The thin line, walked by a participant."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.forums.models import Forum
from app.platform import jobs, mail
from app.platform.db import db
from app.registrations.models import Registration
from app.verification import codes, keys
from tests import make
from tests.browser import steps
from tests.browser.conftest import Browse

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An open event with a hall, a released session and a category."""
    made = make.forum()
    hall = make.hall(made)
    make.session(made, hall_id=hall.id)
    make.release(made)
    make.category(made)
    return made


def register(page: Page, locale: str, **values: str) -> None:
    """From the home page to the personal page, on what is shown there."""
    page.goto(f"/{locale}/")
    page.locator(f"main a[href='/{locale}/forums/live/']").first.click()
    expect(page.locator("#programme")).to_be_visible()
    page.locator(f"main a[href='/{locale}/forums/live/register']").first.click()
    steps.reply(page, **values)
    page.wait_for_url("**/my/**")


@both_languages
def test_somebody_registers_from_the_home_page_and_leaves_with_a_badge(
    app: Flask, browse: Browse, forum: Forum, locale: str
) -> None:
    page = browse(locale=locale)
    register(
        page,
        locale,
        given_ar="فاطمة الزهراء",
        family_ar="بنعلي",
        given_latin="Fatima Zahra",
        family_latin="Benali",
        phone="0612345678",
    )
    written = page.locator("section[aria-labelledby=written]").inner_text()
    assert [name in written for name in ("فاطمة الزهراء بنعلي", "Fatima Zahra Benali")] == [True, True]
    on_screen = steps.codes_in(page.locator(".carry-code svg").screenshot())
    paper = page.request.get(page.locator("a[href$='badge-a6.pdf']").get_attribute("href") or "")
    assert paper.headers["content-type"] == "application/pdf"
    assert on_screen == steps.codes_on(paper.body())
    db.session.rollback()
    person = db.session.query(Registration).one()
    assert codes.read(keys.badge_keys(), on_screen[0]).registration_id.hex() == person.public_id


@both_languages
def test_the_letter_leads_back_to_the_personal_page_where_the_place_is_given_back(
    app: Flask, browse: Browse, forum: Forum, locale: str
) -> None:
    page = browse(locale=locale)
    register(page, locale, given_latin="Khadija", family_latin="El Alami", email="khadija@example.org")
    jobs.run_due(app)
    (letter,) = mail.carried()
    assert letter["To"] == "khadija@example.org"
    text = letter.get_body(("plain",)).get_content()
    page = browse(locale=locale)
    page.goto(next(match[1] for match in LINK.finditer(text)))
    assert page.locator("html").get_attribute("lang") == locale
    page.locator("a[href$='/cancellation']").click()
    steps.send(page.locator("main form"))
    expect(page.locator(".carry-code")).to_have_count(0)
    expect(page.locator("a[href$='/cancellation']")).to_have_count(0)
    db.session.rollback()
    assert db.session.query(Registration).one().state == "cancelled"
