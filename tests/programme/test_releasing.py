"""Freezing the draft: what is refused, what is kept of it, and who wins."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import plural
from app.platform.text import Translated
from app.programme import comparing, releasing
from app.programme.models import Session
from app.programme.release_rows import Release, ReleasedSession
from tests import make
from tests.programme import programmes as these
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def numbers() -> list[tuple[int, bool]]:
    return [
        (one.number, one.is_current) for one in db.session.scalars(sa.select(Release).order_by(Release.id))
    ]


def test_what_changed_is_computed_once_and_kept_without_a_name_of_a_person(forum: Forum) -> None:
    gone, moved, staffed = (
        these.session(forum, name, hour) for name, hour in (("A", 8), ("B", 9), ("C", 11))
    )
    internal = these.session(forum, "D", 12, is_public=False)
    speaker = these.person("Zineb")
    assert these.kinds(these.release(forum)) == {"A": ["new"], "B": ["new"], "C": ["new"]}
    hall, stood = make.hall(forum), moved.starts_at
    assert stood
    these.later(moved, 5)
    these.change(moved, title=Translated(fr="B2", ar="ب"), hall_id=hall.id)
    these.takes_part(speaker, staffed)
    these.change(internal, is_public=True)
    with unit_of_work():
        db.session.delete(db.session.get_one(Session, gone.id))
    made = these.release(forum)
    assert these.kinds(made) == {
        "B2": ["moved", "retitled"],
        "C": ["restaffed"],
        "D": ["new"],
        "A": ["cancelled"],
    }
    was = {one["title"]["fr"]: one["was"] for one in made.changes}
    assert was["B2"] == {"starts_at": stood.isoformat(), "minutes": 60, "hall_id": None}
    assert (was["C"], was["A"]) == ({}, {})
    assert "Zineb" not in json.dumps(made.changes)


def test_a_public_session_that_becomes_internal_is_cancelled_to_the_public(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    these.change(one, is_public=False)
    assert these.kinds(these.release(forum)) == {"A": ["cancelled"]}


def test_a_change_of_an_internal_session_is_released_and_nothing_of_it_told_to_the_public(
    forum: Forum,
) -> None:
    one = these.session(forum, "A", is_public=False)
    these.release(forum)
    these.later(one, 2)
    assert these.kinds(these.release(forum)) == {}
    assert numbers() == [(1, False), (2, True)]


def test_a_new_text_alone_can_be_released(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    these.change(one, abstract=Translated(fr="Un résumé."))
    assert these.kinds(these.release(forum)) == {"A": ["detailed"]}


@pytest.mark.parametrize("sessions", [0, 1])
def test_nothing_new_is_not_released(forum: Forum, sessions: int) -> None:
    for number in range(sessions):
        these.session(forum, f"A{number}")
    if sessions:
        these.release(forum)
    before = numbers()
    with pytest.raises(Conflict) as refused:
        these.release(forum)
    assert str(refused.value.message) == str(releasing.NOTHING_NEW)
    assert numbers() == before


@pytest.mark.parametrize("name", ["capacity", "position"])
def test_what_only_the_team_reads_is_released_and_not_told_to_the_public(forum: Forum, name: str) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    these.change(one, **{name: 7})
    made = these.release(forum)
    assert (made.number, made.changes) == (2, [])


def test_a_note_for_the_team_is_nothing_new(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    these.change(one, team_note="Micro à prévoir")
    with pytest.raises(Conflict):
        these.release(forum)


def test_a_conflict_that_blocks_refuses_the_release_and_leaves_nothing(forum: Forum) -> None:
    hall = make.hall(forum)
    for name in ("A", "B"):
        these.session(forum, name, hall_id=hall.id)
    with pytest.raises(Conflict) as refused:
        these.release(forum)
    words = "%(num)d conflict blocks the release. Nothing was released."
    many = "%(num)d conflicts block the release. Nothing was released."
    assert str(refused.value.message) == plural(words, many, 1)
    assert (numbers(), db.session.scalar(sa.select(sa.func.count(ReleasedSession.id)))) == ([], 0)


def test_what_nobody_looked_at_is_not_released(forum: Forum) -> None:
    one = these.session(forum, "A")
    seen = releasing.sight(None, comparing.draft(forum.id))
    these.later(one, 1)
    with pytest.raises(Conflict) as refused:
        these.release(forum, seen=seen)
    assert str(refused.value.message) == str(releasing.MEANWHILE)
    assert these.release(forum, seen=releasing.sight(None, these.draft(forum))).number == 1


def test_the_log_says_which_number_and_how_much_changed(forum: Forum) -> None:
    these.session(forum, "A")
    made = these.release(forum)
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == "programme.released"))
    assert (entry.subject_kind, entry.subject_id, entry.forum_id) == ("release", made.id, forum.id)
    assert entry.details == {"release": 1, "count": 1}


@pytest.mark.parametrize("earlier", [0, 1])
def test_of_two_who_release_at_once_one_wins_and_the_other_is_told(app: Flask, earlier: int) -> None:
    forum = make.forum("race")
    these.session(forum, "A")
    if earlier:
        these.release(forum)
        these.session(forum, "B", 14)
    key, ready = forum.id, Barrier(2)
    db.session.rollback()

    def press(_: int) -> str:
        with app.app_context():
            ready.wait()
            try:
                these.release(db.session.get_one(Forum, key))
            except Conflict as refused:
                return str(refused.message)
            return "released"

    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(press, range(2)), key=lambda answer: answer != "released")
    assert answers[0] == "released"
    assert answers[1] in (str(releasing.NOTHING_NEW), str(releasing.MEANWHILE_RELEASED))
    db.session.rollback()
    assert numbers() == ([(1, False), (2, True)] if earlier else [(1, True)])


def test_a_release_asks_the_database_as_often_for_many_sessions_as_for_one(forum: Forum) -> None:
    spent = []
    for size in (1, 4):
        for number in range(size):
            one = these.session(forum, f"S{size}-{number}", 8 + number + 5 * (size > 1))
            these.takes_part(these.person(f"P{size}{number}"), one)
            these.talk(one, "T")
        with unit_of_work():
            fresh = db.session.get_one(Forum, forum.id)
            with counted() as sent:
                releasing.release(fresh, name=Translated(), note=Translated(), by=None)
        spent.append(len(sent))
    # The second reads what the first released, and says that it is no longer current.
    assert spent[1] - spent[0] == 4, spent
