"""A team enters an organisation and a person, is helped with the other script, and finds them again."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse


@pytest.mark.parametrize(("locale", "narrow"), [("ar", False), ("fr", True)])
def test_a_team_enters_whom_it_works_with_and_finds_them_by_either_script(
    app: Flask, live: str, browse: Browse, locale: str, narrow: bool
) -> None:
    forum = make.forum("directory")
    page = browse(locale=locale, size=PHONE if narrow else DESK)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))

    enter_organisation(page, locale)
    enter_person(page, locale)
    shown = page.locator("main").inner_text()
    assert {"ar": "جمعية الأمل", "fr": "Association Al Amal"}[locale] in shown

    page.goto(f"/{locale}/directory/people")
    for typed in ("el alami khadija", "علمي خديجه"):
        page.fill("#q", typed)
        page.locator("form[role=search] button").click()
        expect(page.locator("main table tbody tr")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/{locale}/office/directory/people")
    expect(page.locator("main table tbody tr")).to_have_count(1)


def enter_organisation(page: Page, locale: str) -> None:
    """An association, with a name that it bore before."""
    page.goto(f"/{locale}/directory/organisations/new?forum=directory")
    form = page.locator("main form.form")
    steps.both(form, "name", "جمعية الأمل", "Association Al Amal")
    form.locator("[name=kind]").select_option("association")
    form.locator("[name=rows][value='add earlier']").click()
    steps.both(form, "earlier-0-called", "جمعية الغد", "Association Demain")
    form.locator("[name=earlier-0-until]").fill("2015-12-31")
    form.locator(".form-end button").click()
    expect(page.locator(".timeline li")).to_have_count(2)


def enter_person(page: Page, locale: str) -> None:
    """Somebody of it, with help for the other script."""
    page.goto(f"/{locale}/directory/people/new?forum=directory")
    form = page.locator("main form.form")
    for name, text in (("given_ar", "خديجة"), ("family_ar", "العلمي")):
        form.locator(f"[name={name}]").fill(text)
        form.locator(f"[name={name}]").blur()
    # Proposed beside the empty field; taken only by a press.
    given = form.locator("[data-for=given_latin]")
    expect(given.locator("[data-text]")).to_have_text("Khadija")
    expect(form.locator("[name=given_latin]")).to_have_value("")
    given.locator("button").click()
    expect(form.locator("[name=given_latin]")).to_have_value("Khadija")
    box = form.locator("[name=organisation_id-text]")
    box.press_sequentially("amal")
    expect(form.locator("datalist option")).to_have_count(1)
    form.locator(".form-end button").click()
    # Half a name is not the name: the person chooses.
    form.locator("[name=organisation_id-pick]").check()
    form.locator(".form-end button").click()
    page.wait_for_url("**/directory/people/*")
