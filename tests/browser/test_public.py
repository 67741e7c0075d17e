"""A visitor reads about an event: from home to its page, the practical one, the calendar, the search."""

from datetime import timedelta

import icalendar
import pytest
from flask import Flask

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.i18n import _, using
from app.platform.text import Translated
from tests import make
from tests.browser.conftest import DESK, PHONE, Browse

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > window.innerWidth"


def said(locale: str, source: str) -> str:
    with using(locale):
        return str(_(source))


@pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])
def test_a_visitor_finds_an_event_and_all_that_is_needed_to_come(
    app: Flask, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    forum = _complete()
    page = browse(locale=locale, size=size)

    page.goto(f"/{locale}/")
    page.get_by_label(said(locale, "Search events, agreements and speakers")).fill("ifrane")
    page.get_by_role("search").get_by_role("button").click()
    page.get_by_role("link", name=forum.name.said(locale)).first.click()
    page.wait_for_url(f"**/{locale}/forums/live/")
    colour = page.locator(".themes .swatch path").evaluate("path => getComputedStyle(path).fill")
    assert colour == "rgb(31, 95, 70)"
    logo = page.locator(".partners img")
    logo.scroll_into_view_if_needed()
    logo.evaluate("image => image.decode()")
    assert logo.evaluate("image => image.naturalWidth") == 200 + forum.id
    assert page.evaluate(WIDER_THAN_THE_SCREEN) is False

    page.locator(".cover").get_by_role("link", name=said(locale, "Practical information")).click()
    page.wait_for_url("**/practical")
    assert forum.directions.said(locale) in page.locator("main").inner_text()
    assert page.evaluate(WIDER_THAN_THE_SCREEN) is False
    with page.expect_download() as taken:
        page.get_by_role("link", name=said(locale, "Add to calendar")).click()
    assert taken.value.suggested_filename == f"live-{locale}.ics"
    entries = icalendar.Calendar.from_ical(taken.value.path().read_bytes()).walk("VEVENT")
    assert len(entries) == 1
    with page.expect_download() as taken:
        page.locator("main a[href*='/documents/']").click()
    assert taken.value.path().read_bytes() == b"%PDF-1.7 a map"


def _complete() -> Forum:
    """An event with one of everything that the public sees, and an earlier one."""
    forum = make.forum(
        venue=Translated(ar="قصر المؤتمرات", fr="Palais des congrès"),
        directions=Translated(ar="من محطة القطار: عشر دقائق", fr="De la gare : dix minutes"),
    )
    make.theme(forum)
    make.hall(forum)
    make.day(forum)
    make.day(forum, on=forum.starts_on + timedelta(days=1))
    make.partner_logo(forum)
    make.contact(forum)
    make.document(forum, is_public=True)
    make.forum("before", state=State.ARCHIVED, city=Translated(ar="مكناس", fr="Meknès"))
    return forum
