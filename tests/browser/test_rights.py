"""Somebody asks for their data, then to be forgotten."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.accounts.models import Role
from app.people.models import Person
from app.platform.db import db, unit_of_work
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse


@pytest.mark.parametrize(("locale", "size"), [("ar", DESK), ("fr", PHONE)])
def test_a_person_is_found_by_a_shared_phone_told_what_is_held_and_forgotten(
    app: Flask, live: str, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    forum = make.forum()
    category = make.category(forum)
    shared = {"phone": "+212661020304", "email": ""}
    make.registration(forum, category, **shared)
    make.registration(forum, category, **shared | {"given_ar": "كمال", "given_latin": "Kamal"})
    with unit_of_work():
        db.session.add(Person(given_ar="خديجة", family_ar="العلمي", phone=shared["phone"]))
    page = browse(locale=locale, size=size)
    steps.enter(app, page.context, live, make.account(Role.ADMINISTRATOR))

    page.goto(f"/{locale}/directory/rights/find")
    page.fill("#phone", "06 61 02 03 04")
    steps.send(page.locator("main form"))
    choices = page.locator("main li:has(input[name=row])")
    expect(choices).to_have_count(3)
    for one in choices.filter(has_text="خديجة").all():
        one.locator("input").check()
    steps.send(page.locator("main form:has(input[name=show])"))
    expect(page.locator("h1")).to_contain_text("خديجة")
    expect(page.locator("main li:has(input[name=row])")).to_have_count(1)  # who shares the phone

    with page.expect_download() as letter:
        page.locator("form[action*='held.pdf'] button").click()
    assert letter.value.suggested_filename.endswith(".pdf")
    page.locator("a[href*='/erasure']").click()
    page.locator("main form button.danger").click()
    page.wait_for_url(f"**/{locale}/directory/rights")
    expect(page.locator("main tbody tr")).to_have_count(2)

    page.goto(f"/{locale}/directory/rights/find")
    page.fill("#phone", "0661020304")
    steps.send(page.locator("main form"))
    expect(page.locator("main li:has(input[name=row])")).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("خديجة")
