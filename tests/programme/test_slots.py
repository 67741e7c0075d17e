"""The draft as the search for conflicts reads it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.forums.models import Forum
from app.platform.clock import at, today
from app.platform.db import db
from app.programme import slots
from app.programme.clashes import Slot, Stay
from app.programme.models import Session
from app.programme.slots import Played
from app.programme.words import Part
from tests import make
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def only(forum: Forum) -> Slot:
    """The only session of the draft."""
    return slots.drafted(forum.id)[0].slot


def begin(of: Session) -> list[int]:
    """The minutes after its beginning at which each person comes and goes."""
    read = only_of(of)
    moments = [(stay.person, stay.starts_at, stay.ends_at) for stay in read.stays]
    return sorted(
        (int((first - of.starts_at).total_seconds() // 60), int((last - of.starts_at).total_seconds() // 60))
        if first and last and of.starts_at
        else (-1, -1)
        for _person, first, last in moments
    )


def only_of(of: Session) -> Slot:
    return next(item.slot for item in slots.drafted(of.forum_id) if item.slot.key == of.id)


def test_a_session_is_read_with_its_facts(forum: Forum) -> None:
    hall, chair = make.hall(forum), make.person(forum)
    made = make.session(forum, hall_id=hall.id, capacity=40, interpretation=["fr"])
    make.part(made, chair, Part.CHAIR)
    make.part(made, part=Part.RAPPORTEUR)
    assert only(forum) == Slot(
        key=made.id,
        kind="plenary",
        ref=made.ref,
        hall=hall.id,
        starts_at=at(forum.starts_on, 10),
        ends_at=at(forum.starts_on, 11),
        stays=(Stay(chair.id),),
        parts=frozenset({"chair", "rapporteur"}),
        promised=40,
        interpretation=frozenset({"fr"}),
    )


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([20, 20], [(0, 20), (20, 40)]),
        ([None, 20], [(-1, -1), (-1, -1)]),
        ([20, None], [(-1, -1), (0, 20)]),
        ([30, 30], [(0, 30), (30, 60)]),
        ([30, 31], [(-1, -1), (-1, -1)]),
    ],
)
def test_who_gives_a_talk_is_there_for_its_length_where_the_lengths_tell_when(
    forum: Forum, lengths: list[int | None], expected: list[tuple[int, int]]
) -> None:
    made = make.session(forum)
    for minutes in lengths:
        talk = make.talk(made, minutes=minutes)
        make.part(made, make.person(forum), talk=talk)
    assert begin(made) == expected


def test_the_talks_of_a_session_without_an_hour_are_at_no_hour(forum: Forum) -> None:
    made = make.session(forum, starts_at=None)
    make.part(made, make.person(forum), talk=make.talk(made))
    assert [stay.starts_at for stay in only(forum).stays] == [None]


def test_somebody_with_two_parts_in_a_talk_is_there_once() -> None:
    begins = at(today(), 10)
    played = [Played(7, "speaker", 1), Played(7, "chair", 1)]
    read = slots.slot(
        key=1,
        ref="",
        kind="plenary",
        hall=None,
        starts_at=begins,
        minutes=60,
        promised=None,
        interpretation=None,
        talks=[(1, 20)],
        played=played,
    )
    assert read.stays == (Stay(7, begins, begins + timedelta(minutes=20)),)


def test_a_large_draft_is_read_in_as_many_statements_as_a_small_one(forum: Forum) -> None:
    make.programme(forum, 12)
    db.session.refresh(forum)
    with counted() as statements:
        assert len(slots.drafted(forum.id)) == 12
    assert len(statements) == 3
