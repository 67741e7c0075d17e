"""What a registered person is told by mail: when, where, the number, and who writes."""

import pytest
from flask import Flask

from app.forums.models import Forum
from app.platform import jobs, mail
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.registrations import letter_facts
from app.registrations.models import Registration
from tests import make


@pytest.fixture
def registration(app: Flask) -> Registration:
    forum = make.forum(venue=Translated(ar="قصر المؤتمرات", fr="Palais des congrès"))
    return make.registration(forum, make.category(forum))


def facts(registration: Registration, locale: str = "fr") -> dict[str, str]:
    with using(locale):
        return letter_facts.facts(registration.id)


def forum_of(registration: Registration) -> Forum:
    return db.session.get_one(Forum, registration.forum_id)


def test_the_hour_is_that_of_the_first_session_of_the_first_day(registration: Registration) -> None:
    forum = forum_of(registration)
    assert facts(registration)["time"] == ""
    assert forum.starts_on
    assert forum.ends_on
    make.session(forum, starts_at=at(forum.ends_on, 8))
    make.release(forum)
    assert facts(registration)["time"] == ""
    make.session(forum, starts_at=at(forum.starts_on, 15))
    make.session(forum, starts_at=at(forum.starts_on, 9, 30))
    assert facts(registration)["time"] == ""
    make.release(forum)
    assert facts(registration)["time"] == "9\u00a0h\u00a030"
    assert facts(registration, "ar")["time"] == "09:30"


def test_the_organising_bodies_sign_else_the_platform(registration: Registration) -> None:
    forum = forum_of(registration)
    assert facts(registration)["organiser"] == "Mounadara, la plateforme des assises nationales"
    make.partner(forum, "partner")
    assert facts(registration)["organiser"] == "Mounadara, la plateforme des assises nationales"
    bodies = [make.organisation_of(make.partner(forum, "organiser"))["fr"] for _ in range(2)]
    assert facts(registration)["organiser"] == " et ".join(bodies)


def test_each_fact_is_in_the_language_of_the_reader(registration: Registration) -> None:
    assert facts(registration)["venue"] == "Palais des congrès"
    assert facts(registration, "ar")["venue"] == "قصر المؤتمرات"
    assert facts(registration)["rank"] == ""


def test_the_letter_says_what_it_has_to_say(app: Flask, registration: Registration) -> None:
    jobs.run_due(app)
    (letter,) = mail.carried()
    text = letter.get_body(("plain",)).get_content()
    for said in (registration.number, "قصر المؤتمرات", "إفران", "/my/"):
        assert said in text
    assert "{" not in text
    assert "{" not in letter["Subject"]
    page = letter.get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'class="button"' in page


def test_who_waits_is_told_the_rank(app: Flask) -> None:
    forum = make.forum()
    full = make.category(forum, places=1)
    for person in range(3):
        make.registration(forum, full, wait=True, email=f"{person}@example.org")
    jobs.run_due(app)
    texts = [letter.get_body(("plain",)).get_content() for letter in mail.carried()]
    assert ["\u20681\u2069" in text for text in texts] == [False, True, False]
    assert "\u20682\u2069" in texts[2]


def test_no_letter_is_written_to_who_has_no_address(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum), email="", phone="+212612345678")
    jobs.run_due(app)
    assert mail.carried() == []


def test_a_title_in_the_other_language_alone_is_isolated(app: Flask, registration: Registration) -> None:
    forum = forum_of(registration)
    with unit_of_work():
        forum.title = Translated(fr="Assises d’essai")
    assert facts(registration, "ar")["event"] == "Assises d’essai"
