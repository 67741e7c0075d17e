"""The released programme as files: calendars read back, data and tables."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.platform import page_cache
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme.models import Session
from app.programme.speaker_rows import Speaker
from app.programme.words import Part
from tests import make
from tests.queries import counted

HERE = "/fr/forums/live/programme"
FORMULA = '=HYPERLINK("http://x.example")'


def lines(file: bytes) -> list[str]:
    """RFC 5545 §3.1 by hand: lines end with CRLF and hold 75 octets at most; one that begins with a space
    goes on from the line before.
    """
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    physical = file.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    unfolded: list[bytes] = []
    for line in physical:
        line.decode()  # no letter is cut in two
        if line[:1] in (b" ", b"\t"):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    return [line.decode() for line in unfolded]


def events(file: bytes) -> dict[str, dict[str, str]]:
    """UID → property → value as it stands, of the VEVENTs of a file; begins and ends match."""
    found: dict[str, dict[str, str]] = {}
    open_parts: list[str] = []
    held: dict[str, str] = {}
    for line in lines(file):
        head, _colon, value = line.partition(":")
        name = head.partition(";")[0]
        if name == "BEGIN":
            open_parts.append(value)
            held = {}
        elif name == "END":
            assert open_parts.pop() == value
            if value == "VEVENT":
                assert held["UID"] not in found
                found[held["UID"]] = held
        elif open_parts[-1] == "VEVENT":
            assert name not in held
            held[name] = value
    assert open_parts == []
    return found


def unescaped(value: str) -> str:
    return value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(
        starts_on=date(2026, 6, 5),
        ends_on=date(2026, 6, 6),
        venue=Translated(ar="القصر", fr="Palais; aile A, étage 1"),
        latitude=33.5,
        longitude=-5.1,
    )


def change(session: Session, **values: Any) -> None:
    with unit_of_work():
        row = db.session.get_one(Session, session.id)
        for name, value in values.items():
            setattr(row, name, value)


def remove(session: Session) -> None:
    with unit_of_work():
        db.session.execute(sa.delete(Session).where(Session.id == session.id))


def test_a_session_is_told_whole(client: FlaskClient, forum: Forum) -> None:
    hall, theme, who = make.hall(forum), make.theme(forum), make.person()
    session = make.session(
        forum, hall_id=hall.id, theme_id=theme.id, abstract=Translated(fr="De quoi il s’agit.")
    )
    talk = make.talk(session)
    make.part(session, who, Part.MODERATOR)
    make.part(session, who, talk=talk)
    make.release(forum)
    answer = client.get(f"{HERE}/calendar.ics")
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    uid = f"{session.ref}@localhost"
    told = events(answer.data)[uid]
    assert session.starts_at
    end = session.starts_at + timedelta(minutes=60)
    assert told["DTSTART"] == f"{session.starts_at:%Y%m%dT%H%M%SZ}"
    assert told["DTEND"] == f"{end:%Y%m%dT%H%M%SZ}"
    assert (told["STATUS"], told["SEQUENCE"], told["GEO"]) == ("CONFIRMED", "1", "33.5;-5.1")
    assert unescaped(told["LOCATION"]).startswith("Grande salle, Palais; aile A, étage 1")
    assert told["CATEGORIES"].split(",")[1] == "Gouvernance"
    about = unescaped(told["DESCRIPTION"]).splitlines()
    assert [line.partition("Ahmed El Khalfi")[1] for line in about[:2]] == ["Ahmed El Khalfi"] * 2
    assert about[1].startswith("Exposé 1 · ")
    assert about[2:] == ["De quoi il s’agit."]
    assert told["URL"].endswith(f"/fr/forums/live/programme/sessions/{session.ref}")
    assert "METHOD:PUBLISH" in lines(answer.data)
    (same,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert same.decoded("dtstart") == session.starts_at
    assert str(same["location"]) == unescaped(told["LOCATION"])


def test_the_draft_is_in_no_file(client: FlaskClient, forum: Forum) -> None:
    session = make.session(forum)
    for name in ("calendar.ics", "programme.json", "programme.csv"):
        assert client.get(f"{HERE}/{name}").status_code == 404
    make.release(forum)
    later = make.session(forum, title=Translated(fr="Pas encore"))
    for name in ("calendar.ics", "programme.json", "programme.csv"):
        text = client.get(f"{HERE}/{name}").text
        assert (session.ref in text, later.ref in text, "Pas encore" in text) == (True, False, False), name


def test_a_later_release_updates_and_cancels(client: FlaskClient, forum: Forum) -> None:
    kept, moved, gone, hidden, unknown = (make.session(forum) for _ in range(5))
    make.release(forum)
    before = events(client.get(f"{HERE}/calendar.ics").data)
    assert moved.starts_at
    then = moved.starts_at + timedelta(hours=2)
    change(moved, starts_at=then)
    change(hidden, is_public=False)
    change(unknown, starts_at=None)
    remove(gone)
    make.release(forum)
    after = events(client.get(f"{HERE}/calendar.ics").data)
    assert before.keys() == after.keys()
    told = {
        name: (after[f"{one.ref}@localhost"]["STATUS"], after[f"{one.ref}@localhost"]["SEQUENCE"])
        for name, one in {
            "kept": kept,
            "moved": moved,
            "gone": gone,
            "hidden": hidden,
            "unknown": unknown,
        }.items()
    }
    assert told == {
        "kept": ("CONFIRMED", "1"),
        "moved": ("CONFIRMED", "2"),
        "gone": ("CANCELLED", "2"),
        "hidden": ("CANCELLED", "2"),
        "unknown": ("CANCELLED", "2"),
    }
    assert after[f"{moved.ref}@localhost"]["DTSTART"] == f"{then:%Y%m%dT%H%M%SZ}"
    assert after[f"{gone.ref}@localhost"]["DTSTART"] == before[f"{gone.ref}@localhost"]["DTSTART"]
    assert after[f"{gone.ref}@localhost"]["TRANSP"] == "TRANSPARENT"
    assert "DESCRIPTION" not in after[f"{hidden.ref}@localhost"]


def test_what_is_struck_out_stays_so_under_the_same_number(client: FlaskClient, forum: Forum) -> None:
    kept, gone = make.session(forum), make.session(forum)
    make.release(forum)
    remove(gone)
    make.release(forum)
    after = events(client.get(f"{HERE}/calendar.ics").data)
    assert {uid: one["STATUS"] for uid, one in after.items()} == {
        f"{kept.ref}@localhost": "CONFIRMED",
        f"{gone.ref}@localhost": "CANCELLED",
    }
    make.session(forum)
    make.release(forum)
    third = events(client.get(f"{HERE}/calendar.ics").data)
    assert {uid: third[uid]["SEQUENCE"] for uid in after} == {
        uid: one["SEQUENCE"] for uid, one in after.items()
    }


def test_long_texts_are_folded_between_letters(client: FlaskClient, forum: Forum) -> None:
    title = "المناظرة الوطنية للمجتمع المدني، أية مقاربة مجتمعية؛ " * 5
    session = make.session(forum, title=Translated(ar=title), abstract=Translated(ar=title * 3))
    make.release(forum)
    file = client.get("/ar/forums/live/programme/calendar.ics").data
    assert unescaped(events(file)[f"{session.ref}@localhost"]["SUMMARY"]) == title
    (same,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert str(same["summary"]) == title


def test_a_session_a_person_and_the_stars_have_their_own(client: FlaskClient, forum: Forum) -> None:
    who = make.person()
    hers, other = make.session(forum), make.session(forum)
    make.part(hers, who)
    make.release(forum)
    ref = db.session.scalars(sa.select(Speaker.ref)).one()
    mine, theirs = f"{hers.ref}@localhost", f"{other.ref}@localhost"
    assert list(events(client.get(f"{HERE}/sessions/{other.ref}.ics").data)) == [theirs]
    assert list(events(client.get(f"{HERE}/people/{ref}.ics").data)) == [mine]
    starred = client.get(f"{HERE}/mine.ics?s={hers.ref}&s=unknown&s={other.ref}&s={hers.ref}")
    assert set(events(starred.data)) == {mine, theirs}
    assert client.get(f"{HERE}/mine.ics?s=unknown").status_code == 404
    assert client.get(f"{HERE}/sessions/unknown.ics").status_code == 404
    assert client.get(f"{HERE}/people/unknown.ics").status_code == 404
    remove(hers)
    make.release(forum)
    assert events(client.get(f"{HERE}/sessions/{hers.ref}.ics").data)[mine]["STATUS"] == "CANCELLED"
    page = client.get(f"{HERE}/people/{ref}.ics")
    assert events(page.data)[mine]["STATUS"] == "CANCELLED"
    assert "Khalfi" not in page.text


def test_sessions_of_another_event_are_in_no_file_of_this_one(client: FlaskClient, forum: Forum) -> None:
    other = make.forum("other")
    theirs = make.session(other)
    make.part(theirs, make.person())
    make.release(other)
    make.session(forum)
    make.release(forum)
    ref = db.session.scalars(sa.select(Speaker.ref)).one()
    for address in (f"mine.ics?s={theirs.ref}", f"sessions/{theirs.ref}.ics", f"people/{ref}.ics"):
        assert client.get(f"{HERE}/{address}").status_code == 404, address


def test_an_internal_session_is_in_no_file(client: FlaskClient, forum: Forum) -> None:
    inside = make.session(forum, is_public=False)
    make.session(forum)
    make.release(forum)
    for name in ("calendar.ics", "programme.json", "programme.csv"):
        assert inside.ref not in client.get(f"{HERE}/{name}").text, name
    assert client.get(f"{HERE}/mine.ics?s={inside.ref}").status_code == 404


def test_the_data_say_what_is_released_with_offset_licence_and_stable_names(
    client: FlaskClient, forum: Forum
) -> None:
    who = make.person()
    session = make.session(forum, starts_at=datetime(2026, 6, 5, 9, tzinfo=UTC), minutes=90)
    first, second = make.talk(session), make.talk(session, minutes=None)
    make.part(session, who, Part.CHAIR)
    make.part(session, talk=second)
    make.release(forum)
    answer = client.get(f"{HERE}/programme.json")
    assert answer.content_type == "application/json; charset=utf-8"
    told = json.loads(answer.data)
    assert set(told) == {"licence", "event", "release", "sessions"}
    assert told["release"]["number"] == 1
    assert set(told["licence"]) == {"ar", "fr"}
    (one,) = told["sessions"]
    assert (one["ref"], one["starts_at"], one["ends_at"]) == (
        session.ref,
        "2026-06-05T10:00:00+01:00",
        "2026-06-05T11:30:00+01:00",
    )
    assert one["title"] == {"ar": "جلسة للاختبار", "fr": "Séance d’essai"}
    ref = db.session.scalars(sa.select(Speaker.ref)).one()
    assert [(part["ref"], part["part"], part["name"]["fr"]) for part in one["people"]] == [
        (ref, "chair", "Ahmed El Khalfi")
    ]
    assert [(talk["ref"], talk["starts_at"], talk["ends_at"]) for talk in one["talks"]] == [
        (first.ref, "2026-06-05T10:00:00+01:00", "2026-06-05T10:20:00+01:00"),
        (second.ref, "2026-06-05T10:20:00+01:00", None),
    ]
    assert [(part["ref"], part["part"]) for part in one["talks"][1]["people"]] == [(None, "speaker")]


def test_the_table_opens_in_a_spreadsheet_and_holds_no_formula(client: FlaskClient, forum: Forum) -> None:
    session = make.session(forum, title=Translated(fr=FORMULA))
    talk = make.talk(session)
    make.part(session, make.person(), Part.CHAIR)
    make.release(forum)
    answer = client.get(f"{HERE}/programme.csv")
    assert answer.data.startswith("\ufeff".encode())
    heads, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["ref"], row["session"], row["kind"]) for row in told] == [
        (session.ref, "", "plenary"),
        (talk.ref, session.ref, "talk"),
    ]
    assert (told[0]["title_fr"], told[0]["title_ar"]) == (f"'{FORMULA}", "")
    assert told[0]["people_fr"] == "chair: Ahmed El Khalfi"
    assert (told[1]["title_ar"], told[1]["release"]) == ("عرض 1", "1")
    assert all(row["licence"] for row in told)


@pytest.mark.parametrize("name", ["calendar.ics", "programme.json", "programme.csv"])
def test_a_file_asks_as_often_for_many_sessions_as_for_one(
    app: Flask, client: FlaskClient, forum: Forum, name: str
) -> None:
    counts = []
    make.session(forum)
    make.release(forum)
    for sessions in (1, 3):
        for _ in range(sessions):
            session = make.session(forum, hall_id=make.hall(forum).id)
            make.part(session, make.person(), talk=make.talk(session))
        make.release(forum)
        page_cache.forget(app)
        with counted() as seen:
            assert client.get(f"{HERE}/{name}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_file_is_kept_until_another_release(client: FlaskClient, forum: Forum) -> None:
    session = make.session(forum)
    make.release(forum)
    client.get(f"{HERE}/calendar.ics")
    with counted() as seen:
        assert client.get(f"{HERE}/calendar.ics?x=1").status_code == 200
    assert len([one for one in seen if one.startswith("SELECT")]) == 1  # the numbers that it hangs on
    change(session, title=Translated(fr="Autre titre"))
    assert "Autre titre" not in client.get(f"{HERE}/calendar.ics").text
    make.release(forum)
    assert "Autre titre" in client.get(f"{HERE}/calendar.ics").text
