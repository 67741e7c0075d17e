"""The organiser makes an event, and the legal desk publishes an agreement."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from app.accounts.models import Role
from app.platform import jobs
from app.platform.clock import today
from tests import make
from tests.browser import steps
from tests.browser.conftest import DESK, Browse

both_languages = pytest.mark.parametrize("locale", ["ar", "fr"])


@both_languages
def test_an_organiser_brings_an_event_from_nothing_to_open_registration(
    app: Flask, live: str, browse: Browse, locale: str
) -> None:
    make.organisation()
    organiser = make.account(Role.ORGANISER, make.forum("elsewhere"))
    page = browse(locale=locale, size=DESK)
    steps.enter(app, page.context, live, organiser)
    page.goto(f"/{locale}/office/new")
    create(page)
    office = f"/{locale}/office/agadir-2027"
    page.wait_for_url(f"**{office}/")
    # Neither a help number nor a category: what is missing is said, and the step is not offered.
    step(page, "announced").click()
    assert step(page, "open").count() == 0
    assert page.locator(".checks .urgent").count() == 2
    visitor = browse(locale=locale)
    assert visitor.goto(f"/{locale}/forums/agadir-2027/register").status == 200
    assert visitor.locator("#registration").count() == 0

    describe(page, office)
    furnish(page, office)
    page.goto(f"{office}/")
    step(page, "open").click()
    page.wait_for_url(f"**{office}/")
    visitor.goto(f"/{locale}/forums/agadir-2027/")
    shown = visitor.locator("main").inner_text()
    for names in NAMES:
        assert names[locale] in shown
    visitor.locator("main a[href$='/register']").first.click()
    expect(visitor.locator("#registration")).to_be_visible()


NAMES = [
    {"ar": "مناظرة أكادير", "fr": "Assises d’Agadir"},
    {"ar": "قاعة الأطلس", "fr": "Salle Atlas"},
    {"ar": "الحكامة المحلية", "fr": "Gouvernance locale"},
    {"ar": "الجلسة الافتتاحية", "fr": "Séance d’ouverture"},
    {"ar": "جهة النموذج", "fr": "Organisme جهة النموذج"},
]


def create(page: Page) -> None:
    """The first form of an event."""
    form = page.locator("main form.form")
    steps.both(form, "title", **NAMES[0])
    steps.both(form, "city", "أكادير", "Agadir")
    form.locator("[name=slug]").fill("agadir-2027")
    form.locator("[name=starts_on]").fill((today() + timedelta(days=30)).isoformat())
    steps.send(form)


def describe(page: Page, office: str) -> None:
    """A help number, a hall, a theme and a partner."""
    form = page.locator("main form.form")
    page.goto(f"{office}/event/place")
    form.locator("[name=help_phone]").fill("0537000000")
    form.locator(".form-end button").click()
    page.goto(f"{office}/halls/new")
    steps.both(form, "name_", **NAMES[1])
    form.locator("[name=capacity]").fill("400")
    steps.send(form)
    page.goto(f"{office}/themes/new")
    steps.both(form, "name_", **NAMES[2])
    steps.send(form)
    page.goto(f"{office}/partners/new")
    form.locator("[name=organisation_id-text]").fill(NAMES[4]["ar"])
    steps.send(form)
    expect(page.locator("main .rows li")).to_have_count(1)


def furnish(page: Page, office: str) -> None:
    """A category with places, a gate and a released session."""
    page.goto(f"{office}/categories/new")
    category = page.locator("main form.form")
    steps.both(category, "name_", "الجمعيات", "Associations")
    category.locator("[name=places]").fill("200")
    category.locator(".form-end button").first.click()
    expect(page.locator(".places-rows > li")).to_have_count(1)

    page.goto(f"{office}/gates")
    gate = page.locator("form.form")
    steps.both(gate, "name_", "المدخل الرئيسي", "Entrée principale")
    steps.send(gate)
    expect(page.locator(".rows li")).to_have_count(1)

    page.goto(f"{office}/programme/new")
    session = page.locator("main form.form")
    steps.both(session, "title", **NAMES[3])
    session.locator("[name=hall_id]").select_option(index=1)
    session.locator("[name=theme_id]").select_option(index=1)
    session.locator("[name=day]").fill((today() + timedelta(days=30)).isoformat())
    session.locator("[name=hour]").fill("09:30")
    session.locator("[name=minutes]").fill("60")
    session.locator(".form-end button").first.click()
    expect(page.locator(".session-line")).to_have_count(1)
    page.goto(f"{office}/programme/releases")
    page.locator("[name=all_the_same]").check()  # nobody moderates it yet
    with page.expect_navigation():
        page.locator("main form.form .form-end button").first.click()
    assert page.locator("main .errors").count() == 0


def step(page: Page, state: str) -> Locator:
    """The button that moves the event to a step, if it is offered."""
    return page.locator(f"form[action$='/step/{state}'] button")


@both_languages
def test_the_legal_desk_publishes_a_signed_agreement_with_the_fingerprint_of_its_paper(
    app: Flask, browse: Browse, locale: str
) -> None:
    forum = make.forum()
    parties = [make.organisation("جماعة النموذج"), make.organisation("جامعة النموذج")]
    make.account(Role.LEGAL_DESK, forum, email="legal@example.org")
    page = browse(locale=locale, size=DESK)
    steps.sign_in(page, locale, "legal@example.org")
    page.goto(f"/{locale}/office/live/agreements/new")
    record = page.locator("main form.form")
    steps.both(record, "title", "اتفاقية شراكة", "Convention de partenariat")
    record.locator("[name=signed_on]").fill(today().isoformat())
    steps.send(record)
    expect(page.locator("form[action$='/signature']")).to_have_count(0)
    for number, party in enumerate(parties, 1):
        form = steps.unfold(page.locator("form[action$='/parties']"))
        form.locator("[name=party-organisation_id]").select_option(str(party.id))
        steps.both(form, "party-signatory", f"الموقع {number}", f"Signataire {number}")
        steps.send(form)
        expect(page.locator(".parties li")).to_have_count(number)

    paper = scanned()
    page.set_input_files("[name=file]", {"name": "paper.png", "mimeType": "image/png", "buffer": paper})
    steps.send(page.locator("form[action$='/scans']"))
    page.locator("form[action$='/signature'] button").click()
    expect(page.locator("form[action$='/signature']")).to_have_count(0)
    jobs.run_due(app)

    visitor = browse(locale=locale)
    visitor.goto(f"/{locale}/forums/live/")
    visitor.locator("section[aria-labelledby=agreements] a").click()
    assert visitor.locator(".hash").inner_text() == hashlib.sha256(paper).hexdigest()
    assert visitor.locator(".parties li").count() == 2
    summary = visitor.request.get(visitor.locator("a[href$='summary.pdf']").get_attribute("href") or "")
    assert (summary.status, summary.body()[:5]) == (200, b"%PDF-")


def scanned() -> bytes:
    """A sheet of paper with two signatures, as a scanner gives it."""
    sheet = Image.new("L", (620, 877), 250)
    pen = ImageDraw.Draw(sheet)
    for left in (80, 360):
        pen.line([(left, 700), (left + 60, 660), (left + 90, 720), (left + 180, 670)], fill=20, width=4)
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
