"""Letters about a release: to those it concerns, each once, in their language."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar

from app.forums.models import Forum
from app.people.models import Person
from app.platform import jobs, mail
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.jobs_rows import Job
from app.platform.mail_rows import OutgoingMail
from app.platform.text import FSI, PDI, Translated
from app.programme import concerned, ports, telling
from app.programme.models import Session
from app.programme.release_rows import Release, Told
from app.programme.speaker_rows import Speaker
from app.programme.words import Answer, Part
from tests import make
from tests.programme import programmes as these
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def plain(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


def tell(release: Release, since: Release | None = None) -> None:
    """The button, and the job behind it."""
    with unit_of_work():
        found = db.session.get_one(Release, release.id)
        telling.tell(found, since or concerned.bases(found)[0], 1, by=None)
    row = db.session.scalars(
        sa.select(Job).where(Job.name == "programme.tell").order_by(Job.id.desc())
    ).first()
    assert row
    db.session.rollback()
    telling.write(**row.args)


def letters() -> dict[str, OutgoingMail]:
    db.session.rollback()
    rows = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.kind == "programme.changed"))
    return {one.to_address: one for one in rows}


def addresses() -> list[str]:
    db.session.rollback()
    kind = OutgoingMail.kind == "programme.changed"
    return sorted(db.session.scalars(sa.select(OutgoingMail.to_address).where(kind)))


def speaker(name: str, session: Session, part: Part = Part.SPEAKER, **values: str) -> Person:
    who = these.person(name, f"{name.lower()}@example.org", **values)
    these.takes_part(who, session, part)
    return who


def test_only_those_whom_a_release_touches_are_written_to_and_each_once(forum: Forum) -> None:
    moved, staffed, gone, untouched = (
        these.session(forum, name, hour) for name, hour in (("A", 8), ("B", 9), ("C", 11), ("D", 15))
    )
    speaker("Moved", moved)
    left, stays = speaker("Left", staffed), speaker("Stays", staffed, Part.CHAIR)
    speaker("Cancelled", gone)
    for name in ("One", "Two", "Three"):
        speaker(name, untouched)
    tell(these.release(forum))
    assert len(addresses()) == 7
    these.later(moved, 5)
    these.leaves(left, staffed)
    speaker("Joined", staffed)
    these.change(untouched, abstract=Translated(fr="Un résumé."))
    with unit_of_work():
        db.session.delete(db.session.get_one(Session, gone.id))
    before, release = Counter(addresses()), these.release(forum)
    for _ in range(3):
        tell(release)
    names = ("cancelled", "joined", "left", "moved", "stays")
    assert Counter(addresses()) - before == Counter(f"{name}@example.org" for name in names)
    assert stays.id in concerned.told(release)


def test_the_words_of_letters_are_found_before_the_unit_of_work_that_writes_them(forum: Forum) -> None:
    speaker("Moved", these.session(forum, "A", 8))
    release = these.release(forum)
    with counted() as asked:
        tell(release)
    written = next(place for place, one in enumerate(asked) if one.startswith("INSERT INTO told"))
    organisers = [place for place, one in enumerate(asked) if "JOIN partner" in one]
    assert organisers
    assert max(organisers) < written


def test_a_letter_says_in_the_readers_language_what_changes_and_what_stands(forum: Forum) -> None:
    hall = make.hall(forum)
    one = these.session(forum, "Eau", 10, hall_id=hall.id)
    who = speaker("Zineb", one, locale="fr")
    these.release(forum)
    these.later(one, 1)
    tell(these.release(forum))
    letter = letters()["zineb@example.org"]
    text = plain(letter.text)
    assert letter.locale == "fr"
    assert "Zineb El Idrissi" in text
    assert "Eau" in text
    assert "11 h" in text.replace("\u00a0", " ")
    assert "10 h" in text.replace("\u00a0", " ")
    assert hall.name["fr"] in text
    assert "{{link}}" in letter.text
    assert who.email not in text


def test_the_lines_of_a_letter_stand_each_on_their_own(forum: Forum) -> None:
    one, other = these.session(forum, "Eau", 8), these.session(forum, "Terre", 10)
    who = speaker("Zineb", one)
    these.takes_part(who, other, Part.CHAIR)
    tell(these.release(forum))
    lines = plain(letters()["zineb@example.org"].text).splitlines()
    assert sum("Eau" in line for line in lines) == 2
    assert sum("Terre" in line for line in lines) == 2
    assert not [line for line in lines if "Eau" in line and "Terre" in line]


def test_what_somebody_typed_makes_no_line_and_no_slot_of_its_own(forum: Forum) -> None:
    one = these.session(forum, "Eau")
    these.change(one, title=Translated(fr="Eau\n{{link}}\x02link\x03 https://evil.example/x"))
    speaker("Zineb", one)
    tell(these.release(forum))
    text = letters()["zineb@example.org"].text
    assert text.count("{{link}}") == 1
    assert all(FSI in line for line in text.splitlines() if "evil.example" in line)


def test_the_letter_carries_the_personal_link_and_the_persons_own_calendar(app: Flask, forum: Forum) -> None:
    mine, theirs = these.session(forum, "Eau", 8), these.session(forum, "Terre", 10)
    speaker("Zineb", mine)
    speaker("Driss", theirs)
    tell(these.release(forum))
    jobs.run_due(app)
    sent = next(one for one in mail.carried() if one["To"] == "zineb@example.org")
    body = sent.get_body(("plain",))
    assert body and "/fr/speaking/" in body.get_content()
    (file,) = list(sent.iter_attachments())
    events = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events] == ["Eau"]


def own_calendar(app: Flask) -> dict[str, tuple[str, int]]:
    """By title, state and sequence in the calendar of the last letter that went out."""
    jobs.run_due(app)
    (file,) = list(mail.carried()[-1].iter_attachments())
    events = Calendar.from_ical(file.get_content()).walk("VEVENT")
    found = {str(one["SUMMARY"]): (str(one["STATUS"]), int(one["SEQUENCE"])) for one in events}
    assert len({str(one["UID"]) for one in events}) == len(events)
    return found


def test_the_calendar_of_a_letter_strikes_out_what_the_person_left_and_knows_internal_sessions(
    app: Flask, forum: Forum
) -> None:
    left, inside = these.session(forum, "Eau", 8), these.session(forum, "Terre", 10, is_public=False)
    who = speaker("Zineb", left)
    these.takes_part(who, inside)
    tell(these.release(forum))
    assert own_calendar(app) == {"Eau": ("CONFIRMED", 1), "Terre": ("CONFIRMED", 1)}
    these.leaves(who, left)
    these.later(inside, 1)
    tell(these.release(forum))
    assert own_calendar(app) == {"Eau": ("CANCELLED", 2), "Terre": ("CONFIRMED", 2)}
    these.leaves(who, inside)
    tell(these.release(forum))
    assert own_calendar(app) == {"Eau": ("CANCELLED", 2), "Terre": ("CANCELLED", 3)}
    these.takes_part(who, left)
    these.later(left, 5)
    these.session(forum, "Feu", 17)
    tell(these.release(forum))
    assert own_calendar(app) == {"Eau": ("CONFIRMED", 4), "Terre": ("CANCELLED", 4)}


def test_who_declined_is_told_too_while_still_named(forum: Forum) -> None:
    one = these.session(forum, "Eau")
    who = speaker("Zineb", one)
    these.release(forum)
    with unit_of_work():
        held = db.session.scalars(sa.select(Speaker).where(Speaker.person_id == who.id)).one()
        held.answer = Answer.DECLINED
    these.later(one, 1)
    tell(these.release(forum))
    assert addresses() == ["zineb@example.org"]


def test_who_has_no_address_is_told_once_it_is_filled_in(forum: Forum) -> None:
    one = these.session(forum, "Eau")
    who = these.person("Zineb")
    these.takes_part(who, one)
    release = these.release(forum)
    tell(release)
    assert (addresses(), concerned.told(release)) == ([], set())
    these.change(who, email="zineb@example.org")
    tell(release)
    assert addresses() == ["zineb@example.org"]


def test_a_worker_that_was_killed_is_followed_by_one_that_goes_on(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = these.session(forum, "Eau")
    for number in range(5):
        speaker(f"P{number}", one)
    release = these.release(forum)
    monkeypatch.setattr(telling, "BLOCK", 2)

    class Killed(BaseException):
        pass

    def die(done: int, _total: int) -> None:
        if done == 4:
            raise Killed

    with monkeypatch.context() as worker:
        worker.setattr(jobs, "progress", die)
        with pytest.raises(Killed):
            tell(release)
    assert len(addresses()) == 4
    telling.write(release_id=release.id, since_id=None)
    assert addresses() == [f"p{number}@example.org" for number in range(5)]


def test_two_workers_at_once_write_to_nobody_twice(app: Flask) -> None:
    forum = make.forum("race")
    one = these.session(forum, "Eau")
    for number in range(6):
        speaker(f"P{number}", one)
    key, ready = these.release(forum).id, Barrier(2)
    db.session.rollback()

    def work(_: int) -> None:
        with app.app_context():
            ready.wait()
            telling.write(release_id=key, since_id=None)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))
    assert addresses() == [f"p{number}@example.org" for number in range(6)]


def test_a_release_that_is_no_longer_current_is_not_told(forum: Forum) -> None:
    one = these.session(forum, "Eau")
    speaker("Zineb", one)
    first = these.release(forum)
    these.later(one, 1)
    these.release(forum)
    with pytest.raises(Conflict):
        tell(first)
    telling.write(release_id=first.id, since_id=None)
    assert (addresses(), db.session.scalars(sa.select(Told)).all()) == ([], [])


def test_letters_can_make_up_for_a_release_about_which_none_went_out(forum: Forum) -> None:
    early, late = these.session(forum, "A", 8), these.session(forum, "B", 10)
    speaker("Early", early)
    speaker("Late", late)
    first = these.release(forum)
    tell(first)
    these.later(early, 5)
    second = these.release(forum)
    these.later(late, 5)
    third = these.release(forum)
    assert [one.number if one else 0 for one in concerned.bases(third)] == [2, 1, 0]
    assert set(concerned.since(third, second).of_person) == {_key("late")}
    assert set(concerned.since(third, first).of_person) == {_key("early"), _key("late")}
    tell(third, first)
    assert addresses() == ["early@example.org"] * 2 + ["late@example.org"] * 2
    assert {
        one.since_id for one in db.session.scalars(sa.select(Told).where(Told.release_id == third.id))
    } == {first.id}


def _key(name: str) -> int:
    return db.session.scalars(sa.select(Person.id).where(Person.email == f"{name}@example.org")).one()


def test_another_feature_names_further_persons_whom_a_change_concerns(forum: Forum) -> None:
    one = these.session(forum, "Atelier")
    these.release(forum)
    registered = these.person("Registered", "registered@example.org")
    these.later(one, 1)
    release = these.release(forum)
    ports.concern("test", lambda _release, changed: {registered.id: frozenset(it.ref for it in changed)})
    try:
        tell(release)
    finally:
        ports.concerns.pop("test")
    text = plain(letters()["registered@example.org"].text)
    assert "Atelier" in text
