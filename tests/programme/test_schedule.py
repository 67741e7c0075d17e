"""The programme as the public reads it: the current release, nothing of the draft, nothing internal."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme.prayer_words import PRAYER_WORDS, Prayer
from app.programme.rule_rows import PrayerDay, Rules
from app.programme.speaker_rows import Speaker
from app.programme.words import PART_WORDS, Kind, Part
from tests import make, make_programme
from tests.programme import pages, programmes
from tests.programme.pages import page, said, titles, words
from tests.queries import counted

FRIDAY = date(2026, 12, 4)
both = pytest.mark.parametrize("locale", ["ar", "fr"])


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=FRIDAY, ends_on=FRIDAY + timedelta(days=1))


def named(prayer: Prayer) -> str:
    with using("fr"):
        return str(PRAYER_WORDS[prayer])


@both
def test_a_session_is_read_with_all_that_is_known_of_it(
    client: FlaskClient, forum: Forum, locale: str
) -> None:
    hall, theme, who = (
        make.hall(forum),
        make.theme(forum),
        programmes.person("Zineb", function={"fr": "Juriste"}),
    )
    made = programmes.session(
        forum,
        "Droit",
        hall_id=hall.id,
        theme_id=theme.id,
        languages=["ar"],
        interpretation=["fr"],
        needs_registration=True,
        note=Translated(fr="Une note", ar="ملاحظة"),
    )
    make_programme.part(made, who, Part.MODERATOR)
    make_programme.part(made)
    talk = make_programme.talk(made)
    make_programme.part(made, programmes.person("Driss"), talk=talk)
    make.release(forum)
    text = page(client, locale=locale)
    with using(locale):
        expected = [
            *(str(PART_WORDS[part]) for part in (Part.MODERATOR, Part.SPEAKER)),
            *(one.said() for one in (made.title, hall.name, theme.name, who.name, made.note, talk.title)),
            str(_("Registration needed")),
        ]
    read = words(text)
    assert [word for word in expected if word not in read] == []
    assert ("D’autres intervenants" if locale == "fr" else "متحدثون آخرون") in read
    assert f'fill="{theme.colour}"' in text
    assert f"/{locale}/forums/live/programme/sessions/{made.ref}" in text
    assert ("de 10 h à 10 h 20" if locale == "fr" else "من 10:00 إلى 10:20") in read.replace("\u00a0", " ")


def test_the_draft_earlier_releases_and_internal_sessions_are_never_read(
    client: FlaskClient, forum: Forum
) -> None:
    shown, hidden = (
        programmes.session(forum, "Publique"),
        programmes.session(forum, "Interne", 12, is_public=False),
    )
    make_programme.part(hidden, programmes.person("Secret"))
    make.release(forum)
    programmes.change(shown, title=Translated(fr="Brouillon"))
    programmes.session(forum, "Ajoutée", 14)
    paths = ["", "days/2026-12-04", "languages/fr", "people/", "mine", "changes", f"sessions/{shown.ref}"]
    for path in paths:
        read = page(client, path)
        assert [word for word in ("Interne", "Secret", "Brouillon", "Ajoutée") if word in read] == []
    assert client.get(f"/fr/forums/live/programme/sessions/{hidden.ref}").status_code == 404
    make.release(forum)
    read = page(client)
    assert ("Publique" in read, titles(read)) == (False, ["Brouillon", "Ajoutée"])
    assert [word for word in ("Interne", "Secret") if word in page(client, "changes")] == []


def test_what_a_release_changed_is_marked_and_a_cancelled_session_is_struck_in_that_release_alone(
    client: FlaskClient, forum: Forum
) -> None:
    moved, gone = programmes.session(forum, "Déplacée"), programmes.session(forum, "Annulée", 15)
    still = programmes.session(forum, "Inchangée", 17)
    make.release(forum)
    assert 'class="state' not in page(client)
    programmes.later(moved, 1)
    with unit_of_work():
        db.session.delete(db.session.merge(gone))
    make.release(forum)
    read = page(client)
    assert titles(read) == ["Déplacée", "Inchangée", "Annulée"]
    assert '<h4 class="title"><s>Annulée</s></h4>' in read
    assert read.count('class="state') == 2
    assert f'data-ref="{moved.ref}" ' in read
    assert 'data-changed="2"' in read
    assert page(client, f"sessions/{gone.ref}").count("<s>Annulée</s>") == 1
    programmes.later(still, 1)
    make.release(forum)
    read = page(client)
    assert titles(read) == ["Déplacée", "Inchangée"]
    assert client.get(f"/fr/forums/live/programme/sessions/{gone.ref}").status_code == 404


def test_parallel_sessions_stand_side_by_side_and_a_page_of_one_hall_is_a_stream(
    client: FlaskClient, forum: Forum
) -> None:
    halls = [make.hall(forum), make.hall(forum)]
    for hall in halls:
        programmes.session(forum, hall.name["fr"], hall_id=hall.id)
    programmes.session(forum, "Pause", 11, kind=Kind.BREAK)
    make.release(forum)
    read = page(client)
    assert 'class="hours-of grid h2"' in read
    assert 'class="session r2 t3 c3 e4"' in read
    assert 'class="session pause r3 t4 c2 e4"' in read
    one = page(client, f"halls/{halls[1].id}")
    assert (titles(one), "grid h2" in one) == (["Grande salle 2"], False)


def test_each_way_to_read_it_shows_its_part_and_says_which(client: FlaskClient, forum: Forum) -> None:
    theme, hall = make.theme(forum), make.hall(forum)
    programmes.session(forum, "Axe", theme_id=theme.id, languages=["ar"])
    programmes.session(forum, "Salle", 12, hall_id=hall.id, interpretation=["fr"])
    make.session(forum, title=Translated(fr="Samedi"), starts_at=at(FRIDAY + timedelta(days=1), 9))
    make.release(forum)
    found = {
        path: titles(page(client, path))
        for path in (
            "",
            f"themes/{theme.id}",
            f"halls/{hall.id}",
            "languages/ar",
            "languages/fr",
            "days/2026-12-04",
            "days/2026-12-05",
        )
    }
    assert found == {
        "": ["Axe", "Salle", "Samedi"],
        f"themes/{theme.id}": ["Axe"],
        f"halls/{hall.id}": ["Salle"],
        "languages/ar": ["Axe"],
        "languages/fr": ["Salle"],
        "days/2026-12-04": ["Axe", "Salle"],
        "days/2026-12-05": ["Samedi"],
    }
    assert "Gouvernance" in page(client, f"themes/{theme.id}").partition("</h1>")[0]
    assert said("No session here") in page(client, "languages/es")


@pytest.mark.parametrize(
    "path",
    [
        "days/2026-12-06",
        "days/20261204",
        "days/2026-W49-5",
        "days/demain",
        "languages/de",
        "sessions/0123456789",
        "people/0123456789",
        "halls/{hall}",
        "themes/{theme}",
    ],
)
def test_what_is_not_of_this_programme_is_no_page(client: FlaskClient, forum: Forum, path: str) -> None:
    other = make.forum("other")
    path = path.format(hall=make.hall(other).id, theme=make.theme(other).id)
    programmes.session(forum, "Publique")
    make.release(forum)
    assert client.get(f"/fr/forums/live/programme/{path}").status_code == 404


@both
def test_before_the_first_release_each_page_says_so(client: FlaskClient, forum: Forum, locale: str) -> None:
    programmes.session(forum, "Brouillon")
    hall = make.hall(forum)
    paths = ("", "days/2026-12-04", f"halls/{hall.id}", "languages/fr", "mine", "changes")
    with using(locale):
        unknown = str(_("The programme is not known yet"))
    for path in paths:
        assert unknown in page(client, path, locale)
    with using(locale):
        assert str(_("No name is known yet")) in page(client, "people/", locale)
        assert str(_("Nothing runs now")) in page(client, "now", locale)


def test_sessions_whose_time_no_source_gives_stand_at_the_end_and_it_is_said(
    client: FlaskClient, forum: Forum
) -> None:
    programmes.session(forum, "Avec heure")
    make.session(forum, title=Translated(fr="Sans heure"), starts_at=None, minutes=None)
    make.release(forum)
    read = page(client)
    assert titles(read) == ["Avec heure", "Sans heure"]
    assert said("Hours and halls: not stated") in words(read)
    with unit_of_work():
        found = db.session.get_one(Forum, forum.id)
        found.state = State.ARCHIVED
        found.sources = [{"kind": "press", "title": {"fr": "Un journal"}, "date": None, "note": None}]
    assert said("Hours and halls: not in the source") in words(page(client))


def test_prayers_within_the_hours_of_the_programme_stand_as_quiet_lines(
    client: FlaskClient, forum: Forum
) -> None:
    programmes.session(forum, "Matin", 9)
    programmes.session(forum, "Soir", 16)
    with unit_of_work():
        db.session.add(PrayerDay(forum_id=forum.id, on=FRIDAY, asr=time(15, 7)))
    make.release(forum)
    read = words(page(client))
    assert f"15:07 {said('Prayer time: %(prayer)s', prayer=named(Prayer.ASR))}" in read
    assert [prayer for prayer in Prayer if named(prayer) in read] == [Prayer.FRIDAY, Prayer.ASR]
    with unit_of_work():
        db.session.add(Rules(forum_id=forum.id, minds_prayers=False))
    assert "15:07" not in page(client)


def test_who_was_erased_is_named_so_and_has_no_page(client: FlaskClient, forum: Forum) -> None:
    speaker = make.speaking(forum)
    assert f"people/{speaker.ref}" in page(client)
    with unit_of_work():
        speaker.person.erased_at = at(FRIDAY, 0)
    read = page(client)
    assert said("A person who asked for erasure") in words(read)
    assert f"people/{speaker.ref}" not in read
    assert "El Khalfi" not in read
    assert client.get(f"/fr/forums/live/programme/people/{speaker.ref}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "days/2026-12-04", "people/", "people/{person}", "mine", "changes", "sessions/{session}"]
)
def test_more_sessions_ask_no_more_of_the_database(client: FlaskClient, forum: Forum, path: str) -> None:
    asked = []
    for number in (3, 30):
        of = make.forum(f"with-{number}", starts_on=FRIDAY, ends_on=FRIDAY + timedelta(days=1))
        made = make_programme.programme(of, number)
        make.release(of)
        known = sa.select(Speaker.ref).where(Speaker.forum_id == of.id).limit(1)
        address = path.format(session=made[0].ref, person=db.session.scalar(known))
        db.session.rollback()
        with counted() as statements:
            assert client.get(f"/fr/forums/{of.slug}/programme/{address}").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_the_pages_lead_to_each_other_and_to_the_feed(client: FlaskClient, forum: Forum) -> None:
    programmes.session(forum, "Publique")
    make.release(forum)
    answer = client.get("/fr/forums/live/programme/").text
    for path in ("", "now", "people/", "mine", "changes", "changes.atom", "calendar.ics"):
        assert f'href="/fr/forums/live/programme/{path}"' in answer
    assert answer.count("<script") == 1
    assert pages.words(answer.partition("<title>")[2].partition("</title>")[0]).startswith(
        "Programme · Assises"
    )
