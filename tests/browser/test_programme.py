"""A programme from its first draft to the answer of a speaker: built, released, read, changed, told."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.text import Translated
from app.programme.release_rows import Told
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Answer, Part
from tests import letters, make
from tests.browser import steps
from tests.browser.conftest import DESK, PHONE, Browse

OPENING = Translated(ar="الجلسة الافتتاحية", fr="Séance d’ouverture")
PLENARY = Translated(ar="أدوات الجمعيات", fr="Les outils des associations")
OFFICE = "office/live/programme"
PUBLIC = "forums/live/programme"


@dataclass(frozen=True)
class Walk:
    """Who walks how: the language and width of the editor, those of the public, and whether it has script."""

    office: str
    desk: tuple[int, int]
    public: str
    phone: tuple[int, int]
    script: bool


walks = pytest.mark.parametrize(
    "walk",
    [Walk("fr", DESK, "ar", PHONE, script=True), Walk("ar", PHONE, "fr", DESK, script=False)],
    ids=["desk in French, phone in Arabic", "phone in Arabic, desk in French without script"],
)


@pytest.fixture
def forum(app: Flask) -> Forum:
    """Two halls, an opening in the first where Amina speaks, who reads Arabic; Youssef reads French."""
    made = make.forum("live", help_phone="0537000000")
    first, _second = make.hall(made), make.hall(made)
    amina = make.person(made, given_ar="أمينة", given_latin="Amina", email="amina@example.org", locale="ar")
    make.person(made, given_ar="يوسف", given_latin="Youssef", email="youssef@example.org", locale="fr")
    opening = make.session(
        made, kind="opening", title=OPENING, hall_id=first.id, starts_at=at(made.starts_on, 9)
    )
    make.part(opening, amina, Part.ADDRESS)
    return made


@walks
def test_a_programme_from_its_draft_to_the_answer_of_a_speaker(
    app: Flask, live: str, browse: Browse, forum: Forum, walk: Walk
) -> None:
    editor = browse(locale=walk.office, size=walk.desk)
    steps.enter(app, editor.context, live, make.account(Role.PROGRAMME_EDITOR, forum))
    build(editor, walk.office, forum)
    settle(editor, walk.office)
    release(editor, walk.office)

    visitor = browse(locale=walk.public, size=walk.phone, java_script_enabled=walk.script)
    read(visitor, walk)
    move(editor, walk.office)
    release(editor, walk.office)
    tell(editor, walk.office)
    see_what_changed(visitor, walk)

    (letter,) = letters.to(app, "youssef@example.org")
    assert letters.to(app, "amina@example.org") == []
    speaker = browse(locale="fr", size=walk.phone, java_script_enabled=walk.script)
    answer(speaker, letters.link(letter), forum)
    db.session.rollback()
    row = db.session.scalars(sa.select(Speaker).where(Speaker.answer == Answer.CONFIRMED)).one()
    there = db.session.scalars(sa.select(Availability)).one()
    assert (there.person_id, there.starts_at) == (row.person_id, at(forum.starts_on, 8, 30))
    assert db.session.scalars(sa.select(Told.person_id)).all() == [row.person_id]


def build(page: Page, locale: str, forum: Forum) -> None:
    """A plenary with Youssef, typed half an hour into the opening, in its hall."""
    page.goto(f"/{locale}/{OFFICE}")
    page.locator("main a[href$='/programme/new']").first.click()
    form = page.locator("main form.form")
    form.locator("[name=kind]").select_option("plenary")
    steps.both(form, "title", PLENARY["ar"], PLENARY["fr"])
    form.locator("[name=day]").fill(str(forum.starts_on))
    form.locator("[name=hour]").fill("09:30")
    form.locator("[name=minutes]").fill("60")
    form.locator("[name=hall_id]").select_option(index=1)
    form.locator("[name=rows][value='add people']").click()
    form.locator("[name=people-0-person_id-text]").fill("Youssef El Khalfi")
    save(form)
    expect(page.locator("main")).to_contain_text(PLENARY[locale])


def settle(page: Page, locale: str) -> None:
    """Both are named; one is put after the other, and that nobody leads the plenary is accepted."""
    page.goto(f"/{locale}/{OFFICE}/conflicts")
    blocking = page.locator("section[aria-labelledby=blocking] li")
    expect(blocking).to_have_count(1)
    expect(blocking).to_contain_text(OPENING[locale])
    expect(blocking).to_contain_text(PLENARY[locale])
    expect(page.locator("main form[action$='/releases']")).to_have_count(0)
    blocking.locator("a", has_text=PLENARY[locale]).click()
    page.locator("main form.form [name=hour]").fill("10:00")
    save(page.locator("main form.form"))

    page.goto(f"/{locale}/{OFFICE}/conflicts")
    expect(blocking).to_have_count(0)
    waiting = page.locator("section[aria-labelledby=waiting] li")
    expect(waiting).to_have_count(1)
    steps.unfold(waiting.locator("form")).locator("[name=reason]").fill("Youssef mène la séance.")
    steps.send(waiting.locator("form"))
    expect(page.locator("section[aria-labelledby=accepted] li")).to_contain_text("Youssef mène la séance.")
    expect(waiting).to_have_count(0)


def release(page: Page, locale: str) -> None:
    """What the draft has becomes what the public reads."""
    page.goto(f"/{locale}/{OFFICE}/releases")
    save(page.locator("section[aria-labelledby=release] form"))
    page.wait_for_url("**/releases/*")


def read(page: Page, walk: Walk) -> None:
    """The public comes from the page of the event, marks the plenary, and takes it into its calendar."""
    page.goto(f"/{walk.public}/forums/live/")
    page.locator(f"main a[href='/{walk.public}/{PUBLIC}/']").first.click()
    expect(page.locator("article.session")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    plenary = of_title(page, PLENARY[walk.public])
    if walk.script:
        plenary.locator("button[aria-pressed]").click()
        expect(plenary.locator("button[aria-pressed=true]")).to_be_visible()
        page.goto(f"/{walk.public}/{PUBLIC}/mine")
        page.wait_for_url("**/mine?s=*")
    else:
        page.goto(f"/{walk.public}/{PUBLIC}/mine")
        page.get_by_label(PLENARY[walk.public]).check()
        steps.send(page.locator("form.choose"))
    expect(page.locator("article.session")).to_have_count(1)
    file = page.request.get(page.locator("main a[href*='.ics']").first.get_attribute("href") or "")
    assert file.headers["content-type"].startswith("text/calendar")
    assert file.text().count("BEGIN:VEVENT") == 1
    assert PLENARY[walk.public] in file.text()


def move(page: Page, locale: str) -> None:
    """The plenary goes to the other hall, an hour later."""
    page.goto(f"/{locale}/{OFFICE}")
    page.locator("main a", has_text=PLENARY[locale]).first.click()
    form = page.locator("main form.form")
    form.locator("[name=hour]").fill("11:00")
    form.locator("[name=hall_id]").select_option(index=2)
    save(form)


def tell(page: Page, locale: str) -> None:
    """The letter is read first; it goes to Youssef alone."""
    page.locator("main a[href$='/letters']").first.click()
    expect(page.locator("main")).to_contain_text({"ar": "يوسف", "fr": "Youssef"}[locale])
    expect(page.locator("main")).not_to_contain_text({"ar": "أمينة", "fr": "Amina"}[locale])
    steps.send(page.locator("main form[action$='/letters']"))
    expect(page.locator(".flash, [role=status]").first).to_be_visible()


def see_what_changed(page: Page, walk: Walk) -> None:
    """The same visitor comes back: what moved is told, and marked for who was here before."""
    page.goto(f"/{walk.public}/{PUBLIC}/changes")
    (step, _first) = page.locator("section.step").all()
    expect(step.locator("li")).to_have_count(1)
    expect(step).to_contain_text(PLENARY[walk.public])
    for hour in {"ar": ("10:00", "11:00"), "fr": ("10 h", "11 h")}[walk.public]:
        expect(step).to_contain_text(hour)
    page.goto(f"/{walk.public}/{PUBLIC}/")
    marked = page.locator("article.session .by-script.attention")
    expect(marked).to_have_count(1 if walk.script else 0)


def answer(page: Page, path: str, forum: Forum) -> None:
    """By the link of the letter, without a password: confirmed, and there from half past eight."""
    page.goto(path)
    expect(page.locator("main")).to_contain_text(PLENARY["fr"])
    page.locator("button[name=answer][value=confirmed]").click()
    page.locator("main a[href$='/about']").click()
    form = page.locator("main form.form")
    form.locator("[name=rows][value='add presence']").click()
    form.locator("[name=presence-0-on]").fill(str(forum.starts_on))
    form.locator("[name=presence-0-begins]").fill("08:30")
    form.locator("[name=presence-0-ends]").fill("18:00")
    save(form)
    expect(page.locator("#about ~ *").first).to_contain_text("8 h 30")


def save(form: Locator) -> None:
    """The button at the end of a long form."""
    form.locator(".form-end button").first.click()


def of_title(page: Page, title: str) -> Locator:
    """The session of this title in the public programme."""
    return page.locator("article.session", has_text=title)
