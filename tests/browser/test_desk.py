"""The desk, as somebody with a hand scanner works there."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from app.accounts.models import Role
from app.checkin.models import Admission
from app.forums.models import Forum
from app.platform.db import db
from app.registrations import links
from app.registrations.models import Category, Registration
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, Browse

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An open event with a gate."""
    made = make.forum()
    make.gate(made)
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    """Its category."""
    return make.category(forum)


def desk(browse: Browse, forum: Forum, locale: str, **more: Any) -> Page:
    """Somebody of the desk, signed in through the form, at the page of the desk."""
    make.account(Role.DESK, forum, email="desk@example.org")
    page = browse(locale=locale, size=DESK, **more)
    steps.sign_in(page, locale, "desk@example.org")
    page.goto(f"/{locale}/office/live/desk")
    expect(page.locator("#code")).to_be_focused()
    return page


def scan(page: Page, code: str) -> None:
    """A hand scanner: it types into whatever has the focus, then presses Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def answer(page: Page, expected: str) -> Locator:
    """What the screen says."""
    shown = page.locator("#answer")
    expect(shown).to_have_attribute("data-answer", expected)
    return shown


def code_on_phone(browse: Browse, person: Registration, locale: str) -> str:
    """The code as the participant's phone shows it."""
    phone = browse(locale=locale)
    phone.goto(f"/{locale}/my/{links.token(person)}")
    (code,) = steps.codes_in(phone.locator(".carry-code svg").screenshot())
    return code


def forged(code: str) -> str:
    """The same with another character in the middle of its signature."""
    return code[:60] + ("A" if code[60] != "A" else "B") + code[61:]


@both_languages
def test_the_desk_reads_badge_after_badge_without_touching_the_page(
    browse: Browse, forum: Forum, category: Category, locale: str
) -> None:
    person = make.registration(forum, category)
    code = code_on_phone(browse, person, locale)
    page = desk(browse, forum, locale)
    for typed, expected in ((code, "admitted"), (code, "already_in"), (forged(code), "forged")):
        scan(page, typed)
        shown = answer(page, expected)
        expect(page.locator("#code")).to_be_focused()
        expect(page.locator("#code")).to_have_value("")
        if expected == "admitted":
            assert shown.locator(".who [lang=ar]").inner_text() == "خديجة العلمي"
        assert shown.locator(".why").count() == (expected == "already_in")


@both_languages
def test_a_registration_number_asks_who_it_is_before_it_admits(
    browse: Browse, forum: Forum, category: Category, locale: str
) -> None:
    person = make.registration(forum, category)
    page = desk(browse, forum, locale)
    scan(page, person.number)
    shown = answer(page, "ask_identity")
    assert shown.locator(".who [lang=fr]").inner_text() == "Khadija El Alami"
    steps.send(shown.locator("form"))
    answer(page, "admitted")
    expect(page.locator("#code")).to_be_focused()


def test_a_badge_read_while_the_desk_asks_for_a_name_is_read_and_admits_nobody_else(
    browse: Browse, forum: Forum, category: Category
) -> None:
    asked = make.registration(forum, category)
    other = make.registration(forum, category, given_latin="Youssef", email="youssef@example.org")
    page = desk(browse, forum, "fr")
    scan(page, asked.number)
    answer(page, "ask_identity")
    page.locator("#answer button").focus()
    scan(page, code_on_phone(browse, other, "fr"))
    shown = answer(page, "admitted")
    assert shown.locator(".who [lang=fr]").inner_text() == "Youssef El Alami"
    scan(page, asked.number)
    answer(page, "ask_identity")


def test_the_next_badge_may_be_read_before_the_desk_has_answered(
    browse: Browse, forum: Forum, category: Category
) -> None:
    first = make.registration(forum, category)
    second = make.registration(forum, category, given_latin="Youssef", email="youssef@example.org")
    read = [code_on_phone(browse, one, "ar") for one in (first, second)]
    page = desk(browse, forum, "ar")
    for code in read:
        scan(page, code)
    expect(page.locator("#answer .who [lang=fr]")).to_have_text("Youssef El Alami")
    answer(page, "admitted")
    db.session.rollback()
    assert db.session.query(Admission).count() == 2


@both_languages
def test_the_desk_works_without_script(browse: Browse, forum: Forum, category: Category, locale: str) -> None:
    person = make.registration(forum, category)
    other = make.registration(forum, category, given_latin="Youssef", email="youssef@example.org")
    code = code_on_phone(browse, person, locale)
    page = desk(browse, forum, locale, java_script_enabled=False)
    for typed, expected in ((code, "admitted"), (code, "already_in"), (forged(code), "forged")):
        scan(page, typed)
        answer(page, expected)
    scan(page, other.number)
    steps.send(answer(page, "ask_identity").locator("form"))
    answer(page, "admitted")


def test_without_an_answer_the_desk_says_so_and_keeps_the_code(
    browse: Browse, forum: Forum, category: Category
) -> None:
    person = make.registration(forum, category)
    page = desk(browse, forum, "fr")
    page.context.set_offline(True)
    scan(page, person.number)
    expect(page.locator("#failure")).to_be_visible()
    expect(page.locator("#code")).to_have_value(person.number)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    answer(page, "ask_identity")
    expect(page.locator("#failure")).to_be_hidden()
