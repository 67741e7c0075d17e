"""A participant registers on a phone: with script and without, by keyboard alone, with a draft."""

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations.models import Registration
from app.registrations.question_rows import Question
from app.registrations.words import QuestionKind, State
from tests import make
from tests.browser.conftest import DESK, PHONE, Browse
from tests.browser.wcag import faults

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FORM = "/{locale}/forums/live/register"
BOTH = pytest.mark.parametrize(("locale", "size"), [("ar", PHONE), ("fr", DESK)])


@pytest.fixture
def forum(app: Flask) -> Forum:
    """One category, a choice, and a question that hangs on it."""
    made = make.forum()
    make.category(made, places=3)
    options = [
        {"key": "train", "label": {"ar": "بالقطار", "fr": "En train"}, "offered": True},
        {"key": "car", "label": {"ar": "بالسيارة", "fr": "En voiture"}, "offered": True},
    ]
    with unit_of_work():
        how = Question(
            forum_id=made.id,
            kind=QuestionKind.CHOICE,
            label=Translated(ar="كيف تصلون؟", fr="Comment venez-vous ?"),
            options=options,
            is_required=True,
        )
        db.session.add(how)
        db.session.flush()
        plate = {"depends_on_id": how.id, "depends_on_value": "car", "position": 1, "is_required": True}
        label = Translated(ar="رقم اللوحة", fr="Immatriculation")
        db.session.add(Question(forum_id=made.id, kind=QuestionKind.SHORT, label=label, **plate))
    return made


def title(page: Page) -> str:
    """The identifier of the step that is open."""
    return str(page.locator("[data-step]:visible").get_attribute("id"))


def onwards(page: Page) -> None:
    page.locator("[data-next]:visible").click()


def registered() -> list[tuple[str, str, State]]:
    db.session.rollback()
    found = sa.select(Registration.given_ar, Registration.given_latin, Registration.state)
    return [tuple(row) for row in db.session.execute(found.order_by(Registration.id))]


def key(kind: QuestionKind) -> int:
    return db.session.scalars(sa.select(Question.id).where(Question.kind == kind)).one()


@BOTH
def test_step_by_step_to_a_number(forum: Forum, browse: Browse, locale: str, size: tuple[int, int]) -> None:
    page = browse(locale=locale, size=size)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.resource_type == "document" else None)
    page.goto(FORM.format(locale=locale))
    assert title(page) == "step-who"
    page.fill("#given_ar", "خديجة")
    onwards(page)
    expect(page.locator("#step-contact h2")).to_be_focused()
    page.fill("#phone", "٠٦١٢٣٤٥٦٧٨")
    onwards(page)
    plate = page.locator(f"#q-{key(QuestionKind.SHORT)}")
    expect(plate).to_be_hidden()
    page.locator("[data-step]:visible input[value=car]").check()
    expect(plate).to_be_visible()
    onwards(page)
    expect(plate).to_be_focused()
    page.locator("[data-step]:visible input[value=train]").check()
    onwards(page)
    assert title(page) == "step-send"
    assert "٠٦١٢٣٤٥٦٧٨" in page.locator("[data-review]").inner_text()
    assert page.evaluate(TOO_WIDE) <= 0
    page.locator("[data-review] button").first.click()
    assert title(page) == "step-who"
    for _step in range(3):
        onwards(page)
    page.check("#notice_read")
    page.locator("#step-send .primary").dblclick()
    page.wait_for_url("**/my/**")
    assert [(one[0], one[2]) for one in registered()] == [("خديجة", State.CONFIRMED)]
    assert len([one for one in asked if "/my/" in one]) == 1


def test_what_a_step_lacks_is_told_in_a_live_region(forum: Forum, browse: Browse) -> None:
    page = browse(locale="ar")
    page.goto(FORM.format(locale="ar"))
    onwards(page)
    live = page.locator("[data-live]")
    assert (title(page), live.get_attribute("role")) == ("step-who", "alert")
    expect(live.locator("a")).to_have_count(1)
    expect(page.locator("#given_ar")).to_be_focused()
    page.fill("#family_latin", "Benali")
    expect(live).to_be_hidden()
    onwards(page)
    assert title(page) == "step-contact"


@BOTH
def test_what_a_step_lacks_stands_at_its_field_until_it_is_mended(
    forum: Forum, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    page = browse(locale=locale, size=size)
    page.goto(FORM.format(locale=locale))
    live = page.locator("[data-live] li")
    page.check("#for_other")
    onwards(page)
    first = "given_ar" if locale == "ar" else "given_latin"
    expect(live).to_have_count(2)
    for name in ("registrant", first):
        expect(page.locator(f"#{name}")).to_have_attribute("aria-invalid", "true")
        assert f"{name}-error" in (page.locator(f"#{name}").get_attribute("aria-describedby") or "")
        expect(page.locator(f"#{name}-error")).to_be_visible()
    assert faults(page, locale) == []
    page.uncheck("#for_other")
    expect(live).to_have_count(1)
    page.fill(f"#{first}", "أمينة" if locale == "ar" else "Amina")
    expect(page.locator(".error")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    onwards(page)
    page.fill("#email", "ali@@")
    page.fill("#phone", "06 12 34")
    onwards(page)
    assert (title(page), live.count(), page.locator("#email-error").count()) == ("step-contact", 2, 1)
    page.fill("#email", "ali@example.org")
    page.fill("#phone", "+212 6 12 34 56 78")
    expect(page.locator(".error")).to_have_count(0)
    onwards(page)
    onwards(page)
    asked = {"ar": "المرجو اختيار: كيف تصلون؟", "fr": "Choisissez\u00a0: Comment venez-vous ?"}[locale]
    assert live.all_inner_texts() == [asked]
    expect(page.locator(f"#q-{key(QuestionKind.CHOICE)}-error")).to_have_text(asked)
    assert faults(page, locale) == []
    page.locator("input[value=train]").check()
    expect(page.locator(".error")).to_have_count(0)
    onwards(page)
    assert title(page) == "step-send"


def test_who_registers_somebody_else_reads_a_plain_yes(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr")
    page.goto(FORM.format(locale="fr"))
    page.check("#for_other")
    page.fill("#registrant", "Said Alaoui")
    page.fill("#given_latin", "Amina")
    onwards(page)
    page.fill("#email", "amina@example.org")
    onwards(page)
    page.locator("input[value=train]").check()
    onwards(page)
    first = page.locator("[data-review] .facts").first.locator("dd")
    assert first.all_inner_texts()[:2] == ["Oui", "Said Alaoui"]
    expect(page.locator("[data-review] wbr")).to_have_count(1)


def test_a_name_is_proposed_in_the_other_script_and_never_put_over_ones_own(
    forum: Forum, browse: Browse
) -> None:
    page = browse(locale="ar")
    page.goto(FORM.format(locale="ar"))
    page.fill("#given_ar", "خديجة")
    expect(page.locator("#given_latin")).to_have_value("Khadija")
    expect(page.locator("#given_latin-proposal")).to_be_visible()
    page.fill("#given_latin", "Khadidja")
    expect(page.locator("#given_latin-proposal")).to_have_count(0)
    with page.expect_response("**/names/family/latin"):
        page.fill("#given_ar", "فاطمة")
        page.fill("#family_ar", "العلمي")
    expect(page.locator("#family_latin")).to_have_value("El Alami")
    expect(page.locator("#given_latin")).to_have_value("Khadidja")


def test_a_slip_in_an_address_is_asked_about(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr")
    page.goto(FORM.format(locale="fr"))
    page.fill("#given_latin", "Amina")
    onwards(page)
    page.locator("#email").press_sequentially("amina@gmial.com")
    page.locator("#email").press("Tab")
    page.locator("[data-meant] button").click()
    expect(page.locator("#email")).to_have_value("amina@gmail.com")
    expect(page.locator("[data-meant]")).to_be_empty()
    onwards(page)
    assert title(page) == "step-what"


def test_what_the_server_refuses_opens_its_step(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr")
    page.goto(FORM.format(locale="fr"))
    page.fill("#given_latin", "Amina")
    onwards(page)
    page.fill("#phone", "0112345678")  # whole, and of no operator
    onwards(page)
    page.locator("input[value=train]").check()
    onwards(page)
    page.check("#notice_read")
    page.locator("#step-send .primary").click()
    page.wait_for_selector("[data-errors]")
    expect(page.locator("[data-errors]")).to_be_focused()
    assert (title(page), page.locator("#phone").input_value()) == ("step-contact", "0112345678")
    assert page.locator("[data-errors]").get_attribute("role") == "alert"
    page.locator("[data-errors] a[href='#phone']").click()
    expect(page.locator("#phone")).to_be_focused()


def test_without_script_it_is_one_long_page(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr", java_script_enabled=False)
    page.goto(FORM.format(locale="fr"))
    assert page.locator("[data-step]:visible").count() == 4
    assert page.locator("[data-next]:visible, [data-back]:visible, [data-review]:visible").count() == 0
    page.fill("#given_latin", "Amina")
    page.fill("#phone", "0612345678")
    page.locator("input[value=train]").check()
    page.check("#notice_read")
    page.locator("#phone").press("Enter")
    page.wait_for_url("**/my/**")
    assert [one[1:] for one in registered()] == [("Amina", State.CONFIRMED)]


def test_by_keyboard_alone(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr", size=DESK)
    page.goto(FORM.format(locale="fr"))

    def to(selector: str) -> None:
        for _press in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"The keyboard does not reach {selector}.")

    to("#given_latin")
    page.keyboard.type("Amina")
    page.keyboard.press("Enter")
    expect(page.locator("#step-contact h2")).to_be_focused()
    to("#phone")
    page.keyboard.type("0612345678")
    page.keyboard.press("Enter")
    expect(page.locator("#step-what h2")).to_be_focused()
    to("input[type=radio]")
    page.keyboard.press("Space")
    to("[data-next]")
    page.keyboard.press("Enter")
    expect(page.locator("#step-send h2")).to_be_focused()
    to("#notice_read")
    page.keyboard.press("Space")
    to("#step-send .primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/**")
    assert [one[1:] for one in registered()] == [("Amina", State.CONFIRMED)]


def test_a_draft_comes_back_on_the_device_and_whoever_borrowed_it_wipes_it(
    forum: Forum, browse: Browse
) -> None:
    page = browse(locale="fr")
    page.goto(FORM.format(locale="fr"))
    page.fill("#given_latin", "Amina")
    page.wait_for_function("() => localStorage.length > 0")
    page.goto(FORM.format(locale="ar"))
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.locator("#given_latin")).to_have_value("Amina")
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    assert [word in kept for word in ("Amina", "csrf_token", page.input_value("#token"))] == [
        True,
        False,
        False,
    ]
    page.clock.install()
    page.clock.set_fixed_time(page.evaluate("() => Date.now() + 25 * 3600 * 1000"))
    page.reload()
    expect(page.locator("#given_latin")).to_have_value("")
    page.fill("#given_latin", "Amina")
    page.wait_for_function("() => localStorage.length > 0")
    page.reload()
    page.locator("[data-restored] [data-wipe]").click()
    expect(page.locator("#given_latin")).to_have_value("")
    page.fill("#given_latin", "Said")
    page.wait_for_timeout(500)
    assert page.evaluate("() => localStorage.length") == 0


def test_without_a_network_nothing_is_lost(forum: Forum, browse: Browse) -> None:
    page = browse(locale="fr")
    page.goto(FORM.format(locale="fr"))
    page.fill("#given_latin", "Amina")
    onwards(page)
    page.fill("#phone", "0612345678")
    onwards(page)
    page.locator("input[value=train]").check()
    onwards(page)
    page.check("#notice_read")
    page.context.set_offline(True)
    page.locator("#step-send .primary").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    page.locator("#step-send .primary").click()
    page.wait_for_url("**/my/**")
    assert [one[1:] for one in registered()] == [("Amina", State.CONFIRMED)]
    assert page.evaluate("() => localStorage.length") == 0


@BOTH
def test_every_step_is_open_to_everybody(
    forum: Forum, browse: Browse, locale: str, size: tuple[int, int]
) -> None:
    make.category(forum)
    page = browse(locale=locale, size=size, scheme="dark" if locale == "ar" else "light")
    page.goto(FORM.format(locale=locale))
    assert faults(page, locale) == []
    page.locator(".door a").first.click()
    page.wait_for_selector(".stepped")
    assert faults(page, locale) == []
    onwards(page)
    assert faults(page, locale) == []
    page.fill("#given_ar", "خديجة")
    onwards(page)
    assert faults(page, locale) == []
    page.fill("#phone", "0612345678")
    onwards(page)
    page.locator("input[value=car]").check()
    assert faults(page, locale) == []
    page.locator("input[value=train]").check()
    onwards(page)
    assert faults(page, locale) == []
    page.locator("#step-send .primary").click()
    page.wait_for_selector("[data-errors]")
    assert faults(page, locale) == []
