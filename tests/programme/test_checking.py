"""The conflicts of a draft, in words."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.i18n import hour as hour_of
from app.platform.text import Translated
from app.programme import checking
from app.programme.conflicts import Clash
from app.programme.models import Session
from app.programme.rule_rows import Acceptance, Rules
from app.programme.slots import Item, drafted
from app.programme.words import Part
from tests import make
from tests.queries import counted

FRIDAY = date(2026, 6, 5)
NAMED = {
    Clash.HALL: ("Alpha", "Beta", "Petite salle"),
    Clash.PERSON: ("Alpha", "Beta", "Chair Amrani"),
    Clash.DAYS: ("Outside",),
    Clash.HOURS: ("Alpha",),
    Clash.CHANGE: ("Beta", "Gamma", "Chair Amrani", "Petite salle", "Autre salle"),
    Clash.AVAILABILITY: ("Gamma", "Chair Amrani"),
    Clash.CAPACITY: ("Alpha", "Petite salle", "80", "40"),
    Clash.INTERPRETATION: ("Alpha", "Petite salle"),
    Clash.PRAYER: ("Late",),
    Clash.FRIDAY: ("Noon",),
    Clash.MODERATOR: ("Outside",),
    Clash.RAPPORTEUR: ("Gamma",),
}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(
        city=Translated(ar="مكناس", fr="Meknès"), starts_on=FRIDAY, ends_on=FRIDAY + timedelta(days=1)
    )


def session(forum: Forum, name: str, day: date, hour: tuple[int, int], **values: object) -> Session:
    """A ceremony, which needs nobody, of an hour."""
    filled = {"kind": "ceremony", "title": Translated(ar=name, fr=name), "starts_at": at(day, *hour)}
    return make.session(forum, **filled | values)


@pytest.fixture
def all_wrong(forum: Forum) -> Forum:
    """A draft with a conflict of every kind."""
    make.day(forum, on=FRIDAY, opens_at=time(8, 30), closes_at=time(23))
    small = make.hall(forum, capacity=40)
    other = make.hall(forum)
    with unit_of_work():
        small.name, other.name = Translated(fr="Petite salle"), Translated(fr="Autre salle")
    chair = make.person(
        forum, given_ar="", family_ar="", given_latin="Chair", family_latin="Amrani", printed={}
    )
    in_small = {"hall_id": small.id}
    alpha = session(forum, "Alpha", FRIDAY, (8, 0), capacity=80, interpretation=["fr"], **in_small)
    beta = session(forum, "Beta", FRIDAY, (8, 30), **in_small)
    gamma = session(forum, "Gamma", FRIDAY, (9, 32), hall_id=other.id, kind="workshop")
    for one in (alpha, beta, gamma):
        make.part(one, chair, Part.CHAIR)
    make.availability(forum, chair, at(FRIDAY, 7), at(FRIDAY, 10))
    session(forum, "Noon", FRIDAY, (13, 30))
    session(forum, "Late", FRIDAY, (16, 30), minutes=120)
    session(forum, "Outside", FRIDAY + timedelta(days=9), (10, 0), kind="plenary")
    return forum


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_each_kind_of_conflict_has_a_sentence_that_names_what_clashes(all_wrong: Forum, locale: str) -> None:
    with using(locale):
        found = checking.of(all_wrong)
    said = {clash: [one.sentence for one in found if one.clash is clash] for clash in Clash}
    unnamed = {
        clash: name
        for clash, names in NAMED.items()
        for name in names
        if not any(name in sentence for sentence in said[clash])
    }
    assert (unnamed, [one.sentence for one in found if "%" in one.sentence]) == ({}, [])


def test_the_hours_of_both_sessions_are_told(all_wrong: Forum) -> None:
    with using("ar"):
        found = {one.clash: one.sentence for one in checking.of(all_wrong)}
    hours = ("08:00", "09:00", "08:30", "09:30")
    assert [hour for hour in hours if hour not in found[Clash.HALL]] == []
    assert [hour for hour in ("13:30", "14:30") if hour not in found[Clash.FRIDAY]] == []


def test_the_sessions_of_a_conflict_stand_in_the_order_of_time(forum: Forum) -> None:
    hall = make.hall(forum)
    session(forum, "Later", FRIDAY, (9, 30), hall_id=hall.id)
    session(forum, "Earlier", FRIDAY, (9, 0), hall_id=hall.id)
    clash = checking.of(forum)[0]
    assert [item.title.said() for item in clash.items] == ["Earlier", "Later"]


def test_a_programme_without_conflicts_has_none(forum: Forum) -> None:
    session(forum, "Alone", FRIDAY, (9, 0))
    assert checking.of(forum) == []


def test_the_rules_of_the_forum_say_what_a_change_of_halls_takes(forum: Forum) -> None:
    person = make.person(forum)
    for hour in ((9, 0), (10, 10)):
        one = session(forum, "One", FRIDAY, hour, hall_id=make.hall(forum).id)
        make.part(one, person)
    assert checking.of(forum) == []
    with unit_of_work():
        db.session.add(Rules(forum_id=forum.id, change_minutes=15))
    assert [one.clash for one in checking.of(forum)] == [Clash.CHANGE]


def test_only_an_accepted_warning_waits_no_more_and_what_blocks_cannot_be_accepted(all_wrong: Forum) -> None:
    found = checking.of(all_wrong)
    rows = [Acceptance(forum_id=all_wrong.id, mark=one.mark, reason="Known") for one in found]
    assert (len(checking.blocking(found)), len(checking.waiting(found))) == (3, len(found) - 3)
    with unit_of_work():
        db.session.add_all(rows)
    again = checking.of(all_wrong)
    assert (len(checking.blocking(again)), checking.waiting(again)) == (3, [])
    assert [one.clash for one in again if one.accepted is None] == [Clash.HALL, Clash.PERSON, Clash.DAYS]


def test_an_acceptance_falls_when_the_session_moves(forum: Forum) -> None:
    made = session(forum, "Noon", FRIDAY, (13, 0))
    with unit_of_work():
        db.session.add(Acceptance(forum_id=forum.id, mark=checking.of(forum)[0].mark, reason="A pause"))
    assert checking.waiting(checking.of(forum)) == []
    with unit_of_work():
        made.starts_at = at(FRIDAY, 13, 15)
    assert [one.clash for one in checking.waiting(checking.of(forum))] == [Clash.FRIDAY]


def test_what_is_typed_stands_for_the_saved_session_and_only_its_conflicts_are_told(forum: Forum) -> None:
    hall = make.hall(forum)
    for name in ("One", "Two"):
        session(forum, name, FRIDAY, (9, 0), hall_id=hall.id)
    third = session(forum, "Third", FRIDAY, (10, 0), hall_id=hall.id)
    saved = next(item for item in drafted(forum.id) if item.slot.key == third.id)
    moved = replace(saved.slot, starts_at=at(FRIDAY, 9, 30), ends_at=at(FRIDAY, 10, 30))
    assert checking.of(forum, instead=saved) == []
    keys = [one.keys for one in checking.of(forum, instead=Item(moved, saved.title))]
    assert [third.id in pair for pair in keys] == [True, True]
    new = Item(replace(moved, key=0, ref=""), Translated())
    assert len(checking.of(forum, instead=new)) == 3


def test_the_conflicts_of_other_forums_are_not_told(all_wrong: Forum) -> None:
    assert checking.of(make.forum("other")) == []


def test_many_conflicts_take_as_many_statements_as_few(forum: Forum, all_wrong: Forum) -> None:
    db.session.refresh(forum)  # the page has read it before
    with counted() as few:
        known = len(checking.of(all_wrong))
    hall = make.hall(forum)
    for name in ("One", "Two", "Three"):
        one = session(forum, name, FRIDAY, (20, 0), hall_id=hall.id)
        make.part(one, make.person(forum), Part.CHAIR)
    db.session.refresh(forum)
    with counted() as many:
        assert len(checking.of(all_wrong)) >= known + 3
    assert len(many) == len(few) <= 11


EARLY = "Before the doors open (%(doors)s): “%(first)s” (%(when)s)."
LATE = "Goes on after the doors close (%(doors)s): “%(first)s” (%(when)s)."


@pytest.mark.parametrize(("hour", "minutes", "words"), [(8, 60, EARLY), (17, 120, LATE), (19, 60, LATE)])
def test_a_session_outside_the_doors_is_told_with_the_hour_that_it_misses(
    app: Flask, hour: int, minutes: int, words: str
) -> None:
    forum = make.forum(starts_on=FRIDAY, ends_on=FRIDAY)
    make.day(forum, on=FRIDAY, opens_at=time(9), closes_at=time(18))
    make.session(forum, kind="ceremony", starts_at=at(FRIDAY, hour), minutes=minutes)
    with using("fr"):
        (told,) = [one.sentence for one in checking.of(forum) if one.clash is Clash.HOURS]
        doors = hour_of(at(FRIDAY, 9 if words == EARLY else 18))
        assert told.startswith(_(words).partition("%(first)s")[0].replace("%(doors)s", doors))
