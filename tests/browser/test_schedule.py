"""A visitor reads the programme: stars kept on the device, what runs now, what changed since the last one."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.forums.models import Forum
from app.platform.clock import at, today
from app.platform.db import one_or_404
from app.platform.text import Translated
from app.programme.models import Session
from tests import make, make_programme
from tests.browser.conftest import DESK, PHONE, Browse
from tests.programme import programmes

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HERE = "/{locale}/forums/live/programme/"
both = pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK), ("fr", PHONE), ("ar", DESK)])


@pytest.fixture
def forum(app: Flask) -> Forum:
    """Two days, three halls, of which two have a session at the same hour."""
    made = make.forum(starts_on=today())
    halls = [make.hall(made) for _ in range(3)]
    for number, hall in enumerate(halls[:2]):
        one = programmes.session(made, f"Séance {number}", hall_id=hall.id)
        make_programme.part(one, programmes.person(f"Zineb {number}"), talk=make_programme.talk(one))
    programmes.session(made, "Après-midi", 15, hall_id=halls[2].id)
    make.release(made)
    return made


@both
def test_stars_are_kept_on_the_device_and_make_ones_own_programme(
    forum: Forum, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    page = browse(locale=locale, size=size)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    here = HERE.format(locale=locale)
    page.goto(here)
    assert len(asked) <= 6
    assert page.evaluate(TOO_WIDE) <= 0
    stars = page.locator(".star-button")
    assert stars.count() == 3
    for number in (0, 1):
        stars.nth(number).click()
    assert [stars.nth(number).get_attribute("aria-pressed") for number in range(3)] == [
        "true",
        "true",
        "false",
    ]
    page.goto(f"{here}mine")
    page.wait_for_url("**/mine?s=*&s=*")
    assert page.locator(".session").count() == 2
    assert page.locator(".notice.attention a").count() == 2  # they overlap
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.locator("[data-keep]").is_visible() is False
    other = browse(locale=locale, size=size)
    other.goto(page.url)
    other.locator("[data-keep]").click()
    other.goto(here)
    assert other.locator(".star-button[aria-pressed=true]").count() == 2
    page.locator("[data-choose]").click()
    page.wait_for_selector("form.choose")
    assert page.locator("input[name=s]:checked").count() == 2


def test_without_script_ticks_lead_to_the_same_address(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr", java_script_enabled=False)
    page.goto(HERE.format(locale="fr") + "mine")
    page.locator("input[name=s]").nth(2).check()
    page.locator("form.choose button").click()
    page.wait_for_url("**/mine?s=*")
    assert page.locator(".session .title").all_inner_texts() == ["Après-midi"]
    assert page.locator(".star-button").count() == 0


def test_what_runs_now_is_marked_and_a_line_stands_at_the_present_hour(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr", size=DESK)
    page.clock.set_fixed_time(at(today(), 10, 30))
    page.goto(HERE.format(locale="fr"))
    assert page.locator(".session.running .title").all_inner_texts() == ["Séance 0", "Séance 1"]
    tops = [page.locator(".hour").nth(number).bounding_box() for number in (0, 1)]
    line = page.locator(".now-line").bounding_box()
    assert tops[0] and tops[1] and line
    assert tops[0]["y"] < line["y"] < tops[1]["y"]
    page.clock.set_fixed_time(at(today(), 20))
    page.reload()
    assert page.locator(".running, .now-line").count() == 0


def test_what_changed_since_the_last_visit_is_marked_until_the_next(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr")
    here = HERE.format(locale="fr")
    page.goto(here)
    assert page.locator(".by-script.attention").count() == 0
    found = sa.select(Session).where(Session.forum_id == forum.id).order_by(Session.id).limit(1)
    programmes.change(one_or_404(found), title=Translated(fr="Un autre titre"))
    make.release(forum)
    page.evaluate("sessionStorage.clear()")  # another visit
    for _ in range(2):
        page.goto(here)
        marked = page.locator(".session:has(.by-script.attention) .title")
        assert marked.all_inner_texts() == ["Un autre titre"]
    page.evaluate("sessionStorage.clear()")
    page.goto(here)
    assert page.locator(".by-script.attention").count() == 0


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_on_paper_the_programme_is_one_stream_without_buttons(
    forum: Forum, browse: Browse, locale: str
) -> None:
    page = browse(locale=locale, size=DESK)
    page.goto(HERE.format(locale=locale))
    page.emulate_media(media="print")
    assert page.locator(".star-button:visible, .programme-tabs:visible, .take:visible").count() == 0
    assert page.locator(".hours-of").first.evaluate("one => getComputedStyle(one).display") == "block"
