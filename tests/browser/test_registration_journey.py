"""A registration whole: what the organiser sets, what the participant does, what the team answers."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.text import Translated
from app.registrations.models import Quota, Registration, Workshop
from app.registrations.question_rows import Question
from app.registrations.rule_rows import Consent
from app.registrations.words import ConsentKind, Entry, State
from tests import letters, make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OFFICE = "/ar/office/live"
ZINEB = "zineb@example.org"


def read(*columns: Any) -> list[tuple[Any, ...]]:
    """These columns of each row, in their order, as the database has them now."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(columns[0].class_.id))]


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An open event with two workshops that stand in its released programme, one after the other."""
    made = make.forum(help_phone="0537000000")
    assert made.starts_on
    for hour, title in ((10, "Atelier du matin"), (14, "Atelier du soir")):
        words = Translated(ar=f"ورشة {hour}", fr=title)
        make.session(made, title=words, starts_at=at(made.starts_on, hour), needs_registration=True)
    make.release(made)
    return made


def prepare(page: Page) -> None:
    """The organiser makes a category on approval, both workshops, a question that hangs on another, rules."""
    page.goto(f"{OFFICE}/categories/new")
    form = page.locator("main form.form")
    steps.both(form, "name_", "الجمعيات", "Associations")
    form.locator("[name=places]").fill("2")
    form.locator(f"[name=entry][value={Entry.APPROVAL}]").check()
    saved(page)
    for number in (1, 2):
        page.goto(f"{OFFICE}/workshops")
        offer = page.locator("section[aria-labelledby=lacking] form").first
        offer.locator("[name=places]").fill("5")
        offer.locator("button").click()
        expect(page.locator("section[aria-labelledby=offered] > ul > li")).to_have_count(number)
    page.goto(f"{OFFICE}/questions/new/choice")
    form = page.locator("main form.form")
    steps.both(form, "label", "كيف تصلون؟", "Comment venez-vous ?")
    for number, (ar, fr) in enumerate((("بالقطار", "En train"), ("بالسيارة", "En voiture"))):
        steps.both(form, f"options-{number}-label", ar, fr)
    saved(page)
    page.goto(f"{OFFICE}/questions/new/short")
    form = page.locator("main form.form")
    steps.both(form, "label", "رقم اللوحة؟", "Quelle immatriculation ?")
    form.locator("[name=is_required]").check()
    form.locator("[name=shown_when]").select_option(index=2)
    saved(page)
    page.goto(f"{OFFICE}/registration-rules")
    page.locator("[name=workshops_most]").fill("1")
    page.locator("[name=asks_photo]").check()
    saved(page)


def saved(page: Page) -> None:
    """The form that is open is saved without a complaint."""
    with page.expect_navigation():
        page.locator("main form.form > .form-end button").first.click()
    expect(page.locator("[data-errors]")).to_have_count(0)


def ask(page: Page) -> None:
    """The participant asks for a place, as far as the page on which it stands."""
    page.goto("/ar/forums/live/")
    page.locator("main a[href='/ar/forums/live/register']").first.click()
    page.fill("#given_ar", "زينب")
    page.fill("#family_ar", "برادة")
    page.locator("[data-next]:visible").click()
    page.fill("#phone", "٠٦١٢٣٤٥٦٧٨")
    page.fill("#email", ZINEB)
    page.locator("[data-next]:visible").click()
    morning, _evening = read(Workshop.id)
    page.check(f"[name=workshops][value='{morning[0]}']")
    how, plate = read(Question.id)
    expect(page.locator(f"#q-{plate[0]}")).to_be_hidden()
    page.locator(f"[name=q-{how[0]}]").nth(1).check()
    page.fill(f"#q-{plate[0]}", "12345-أ-6")
    steps.walk(page)
    page.check("#consent_photo")
    page.locator("#step-send .primary").click()
    page.wait_for_url("**/my/**")
    assert page.evaluate(TOO_WIDE) <= 0


def transfer(page: Page) -> None:
    """Give the place to Ahmed, who has a phone alone."""
    page.locator("a[href$='/transfer']").click()
    page.fill("#given_ar", "أحمد")
    page.fill("#phone", "0698765432")
    page.locator("main form.form .form-end button").click()
    expect(page.locator(".carry")).to_have_count(0)


def test_asked_for_in_arabic_approved_changed_and_transferred(
    app: Flask, live: str, forum: Forum, browse: Browse
) -> None:
    office = browse(locale="ar", size=DESK)
    steps.enter(app, office.context, live, make.account(Role.ORGANISER, forum))
    prepare(office)
    page = browse(locale="ar", size=PHONE)
    ask(page)
    assert read(Registration.state, Registration.phone) == [(State.PENDING, "+212612345678")]
    expect(page.locator(".carry")).to_have_count(0)

    office.goto(f"{OFFICE}/registrations")
    office.locator("main tbody tr a").first.click()
    office.locator("form[action$='/approval'] button").click()
    expect(office.locator("form[action$='/approval']")).to_have_count(0)
    letter = letters.to(app, ZINEB)[-1]
    enclosed = sorted(part.get_content_type() for part in letter.iter_attachments())
    assert enclosed == ["application/pdf", "text/calendar"]
    page.goto(letters.link(letter))
    expect(page.locator(".carry-code svg")).to_be_visible()

    page.locator("a[href$='/change']").click()
    morning, evening = read(Workshop.id)
    page.uncheck(f"[name=workshops][value='{morning[0]}']")
    page.check(f"[name=workshops][value='{evening[0]}']")
    saved(page)
    assert re.search("ورشة 14", page.locator("section[aria-labelledby=workshops]").inner_text())

    page.locator("a[href$='/consents']").click()
    page.locator(f"button[name=withdraw][value={ConsentKind.PHOTO}]").click()
    page.wait_for_load_state()
    given = sa.select(Consent.is_given).where(Consent.kind == ConsentKind.PHOTO).order_by(Consent.id)
    db.session.rollback()
    assert db.session.scalars(given).all() == [True, False]

    page.goto(letters.link(letter))
    transfer(page)
    found = read(Registration.given_ar, Registration.state)
    assert found == [("زينب", State.TRANSFERRED), ("أحمد", State.CONFIRMED)]


def test_in_french_without_script_with_a_phone_alone_found_again_and_cancelled(
    app: Flask, forum: Forum, browse: Browse
) -> None:
    make.category(forum, places=1)
    page = browse(locale="fr", size=PHONE, java_script_enabled=False)
    page.goto("/fr/forums/live/register")
    steps.reply(page, given_latin="Hassan", family_latin="Amrani", phone="06 12 34 56 78")
    page.wait_for_url("**/my/**")
    (on_screen,) = steps.codes_in(page.locator(".carry-code svg").screenshot())
    badge = page.request.get(page.locator(".carry a[download]").get_attribute("href") or "")
    assert badge.headers["content-type"] == "image/png"
    assert steps.codes_in(badge.body()) == [on_screen]
    number = re.sub(r"\D", "", page.locator(".carry-number").inner_text())
    page.locator("a[href$='/print']").click()
    assert steps.codes_in(page.locator(".carry-code svg").screenshot()) == [on_screen]
    assert page.evaluate(TOO_WIDE) <= 0

    other = browse(locale="fr", size=PHONE, java_script_enabled=False)
    other.goto("/fr/forums/live/register")
    other.locator("a[href$='/register/find']").click()
    other.fill("#number", f"{number[:3]} {number[3:]}")
    other.fill("#phone", "+212 612-345678")
    other.locator("form.find button").click()
    other.wait_for_url("**/my/**")
    other.locator("a[href$='/cancellation']").click()
    steps.send(other.locator("main form"))
    expect(other.locator(".carry")).to_have_count(0)
    assert read(Registration.number, Registration.state) == [(number, State.CANCELLED)]
    assert read(Quota.taken) == [(0,)]
    other.goto("/fr/forums/live/register")
    expect(other.locator("#step-send .primary:not([name=wait])")).to_be_visible()
