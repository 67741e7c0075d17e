"""No place is given twice: storms through the real form, and the proof that it is the guard that holds."""

from functools import partial
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import turns
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import using
from app.platform.text import Translated, isolate
from app.registrations import actions, entry_links, moving, recounting, seats
from app.registrations.models import Delegation, Quota, Registration, Workshop
from app.registrations.words import Covers, State
from tests import make
from tests.registrations import storms

CROWD, PLACES = 200, 50
PROCESSES = 8
ONE_FORM = "0" * 32
# Registered; no place left when it was claimed; a workshop that was full already when the form was read.
IN_WORDS = {303, 409, 422}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred threads in one process are slower than any server: nobody is sent away for it here."""
    monkeypatch.setattr(turns, "PATIENCE_S", storms.PATIENCE_S)


def confirmed() -> int:
    return storms.standing().get(State.CONFIRMED, 0)


def test_two_hundred_people_for_fifty_places_get_exactly_fifty(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    assert storms.threads(app, CROWD) == {303: PLACES, 409: CROWD - PLACES}
    assert (storms.taken(), confirmed()) == ([PLACES], PLACES)
    storms.check()


def test_eight_processes_for_fifty_places_get_exactly_fifty(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    assert storms.processes(app, PROCESSES, 10) == {303: PLACES, 409: 30}
    assert (storms.taken(), confirmed()) == ([PLACES], PLACES)
    storms.check()


def test_the_same_storm_oversells_when_the_guard_is_taken_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.category(make.forum(), places=5)
    monkeypatch.setattr(seats, "room", sa.true)
    assert storms.threads(app, 20) == {303: 20}
    assert (storms.taken(), confirmed()) == ([20], 20)
    assert [drift.counted for drift in recounting.drifts()] == [20]


def test_the_same_processes_oversell_when_the_guard_is_taken_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The children are forks: they have what was taken away here."""
    make.category(make.forum(), places=5)
    monkeypatch.setattr(seats, "room", sa.true)
    assert storms.processes(app, PROCESSES, 2) == {303: 16}
    assert (storms.taken(), confirmed()) == ([16], 16)


def workshops(places: int, *, whole: int = 100) -> list[Workshop]:
    """An event of `whole` places with a category of as many, and two workshops at different hours."""
    forum = make.forum()
    make.category(forum, places=100)
    rooms = [
        make.session(forum, minutes=30, title=Translated(ar=f"ورشة {name}", fr=f"Atelier {name}"))
        for name in ("eau", "forêt")
    ]
    with unit_of_work():
        rooms[1].starts_at = rooms[1].starts_at.replace(hour=15) if rooms[1].starts_at else None
    make.release(forum)
    with unit_of_work():
        made = [Workshop(forum_id=forum.id, session_ref=one.ref) for one in rooms]
        db.session.add_all([Quota(forum_id=forum.id, covers=Covers.EVENT, places=whole), *made])
        db.session.flush()
        db.session.add_all(
            Quota(forum_id=forum.id, covers=Covers.WORKSHOP, workshop_id=one.id, places=places)
            for one in made
        )
    return made


def test_a_storm_for_workshops_gives_all_that_was_asked_for_or_nothing(app: Flask) -> None:
    chosen = [one.id for one in workshops(places=7, whole=12)]
    # Every third wants both, every third the first, every third the second.
    wanted = [chosen, chosen[:1], chosen[1:]]

    def person(client: storms.FlaskClient, number: int, ready: storms.Ready) -> int:
        return storms.registers(client, number, ready, workshops=wanted[number % 3])

    seen = storms.threads(app, 60, person)
    assert set(seen) <= IN_WORDS
    event, first, second = storms.taken()[1:]
    assert event == seen[303] <= 12
    assert max(first, second) <= 7
    # Nobody was refused a place that is free: the whole event is full, or both workshops are.
    assert event == 12 or (first, second) == (7, 7)
    storms.check()


def test_the_storm_for_workshops_oversells_when_the_guard_is_taken_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [one.id for one in workshops(places=3)]
    monkeypatch.setattr(seats, "room", sa.true)
    both = partial(storms.registers, workshops=chosen)
    assert storms.threads(app, 10, both) == {303: 10}
    assert storms.taken() == [10, 10, 10, 10]


def test_processes_that_want_the_workshops_in_both_orders_never_stand_in_each_others_way(app: Flask) -> None:
    chosen = [one.id for one in workshops(places=9)]

    def person(client: storms.FlaskClient, number: int, ready: storms.Ready) -> int:
        return storms.registers(client, number, ready, workshops=chosen[:: (-1) ** number])

    seen = storms.processes(app, PROCESSES, 3, person)
    assert (seen[303], set(seen) <= IN_WORDS) == (9, True)
    assert storms.taken() == [9, 9, 9, 9]
    storms.check()


def test_a_delegation_has_as_many_as_were_agreed_with_it(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum, places=100)
    with unit_of_work():
        delegation = Delegation(
            forum_id=forum.id, category_id=category.id, name=Translated(ar="جهة", fr="Région")
        )
        db.session.add(delegation)
        db.session.flush()
        db.session.add(
            Quota(forum_id=forum.id, covers=Covers.DELEGATION, delegation_id=delegation.id, places=6)
        )
    page = urlsplit(entry_links.url(delegation, "fr")).path
    by_link = partial(storms.registers, page=page)
    assert storms.threads(app, 30, by_link) == {303: 6, 409: 24}
    assert storms.taken() == [6, 6]
    storms.check()


def test_one_form_sent_twenty_times_at_once_is_one_registration(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    again = partial(storms.registers, token=ONE_FORM, email="one@example.org")
    assert storms.threads(app, 20, again) == {303: 20}
    assert (storms.taken(), confirmed()) == ([1], 1)


def test_the_same_person_sent_by_twenty_forms_at_once_is_one_registration(app: Flask) -> None:
    make.category(make.forum(), places=PLACES)
    assert storms.threads(app, 20, partial(storms.registers, email="one@example.org")) == {303: 1, 409: 19}
    assert (storms.taken(), confirmed()) == ([1], 1)
    storms.check()


def test_the_last_place_sent_twice_at_once_is_one_registration(app: Flask) -> None:
    make.category(make.forum(), places=1)
    again = partial(storms.registers, token=ONE_FORM, email="one@example.org")
    assert storms.threads(app, 10, again) == {303: 10}
    assert (storms.taken(), confirmed()) == ([1], 1)


def test_a_full_forum_gives_the_place_of_its_category_back(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum, places=10)
    with unit_of_work():
        db.session.add(Quota(forum_id=forum.id, covers=Covers.EVENT, places=1))
    make.registration(forum, category)
    with pytest.raises(seats.Full) as full:
        make.registration(forum, category, email="other@example.org")
    assert (full.value.whole_event, full.value.may_wait) == (True, True)
    assert storms.taken() == [1, 1]


def test_a_limit_laid_while_people_register_counts_all_of_them(app: Flask) -> None:
    forum = make.forum()
    make.category(forum, places=PLACES)

    def person(client: storms.FlaskClient, number: int, ready: storms.Ready) -> int:
        if number:
            return storms.registers(client, number, ready)
        ready()
        with app.app_context(), unit_of_work():
            actions.set_total(db.session.get_one(make.Forum, forum.id), 100, by=None)
        return 0

    assert storms.threads(app, 24, person) == {303: 23, 0: 1}
    assert storms.taken() == [23, 23]
    storms.check()


@pytest.mark.parametrize("which", [0, 1])
def test_who_finds_a_workshop_full_is_told_which(app: Flask, which: int) -> None:
    full = workshops(places=0)[which]
    with using("fr"), pytest.raises(seats.Full) as refused, unit_of_work():
        seats.claim([db.session.scalars(sa.select(Quota.id).where(Quota.workshop_id == full.id)).one()])
    with using("fr"):
        assert isolate(f"Atelier {('eau', 'forêt')[which]}") in str(refused.value)
    assert not refused.value.may_wait


def test_a_cancelled_registration_gives_its_place_back_once(app: Flask) -> None:
    forum = make.forum()
    registration = make.registration(forum, make.category(forum, places=1))
    with unit_of_work():
        moving.cancel(registration)
    with pytest.raises(Conflict), unit_of_work():
        moving.cancel(registration)
    assert (storms.taken(), confirmed()) == ([0], 0)


def test_nobody_is_kept_from_leaving_by_a_count_that_is_wrong(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    forum = make.forum()
    registration = make.registration(forum, make.category(forum))
    with unit_of_work():
        db.session.execute(sa.update(Quota).values(taken=0))
    with unit_of_work():
        moving.cancel(registration)
    assert "no place to take back" in caplog.text
    assert storms.taken() == [0]
    storms.check()


def test_leaving_the_waiting_list_frees_no_place(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum, places=1)
    make.registration(forum, category)
    waiting = make.registration(forum, category, wait=True, email="other@example.org")
    with unit_of_work():
        moving.cancel(waiting)
    assert (storms.taken(), confirmed()) == ([1], 1)
    assert db.session.get_one(Registration, waiting.id).state is State.CANCELLED
