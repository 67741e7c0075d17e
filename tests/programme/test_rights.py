"""What a programme holds of a person: merged, parted again, told, erased."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.people import merging, merging_undo, ports, rights, rights_actions
from app.people.merge_rows import Merge, Sort
from app.people.models import Person
from app.platform.clock import at, now
from app.platform.db import Model, db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated
from app.programme import speaker_actions, speaker_links
from app.programme.release_rows import ReleasedPart, Told
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Answer, Part
from tests import make
from tests.people import rows
from tests.programme import speaking

OTHER = {"given_latin": "M.", "family_latin": "Benomar", "given_ar": "م", "family_ar": "بنعمر"}


@pytest.fixture
def by(app: Flask) -> User:
    """Whoever merges and erases."""
    return make.account(Role.ADMINISTRATOR)


def merge(kept: Person, gone: Person, by: User) -> Merge:
    kept, gone = rows.again(kept), rows.again(gone)
    with unit_of_work():
        return merging.merge(
            Sort.PERSON, kept.id, gone.id, versions=(kept.version, gone.version), taken=(), by=by
        )


def undo(done: Merge, by: User) -> merging_undo.Undone:
    with unit_of_work():
        return merging_undo.undo(done, by=by)


def of(table: Any) -> list[int]:
    """The persons whom the rows of a table name."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(table.person_id).order_by(table.id)))


def two_in_one_programme() -> tuple[Person, Person]:
    """The same person twice: both in one released session, with an answer, a presence and a letter each."""
    forum = make.forum()
    assert forum.starts_on
    session = make.session(forum)
    one, other = speaking.drafted(forum, session), speaking.drafted(forum, session, **OTHER)
    release = make.release(forum)
    for speaker in (one, other):
        make.availability(forum, speaker.person, at(forum.starts_on, 9), at(forum.starts_on, 12))
        with unit_of_work():
            db.session.add(Told(release_id=release.id, person_id=speaker.person_id))
    make.availability(forum, other.person, at(forum.starts_on, 14), at(forum.starts_on, 16))
    return one.person, other.person


def test_what_stands_twice_stands_once_and_stands_twice_again(app: Flask, by: User) -> None:
    kept, gone = two_in_one_programme()
    before = rows.everything()
    done = merge(kept, gone, by)
    for table, count in ((Speaker, 1), (ReleasedPart, 1), (Told, 1), (Availability, 2)):
        assert of(table) == [kept.id] * count, table
    assert {table: len(found) for table, found in done.dropped.items()} == {
        "participation": 1,
        "released_part": 1,
        "speaker": 1,
        "told": 1,
        "availability": 1,
        "tie": 1,
    }
    assert undo(done, by)
    assert rows.everything() == before


@pytest.mark.parametrize("answered", ["kept", "gone"])
def test_of_two_speakers_the_one_who_answered_stays(app: Flask, by: User, answered: str) -> None:
    kept, gone = two_in_one_programme()
    who = {"kept": kept, "gone": gone}[answered]
    with unit_of_work():
        speaker = db.session.scalars(sa.select(Speaker).where(Speaker.person_id == who.id)).one()
        speaker_actions.answer(speaker, Answer.CONFIRMED, "", by=None)
    ref, before = speaking.row(who).ref, rows.everything()
    done = merge(kept, gone, by)
    left = speaking.row(kept)
    assert (left.ref, left.answer) == (ref, Answer.CONFIRMED)
    assert undo(done, by)
    assert rows.everything() == before


@pytest.mark.parametrize("answered", ["kept", "gone"])
def test_the_row_that_stays_takes_what_it_lacks_and_gives_it_back(
    app: Flask, by: User, answered: str
) -> None:
    kept, gone = two_in_one_programme()
    who, other = (kept, gone) if answered == "kept" else (gone, kept)
    with unit_of_work():
        said, silent = (
            db.session.scalars(sa.select(Speaker).where(Speaker.person_id == one.id)).one()
            for one in (who, other)
        )
        speaker_actions.answer(said, Answer.CONFIRMED, "", by=None)
        silent.biography, silent.asked_at, silent.answer_note = Translated(fr="Juge."), now(), "Peut-être."
    before = rows.everything()
    done = merge(kept, gone, by)
    left = speaking.row(kept)
    assert (left.answer, dict(left.biography), left.answer_note) == (
        Answer.CONFIRMED,
        {"fr": "Juge."},
        "Peut-être.",
    )
    assert left.asked_at is not None
    assert undo(done, by)
    assert rows.everything() == before


def test_what_somebody_wrote_since_stays_when_a_merge_is_undone(app: Flask, by: User) -> None:
    kept, gone = two_in_one_programme()
    with unit_of_work():
        said, silent = (
            db.session.scalars(sa.select(Speaker).where(Speaker.person_id == one.id)).one()
            for one in (kept, gone)
        )
        speaker_actions.answer(said, Answer.CONFIRMED, "", by=None)
        silent.biography = Translated(fr="Juge.")
    done = merge(kept, gone, by)
    with unit_of_work():
        said = db.session.scalars(sa.select(Speaker)).one()
        said.biography = Translated(fr="Juge honoraire.")
    assert undo(done, by).changed == ["biography"]
    assert dict(speaking.row(kept).biography) == {"fr": "Juge honoraire."}


def test_in_two_programmes_both_rows_move(app: Flask, by: User) -> None:
    kept, gone = speaking.drafted(make.forum()).person, speaking.drafted(make.forum("other"), **OTHER).person
    before = rows.everything()
    done = merge(kept, gone, by)
    assert of(Speaker) == [kept.id, kept.id]
    assert len(done.moved["speaker.person_id"]) == 1
    assert undo(done, by)
    assert rows.everything() == before


def test_the_link_of_who_was_merged_opens_the_page_of_the_one_that_is_kept(
    client: FlaskClient, by: User
) -> None:
    kept, gone = speaking.drafted(make.forum()).person, speaking.drafted(make.forum("other"), **OTHER).person
    link = f"/fr/speaking/{speaker_links.token(speaking.row(gone))}"
    merge(kept, gone, by)
    page = client.get(link)
    assert page.status_code == 200
    assert "Malika Benomar" in page.text


def everything() -> str:
    """All values of all columns of all tables, as text; Arabic letters as letters."""
    found = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            found += [json.dumps(one, ensure_ascii=False, default=str) for one in row]
    return "\n".join(found).casefold()


def erased(who: Person, by: User) -> None:
    subject = rights.case({"person": {who.id}}).subject
    with unit_of_work():
        assert rights_actions.erase(subject, by=by)


def spoken(forum_slug: str = "live") -> Speaker:
    """A released speaker who answered, wrote a biography and a word, and was written to."""
    forum = make.forum(forum_slug)
    assert forum.starts_on
    speaker = speaking.drafted(forum)
    release = make.release(forum)
    make.availability(forum, speaker.person, at(forum.starts_on, 9), at(forum.starts_on, 12))
    with unit_of_work():
        row = db.session.get_one(Speaker, speaker.id)
        speaker_actions.answer(row, Answer.DECLINED, "Malika Benomar ne peut pas.", by=None)
        row.biography = Translated(fr="Malika Benomar enseigne à Fès.")
        speaker_actions.ask(row, seen=None, by=None)
        db.session.add(Told(release_id=release.id, person_id=row.person_id))
    return speaking.again(speaker)


def test_after_an_erasure_no_table_holds_the_name(client: FlaskClient, by: User) -> None:
    speaker = spoken()
    link = f"/fr/speaking/{speaker_links.token(speaker)}"
    assert client.get(link).status_code == 200
    held = everything()
    assert ("benomar" in held, speaking.MAIL in held) == (True, True)
    erased(speaker.person, by)
    left = everything()
    names = ("benomar", "malika", "مليكة", "بنعمر", speaking.MAIL)
    assert [one for one in names if one in left] == []
    assert client.get(link).status_code == 404
    assert (of(Availability), of(Told)) == ([], [])
    row = speaking.row(speaker.person)
    assert (row.answer, row.answer_note, dict(row.biography)) == (Answer.OPEN, "", {})


def test_the_public_programme_says_the_other_words(client: FlaskClient, by: User) -> None:
    who = spoken().person
    address = "/fr/forums/live/programme"
    assert "Benomar" in client.get(f"{address}/calendar.ics").text
    erased(who, by)
    with using("fr"):
        words = speaking.row(who).person.name.said()
    for file in ("calendar.ics", "programme.json", "programme.csv"):
        text = client.get(f"{address}/{file}").text.replace("\r\n ", "")
        assert ("Benomar" in text, words in text) == (False, True), file
    told = json.loads(client.get(f"{address}/programme.json").data)["sessions"][0]["people"]
    assert [(one["ref"], one["part"]) for one in told] == [(None, "moderator")]


def test_a_second_erasure_of_a_speaker_finds_nothing(app: Flask, by: User) -> None:
    row = spoken()
    record = ports.records["speaker"]
    with unit_of_work():
        assert record.erase(db.session.get_one(Speaker, row.id), by)
    with unit_of_work():
        assert not record.erase(db.session.get_one(Speaker, row.id), by)


def test_a_person_is_told_all_that_a_programme_holds(app: Flask, by: User) -> None:
    speaker = spoken()
    subject = rights.case({"person": {speaker.person_id}}).subject
    told = {table: list(ports.records[table].rows(subject)) for table in ("speaker", "released_part", "told")}
    assert {table: len(found) for table, found in told.items()} == dict.fromkeys(told, 1)
    with using("fr"):
        values = [str(one) for one in ports.records["speaker"].told(told["speaker"][0]).values()]
    assert "Malika Benomar ne peut pas." in values
    assert "Malika Benomar enseigne à Fès." in values


def test_the_letters_that_were_sent_to_an_earlier_address_are_found(app: Flask, by: User) -> None:
    speaker = spoken()
    with unit_of_work():
        db.session.get_one(Person, speaker.person_id).email = "new@example.org"
    subject = rights.case({"person": {speaker.person_id}}).subject
    letters = list(ports.records["outgoing_mail"].rows(subject))
    assert [one.to_address for one in letters] == [speaking.MAIL]


def test_what_somebody_did_stays_in_the_release(app: Flask, by: User) -> None:
    speaker = spoken()
    erased(speaker.person, by)
    assert db.session.scalars(sa.select(ReleasedPart.part)).all() == [Part.MODERATOR]
