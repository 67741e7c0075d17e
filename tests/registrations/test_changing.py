"""Changing a registration: who may, what is exchanged, who is told."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.audit.models import Entry as Logged
from app.forums.models import Forum
from app.platform import mail_outbox
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict, Overtaken
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as Sent
from app.platform.text import Translated
from app.registrations import changing, links, marks, seats
from app.registrations.models import Category, Mark, Quota, Registration, Workshop
from app.registrations.words import Entry, State
from tests import make
from tests.registrations.personal import carried, edit, held
from tests.registrations.persons import set_rules


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=2)


@pytest.fixture
def registration(forum: Forum, category: Category) -> Registration:
    return make.registration(forum, category)


def change(registration: Registration, columns: dict[str, Any] | None = None, **more: Any) -> bool:
    with unit_of_work():
        return changing.change(registration, columns or {}, **more)


def taken(category: Category) -> int:
    return db.session.scalars(sa.select(Quota.taken).where(Quota.category_id == category.id)).one()


def workshops(forum: Forum, *places: int) -> list[Workshop]:
    sessions = [
        make.session(forum, needs_registration=True, title=Translated(fr=f"Atelier {number}"))
        for number in range(len(places))
    ]
    make.release(forum)
    return [make.workshop(forum, one, count) for one, count in zip(sessions, places, strict=True)]


def at(workshop: Workshop) -> int:
    return db.session.scalars(sa.select(Quota.taken).where(Quota.workshop_id == workshop.id)).one()


def test_nothing_that_differs_changes_and_tells_nothing(app: Flask, registration: Registration) -> None:
    before = (registration.version, len(carried(app)))
    same = {"given_ar": registration.given_ar, "organisation": registration.organisation}
    assert change(registration, same, workshop_ids=[], answers={}) is False
    assert (registration.version, len(carried(app))) == before


def test_what_was_written_is_kept_told_and_logged_by_its_fields_alone(
    app: Flask, registration: Registration
) -> None:
    carried(app)
    assert change(registration, {"organisation": "Association Amal"}) is True
    assert registration.organisation == "Association Amal"
    logged = db.session.scalars(sa.select(Logged).where(Logged.act == "registration.changed")).one()
    assert logged.details == {"fields": ["organisation"]}
    letter = carried(app)[-1]
    assert letter[0] == registration.email
    assert "\u2068" + registration.number + "\u2069" in letter[2]


def test_a_changed_name_keeps_the_code_of_the_badge_and_the_number(registration: Registration) -> None:
    before = (registration.qr, registration.number, registration.badge_serial)
    change(registration, {"family_latin": "Bennani"})
    assert (registration.qr, registration.number, registration.badge_serial) == before


def test_the_slower_of_two_editors_is_told(registration: Registration) -> None:
    seen = registration.version
    change(registration, {"organisation": "first"}, version=seen)
    with pytest.raises(Overtaken):
        change(registration, {"organisation": "second"}, version=seen)
    assert registration.organisation == "first"


def test_a_new_e_mail_is_not_proved_and_both_addresses_are_written_to(
    app: Flask, registration: Registration
) -> None:
    edit(registration, contact_verified_at=now(), email_proved_at=now())
    own = links.token(registration)
    carried(app)
    before = len(carried(app))
    change(registration, {"email": "new@example.org"})
    assert (registration.contact_verified_at, registration.email_proved_at) == (None, None)
    assert links.token(registration) == own
    letters = carried(app)[before:]
    assert sorted(to for to, _subject, _text in letters) == [
        "khadija@example.org",
        "new@example.org",
        "new@example.org",
    ]
    old = next(text for to, _subject, text in letters if to == "khadija@example.org")
    assert "/my/" not in old
    assert "/confirm/" not in old


def test_a_letter_on_its_way_to_the_e_mail_before_never_leaves(
    app: Flask, registration: Registration
) -> None:
    change(registration, {"email": "new@example.org"})
    to_old = [text for to, _subject, text in carried(app) if to == "khadija@example.org"]
    assert ["/my/" in text for text in to_old] == [False]


def test_marks_follow_the_person(forum: Forum, category: Category, registration: Registration) -> None:
    change(registration, {"email": "", "phone": "+212612345678"})
    kept = set(db.session.scalars(sa.select(Mark.mark).where(Mark.registration_id == registration.id)))
    assert kept == set(marks.of_registration(registration))
    assert make.registration(forum, category).id != registration.id


def test_nobody_becomes_a_person_who_is_registered(
    forum: Forum, category: Category, registration: Registration
) -> None:
    other = make.registration(forum, category, given_ar="سعيد", given_latin="Said", email="said@example.org")
    same = {name: getattr(registration, name) for name in (*marks.NAMES, "email", "phone")}
    with pytest.raises(marks.KnownAlready) as known:
        change(other, same)
    assert known.value.registration_id == registration.id
    assert other.given_latin == "Said"


def test_workshops_are_exchanged_at_once_and_what_was_left_is_free(
    forum: Forum, registration: Registration
) -> None:
    first, second, third = workshops(forum, 1, 1, 1)
    change(registration, workshop_ids=[first.id, second.id])
    change(registration, workshop_ids=[second.id, third.id])
    assert [at(one) for one in (first, second, third)] == [0, 1, 1]


def test_a_full_workshop_changes_nothing(
    forum: Forum, category: Category, registration: Registration
) -> None:
    first, full = workshops(forum, 1, 1)
    other = make.registration(forum, category, given_ar="سعيد", given_latin="Said")
    change(other, workshop_ids=[full.id])
    change(registration, workshop_ids=[first.id])
    with pytest.raises(seats.Full):
        change(registration, {"organisation": "new"}, workshop_ids=[full.id])
    assert ([at(first), at(full)], registration.organisation) == ([1, 1], "")


def test_another_open_category_takes_a_place_there_and_gives_the_first_back(
    forum: Forum, category: Category, registration: Registration
) -> None:
    other = make.category(forum, places=1, name="الجماعات")
    change(registration, category=other)
    assert (taken(category), taken(other)) == (0, 1)
    assert (registration.category_id, registration.state) == (other.id, State.CONFIRMED)


def test_a_full_category_is_refused_and_the_place_is_kept(
    forum: Forum, category: Category, registration: Registration
) -> None:
    full = make.category(forum, places=1, name="الجماعات")
    make.registration(forum, full, given_ar="سعيد", given_latin="Said")
    with pytest.raises(seats.Full):
        change(registration, category=full)
    assert (taken(category), taken(full), registration.category_id) == (1, 1, category.id)


def test_a_category_on_approval_gives_the_place_back_and_asks_the_team(
    app: Flask, forum: Forum, category: Category, registration: Registration
) -> None:
    asked = make.category(forum, places=1, name="الجماعات")
    edit(asked, entry=Entry.APPROVAL)
    change(registration, category=asked)
    assert (registration.state, taken(category), taken(asked)) == (State.PENDING, 0, 0)


def test_who_waits_gets_a_place_in_an_open_category_where_there_is_one(
    forum: Forum, category: Category
) -> None:
    for name in ("a", "b"):
        make.registration(forum, category, email=f"{name}@example.org", given_latin=name)
    waiting = make.registration(forum, category, wait=True, email="c@example.org")
    assert waiting.state is State.WAITING
    other = make.category(forum, places=1, name="الجماعات")
    change(waiting, category=other)
    assert (waiting.state, taken(category), taken(other)) == (State.CONFIRMED, 2, 1)


def test_who_waits_changes_a_wish_without_taking_a_place(forum: Forum, category: Category) -> None:
    (workshop,) = workshops(forum, 1)
    for name in ("a", "b"):
        make.registration(forum, category, email=f"{name}@example.org", given_latin=name)
    waiting = make.registration(forum, category, wait=True, email="c@example.org")
    change(waiting, workshop_ids=[workshop.id])
    assert at(workshop) == 0


def test_a_category_that_is_not_offered_is_refused_to_the_person_and_not_to_the_team(
    forum: Forum, category: Category, registration: Registration
) -> None:
    closed = make.category(forum, places=1, name="الجماعات")
    edit(closed, closes_at=now() - timedelta(hours=1))
    with pytest.raises(Conflict):
        change(registration, category=closed)
    change(registration, category=closed, by=make.account())
    assert (taken(category), taken(closed)) == (0, 1)


def test_after_the_closing_moment_the_team_alone_changes(forum: Forum, registration: Registration) -> None:
    set_rules(forum, changes_until=now() - timedelta(minutes=1))
    with pytest.raises(Conflict):
        change(registration, {"organisation": "late"})
    change(registration, {"organisation": "by the team"}, by=make.account())
    assert registration.organisation == "by the team"


@pytest.mark.parametrize(
    "state", [State.REFUSED, State.CANCELLED, State.WITHDRAWN, State.LAPSED, State.TRANSFERRED]
)
def test_what_does_not_stand_is_not_changed(registration: Registration, state: State) -> None:
    edit(registration, state=state)
    with pytest.raises(Conflict):
        change(registration, {"organisation": "late"})


def test_a_held_place_gets_its_letter_at_the_corrected_address(
    app: Flask, forum: Forum, category: Category
) -> None:
    kept = held(forum, category, email="wrogn@example.org")
    until = kept.hold_until
    change(kept, {"email": "right@example.org"})
    letters = {to: text for to, _subject, text in carried(app)}
    assert "/confirm/" in letters["right@example.org"]
    assert "/confirm/" not in letters["wrogn@example.org"]
    assert kept.state is State.HELD
    assert kept.hold_until > until


def test_correcting_the_address_again_and_again_holds_the_place_twice_as_long_at_most(
    forum: Forum, category: Category
) -> None:
    kept = held(forum, category)
    edit(kept, created_at=now() - timedelta(hours=40), hold_until=now() + timedelta(hours=1))
    change(kept, {"email": "right@example.org"})
    assert kept.hold_until == kept.created_at + timedelta(hours=48)


def test_the_link_that_went_to_an_address_nobody_proved_is_void(
    app: Flask, client: FlaskClient, registration: Registration
) -> None:
    before = links.token(registration)
    change(registration, {"email": "right@example.org"})
    assert client.get(f"/ar/my/{before}").status_code == 404
    sent = [text for to, _subject, text in carried(app) if to == "right@example.org"]
    assert [links.token(registration) in text for text in sent] == [True, False]


def test_a_failed_letter_to_the_e_mail_before_is_not_sent_again(
    app: Flask, registration: Registration
) -> None:
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(state=Sent.FAILED, error="SMTP", due_at=None))
    stuck = db.session.scalars(sa.select(OutgoingMail.id)).one()
    change(registration, {"email": "right@example.org"})
    carried(app)
    with unit_of_work():
        mail_outbox.again_all(registration.forum_id)
    with unit_of_work():
        mail_outbox.again(stuck)
    to_old = [text for to, _subject, text in carried(app) if to == "khadija@example.org"]
    assert ["/my/" in text for text in to_old] == [False]


def test_a_held_place_without_an_e_mail_is_given_as_to_who_registers_by_phone(
    forum: Forum, category: Category
) -> None:
    kept = held(forum, category)
    change(kept, {"email": "", "phone": "+212612345678"})
    assert (kept.state, kept.hold_until, taken(category)) == (State.CONFIRMED, None, 1)
