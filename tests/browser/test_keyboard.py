"""Everything without a mouse, and what app.js adds to a form."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, Route, expect

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations.models import Registration
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, Browse

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle, parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An open event."""
    made = make.forum()
    make.category(made)
    return made


def tab_to(page: Page, target: str, most: int) -> None:
    """Press Tab until `target` has the focus, which must be seen wherever it stops."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE) == ["solid", True]
        if page.locator(target).evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached within {most} times Tab")


@both_languages
def test_the_first_tab_skips_to_the_content(browse: Browse, forum: Forum, locale: str) -> None:
    page = browse(locale=locale)
    page.goto(f"/{locale}/forums/live/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert page.locator(".skip").bounding_box()["height"] > 20
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


@both_languages
def test_somebody_registers_by_the_keyboard_alone(browse: Browse, forum: Forum, locale: str) -> None:
    page = browse(locale=locale, size=DESK)
    page.goto(f"/{locale}/")
    tab_to(page, f".cover a[href='/{locale}/forums/live/register']", 5)
    page.keyboard.press("Enter")
    page.wait_for_url("**/register")
    for field, typed in (("#given_ar", "أحمد"), ("#family_ar", "الصقلي")):
        tab_to(page, field, 8)
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    tab_to(page, "#phone", 2)
    page.keyboard.type("0612345678")
    page.keyboard.press("Enter")
    expect(page.locator("#step-what h2")).to_be_focused()
    tab_to(page, "[data-next]:visible", 12)
    page.keyboard.press("Enter")
    tab_to(page, "#notice_read", 8)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/**")


@both_languages
def test_after_a_refused_form_the_summary_is_read_first_and_leads_to_the_field(
    browse: Browse, forum: Forum, locale: str
) -> None:
    page = browse(locale=locale)
    page.goto(f"/{locale}/forums/live/register")
    steps.reply(page, given_ar="أحمد", phone="0112345678")  # the step lets it pass, the server does not
    expect(page.locator("[data-errors]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#phone")).to_be_focused()
    described = page.locator("#phone").get_attribute("aria-describedby") or ""
    assert "phone-error" in described.split()
    assert page.locator("#phone-error").inner_text()


def test_a_form_that_is_sent_twice_is_sent_once(browse: Browse, forum: Forum) -> None:
    page = browse(locale="fr")
    page.goto("/fr/forums/live/register")
    page.fill("#given_latin", "Ahmed")
    page.locator("[data-next]:visible").click()
    page.fill("#phone", "0612345678")
    steps.walk(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/register", hold)
    twice = "async (one) => { one.click(); await new Promise((done) => setTimeout(done, 200)); one.click(); }"
    page.locator("#step-send .primary").evaluate(twice)
    for route in held:
        route.continue_()
    page.wait_for_url("**/my/**")
    assert len(held) == 1
    db.session.rollback()
    assert db.session.query(Registration).count() == 1


def answering(asked: list[str], accept: bool) -> Callable[[Dialog], None]:
    """Answer the browser's question, and keep that it was asked."""

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept() if accept else dialog.dismiss()

    return answer


def test_leaving_a_form_with_unsaved_changes_asks_and_saving_does_not(
    app: Flask, live: str, browse: Browse, forum: Forum
) -> None:
    page = browse(locale="fr", size=DESK)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    asked: list[str] = []
    page.on("dialog", answering(asked, accept=True))
    page.goto("/fr/office/live/event/identity")
    page.goto("/fr/office/live/")
    assert asked == []
    page.goto("/fr/office/live/event/identity")
    # Browsers ask only after somebody has touched the page.
    page.locator("#motto-fr").click()
    page.keyboard.type("Ensemble")
    page.locator(".side a").first.click()
    page.wait_for_url("**/office/live/")
    assert asked == ["beforeunload"]
    page.goto("/fr/office/live/event/identity")
    page.locator("#motto-fr").click()
    page.keyboard.type("Ensemble")
    page.locator(".form-end button").click()
    page.wait_for_url("**/office/live/event")
    assert asked == ["beforeunload"]
    db.session.rollback()
    db.session.refresh(forum)
    assert forum.motto["fr"] == "Ensemble"


def test_the_mark_of_a_missing_language_goes_as_soon_as_it_is_written(
    app: Flask, live: str, browse: Browse, forum: Forum
) -> None:
    with unit_of_work():
        forum.venue = Translated(fr="Palais des congrès")
    page = browse(locale="ar", size=DESK)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    page.goto("/ar/office/live/event/place")
    expect(page.locator("label[for=address-ar] [data-missing]")).to_have_count(0)
    mark = page.locator("label[for=venue-ar] [data-missing]")
    expect(mark).to_be_visible()
    page.fill("#venue-ar", "قصر المؤتمرات")
    expect(mark).to_be_hidden()
