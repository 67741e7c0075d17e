"""An organiser fills in an event, is told what is missing, takes its steps, and makes the next edition."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.platform.clock import today
from app.platform.db import unit_of_work
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a map"}
ZIP = {"name": "plan.png", "mimeType": "image/png", "buffer": b"PK\x03\x04 no picture"}


@pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])
def test_an_organiser_fills_in_an_event_and_takes_its_first_step(
    app: Flask, live: str, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    forum = make.forum(state=State.DRAFT, starts_on=None, ends_on=None)
    page = browse(locale=locale, size=size)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    office = f"/{locale}/office/live"
    page.goto(f"{office}/")
    expect(page.locator(".checks .urgent")).to_have_count(1)
    page.locator(".checks a").first.click()  # to the page where it is mended
    first = today() + timedelta(days=20)
    page.fill("[name=starts_on]", first.isoformat())
    page.fill("[name=ends_on]", (first + timedelta(days=1)).isoformat())
    save(page)
    days_and_halls(page, office, first.isoformat())
    documents(page, office)
    titles(page, office)
    page.goto(f"{office}/")
    page.locator("form[action$='/step/announced'] button").click()
    expect(page.locator("form[action$='/step/announced']")).to_have_count(0)
    page.locator(".apart a").click()  # back: what the public will see is said first
    page.locator("form button.primary").click()
    expect(page.locator("form[action$='/step/announced']")).to_have_count(1)


def days_and_halls(page: Page, office: str, first: str) -> None:
    """The first day has its hours; two halls change places."""
    page.goto(f"{office}/days")
    page.locator(f"#day-{first} a.end").click()
    page.fill("[name=opens_at]", "08:30")
    save(page)
    for name, capacity in (("Atlas", "0"), ("Rif", "80")):
        page.goto(f"{office}/halls/new")
        page.fill("[name=name_-fr]", name)
        page.fill("[name=capacity]", capacity)
        save(page)
        if capacity == "0":
            expect(page.locator("#errors a[href='#capacity']")).to_be_visible()
            page.fill("[name=capacity]", "300")
            save(page)
    halls = page.locator("section[aria-labelledby=halls] .rows li")
    halls.nth(1).locator("form[action$='/up'] button").click()
    expect(halls.nth(0)).to_contain_text("Rif")


def documents(page: Page, office: str) -> None:
    """A picture that is a ZIP is refused at its field; a PDF is taken."""
    page.goto(f"{office}/documents/new")
    page.fill("[name=title-fr]", "Plan")
    page.set_input_files("[name=file]", ZIP)  # type: ignore[arg-type]
    save(page)
    expect(page.locator("#file-error")).to_be_visible()
    page.set_input_files("[name=file]", PDF)  # type: ignore[arg-type]
    save(page)
    expect(page.locator("section[aria-labelledby=documents] .rows li")).to_have_count(1)


def titles(page: Page, office: str) -> None:
    """Another title is added; Enter saves, whichever button stands first."""
    page.goto(f"{office}/event/identity")
    page.locator("button[name=rows][value^=add]").click()
    page.fill("[name=other_titles-0-title-fr]", "Les assises bleues")
    page.press("[name=other_titles-0-title-fr]", "Enter")
    expect(page.locator("main .facts").first).to_contain_text("Les assises bleues")


def save(page: Page) -> None:
    """Press the button that saves."""
    page.locator(".form-end button").click()


def test_the_next_edition_is_made_from_an_archived_one(app: Flask, live: str, browse: Browse) -> None:
    forum = make.forum(edition=2)
    make.theme(forum)
    organiser = make.account(Role.ORGANISER, forum)
    with unit_of_work():
        forum.state = State.ARCHIVED
    page = browse(locale="fr", size=DESK)
    steps.enter(app, page.context, live, organiser)
    page.goto("/fr/office/live/event")
    expect(page.locator("main .notice.attention")).to_be_visible()
    page.locator("a[href$='/copy']").click()
    assert page.input_value("[name=edition]") == "3"
    page.fill("[name=slug]", "next")
    page.locator(".form-end button").click()
    page.wait_for_url("**/fr/office/next/")
    page.goto("/fr/office/next/themes")
    expect(page.locator("main .rows li")).to_have_count(1)
