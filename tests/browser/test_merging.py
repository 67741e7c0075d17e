"""Two entries of one person are found, compared, merged, and parted again."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.accounts.models import Role
from app.platform import jobs
from app.platform.db import db
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse
from tests.people import rows


@pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])
def test_duplicates_are_merged_and_parted_again(
    app: Flask, live: str, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    forum = make.forum()
    kept = rows.person(email="old@example.org")
    gone = rows.person("", "", given_latin="Mohammed", family_latin="El Alami", email="new@example.org")
    for who in (kept, kept, gone):
        rows.part(who, make.session(forum))
    page = browse(locale=locale, size=size)
    steps.enter(app, page.context, live, make.account(Role.ADMINISTRATOR))

    index = f"/{locale}/directory/duplicates"
    page.goto(index)
    page.locator("form[action$='/search'] button").click()
    jobs.run_due(app)
    page.goto(index)
    assert page.locator("ul.rows > li").count() == 1
    page.locator(f"a[href$='/person/{kept.id}/{gone.id}']").click()

    # What is filled stands in one only, or is chosen; the one with more parts is kept.
    assert page.locator("[name=keeps]").input_value() == str(kept.id)
    left, right = (page.locator(f".choice:has(#take-email-{side})") for side in ("kept", "gone"))
    boxes = [one.bounding_box() for one in (left, right)]
    beside = boxes[0]["y"] == boxes[1]["y"]
    assert beside == (size == DESK)
    left.locator("input").check()
    page.locator("form.compare .form-end button").click()
    expect(page.locator("table tbody tr")).to_have_count(1)
    db.session.rollback()
    found = rows.again(kept)
    assert (found.email, found.family_ar, found.family_latin) == ("old@example.org", "العلمي", "El Alami")
    shown = page.goto(f"/{locale}/directory/people/{gone.id}")
    assert shown and shown.url.endswith(f"/directory/people/{kept.id}")

    page.goto(f"{index}/merges")
    page.locator("a[href$='/undoing']").click()
    page.locator("main form button").click()
    expect(page.locator("a[href$='/undoing']")).to_have_count(0)
    db.session.rollback()
    assert (rows.again(kept).family_latin, rows.again(gone).merged_into_id) == ("", None)
