"""A programme editor reads the conflicts of a session while typing it, and accepts a warning."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.accounts.models import Role
from app.platform.clock import at
from app.platform.text import Translated
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

FRIDAY = date(2026, 6, 5)


@pytest.mark.parametrize(("locale", "narrow"), [("ar", False), ("fr", True)])
def test_conflicts_are_told_while_a_session_is_typed_and_a_warning_is_accepted(
    app: Flask, live: str, browse: Browse, locale: str, narrow: bool
) -> None:
    forum = make.forum("live", city=Translated(ar="مكناس", fr="Meknès"), starts_on=FRIDAY, ends_on=FRIDAY)
    hall, title = make.hall(forum), {"ar": "حفل", "fr": "Cérémonie"}
    make.session(forum, kind="ceremony", title=Translated(title), starts_at=at(FRIDAY, 13), hall_id=hall.id)
    page = browse(locale=locale, size=PHONE if narrow else DESK)
    steps.enter(app, page.context, live, make.account(Role.PROGRAMME_EDITOR, forum))

    page.goto(f"/{locale}/office/live/programme/new")
    told = page.locator("[data-conflicts] [data-found]")
    expect(told.locator("li")).to_have_count(0)
    form = page.locator("main form.form")
    for name, value in (("day", FRIDAY.isoformat()), ("hour", "13:30"), ("minutes", "30")):
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=kind]").select_option("ceremony")
    form.locator("[name=hall_id]").select_option(str(hall.id))
    expect(told.locator("li.urgent")).to_have_count(1)
    expect(told.locator("li.urgent")).to_contain_text(title[locale])
    expect(told.locator("li.attention")).to_have_count(1)
    form.locator("[name=hour]").fill("09:00")
    expect(told.locator("li")).to_have_count(0)

    page.goto(f"/{locale}/office/live/programme/conflicts")
    page.locator(".conflicts summary").click()
    page.locator(".conflicts textarea").fill("استراحة للصلاة")
    page.locator(".conflicts form button").click()
    expect(page.locator(".conflicts blockquote")).to_contain_text("استراحة للصلاة")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
