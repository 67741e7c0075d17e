"""A list of 200 persons with formulas and 40 bad rows, from the file to the directory."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import expect

from app.accounts.models import Role
from app.people import names
from app.people.models import Person
from app.platform import jobs
from app.platform.db import db
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

HEADS = {"ar": "الاسم الكامل;الهاتف;البريد;المؤسسة", "fr": "Nom et prénom;GSM;Courriel;Organisme"}
BAD = ["={0};06{1:08};;", ";06{1:08};;", "{0};12;;", "{0};06{1:08};pas une adresse;"]


@pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])
def test_a_list_with_forty_bad_rows_is_checked_and_the_others_are_saved(
    app: Flask, live: str, browse: Browse, tmp_path: Path, locale: str, size: tuple[int, int]
) -> None:
    forum = make.forum()
    page = browse(locale=locale, size=size)
    steps.enter(app, page.context, live, make.account(Role.ORGANISER, forum))
    page.goto(f"/{locale}/directory/imports")
    page.locator("main a[href$='/imports/new']").first.click()
    form = page.locator("main form.form")
    form.locator("[name=file]").set_input_files({"name": "x.png", "mimeType": "", "buffer": make.picture()})
    form.locator("button").click()
    expect(page.locator("#file-error")).to_be_visible()
    form.locator("[name=file]").set_input_files(spreadsheet(tmp_path, locale))
    form.locator("button").click()

    expect(page.locator("#column-0")).to_have_value("full_ar" if locale == "ar" else "full_latin")
    expect(page.locator("#column-3")).to_have_value("organisation")
    page.locator("form.columns-form button").click()
    expect(page.locator("progress")).to_be_visible()
    jobs.run_due(app)
    # The page asks by itself how far it is.
    wrong = page.locator("section[aria-labelledby=wrong]")
    expect(wrong.locator("tbody tr").first).to_be_visible()
    assert page.locator(".facts dd").all_inner_texts()[:4] == ["160", "0", "0", "40"]
    with page.expect_download() as sheet:
        wrong.locator("a[href$='.xlsx']").click()
    assert sheet.value.suggested_filename == "to-correct.xlsx"
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0

    page.locator("form[action$='/confirmation'] button").click()
    expect(page.locator("progress")).to_be_visible()
    jobs.run_due(app)
    expect(page.locator("main a[href$='/return']")).to_be_visible()
    assert page.locator(".facts dd").all_inner_texts()[0] == "160"
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 160
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def spreadsheet(folder: Path, locale: str) -> Path:
    """As Excel saves it: 160 good rows, and among them 40 that are not."""
    script = 0 if locale == "ar" else 1
    given, family = names.pairs("given", "f")[:20], names.pairs("family")[:10]
    lines = [HEADS[locale]]
    for number in range(200):
        name = f"{given[number % 20][script]} {family[number // 20][script]}"
        shape = BAD[number // 5 % 4] if number % 5 == 0 else "{0};06{1:08};n{1}@exemple.ma;جمعية الأمل"
        lines.append(shape.format(name, number))
    made = folder / "liste.csv"
    made.write_text("\r\n".join(lines), encoding="utf-8-sig")
    return made
