"""The programme of the fictional event: what it shows of all that a programme may be."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.demo.content import read
from app.forums.models import Forum
from app.forums.queries import by_slug
from app.people.models import Person
from app.platform.clock import local
from app.platform.db import db
from app.programme import checking, prayer_bands, prayer_days, queries, released
from app.programme.conflicts import Clash
from app.programme.models import Session
from app.programme.prayer_words import Prayer
from app.programme.release_rows import ReleasedSession
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Answer, Kind, Part
from tests.demo.conftest import DAY

pytestmark = pytest.mark.xdist_group("demo live")


@pytest.fixture
def forum(loaded: Flask) -> Forum:
    return db.session.scalars(by_slug("forum-demo")).one()


def draft(forum: Forum) -> list[Session]:
    return list(db.session.scalars(queries.sessions(forum.id)))


def shown(forum: Forum) -> list[ReleasedSession]:
    return list(db.session.scalars(released.shown(forum.id)))


def test_twelve_sessions_are_public_and_one_is_for_the_team(forum: Forum) -> None:
    assert [one.is_public for one in draft(forum)].count(False) == 1
    assert len(shown(forum)) == 12
    assert {one.hall.name["fr"] for one in shown(forum) if one.hall} == {
        "Grande salle",
        "Salle du Cèdre",
        "Salle des ateliers",
    }
    assert {local(one.starts_at).date() for one in shown(forum) if one.starts_at} == {
        forum.starts_on,
        forum.ends_on,
    }


def test_there_is_a_session_of_nearly_every_kind_and_somebody_in_every_part(forum: Forum) -> None:
    assert {one.kind for one in draft(forum)} == set(Kind) - {Kind.ADDRESS}
    parts = {part.part for one in shown(forum) for part in one.people}
    assert parts == set(Part)
    groups = [part.unnamed for one in shown(forum) for part in one.people if part.person_id is None]
    assert [("خيالي" in one["ar"], "imaginaires" in one["fr"]) for one in groups] == [(True, True)] * 2


def test_four_sessions_have_talks_that_fit_into_them_each_with_a_speaker(forum: Forum) -> None:
    with_talks = [one for one in shown(forum) if one.talks]
    assert len(with_talks) == 4
    for one in with_talks:
        assert one.minutes
        assert sum(talk.minutes or 0 for talk in one.talks) <= one.minutes
        assert {part.talk_id for part in one.people if part.talk_id} == {talk.id for talk in one.talks}


def test_it_shows_abstracts_languages_interpretation_places_and_a_workshop_one_registers_for(
    forum: Forum,
) -> None:
    told = [one for one in shown(forum) if one.abstract]
    assert len(told) == 10  # a break and a ceremony say enough by their titles
    assert [set(one.abstract) for one in told] == [{"ar", "fr"}] * 10
    assert [one.title["fr"] for one in shown(forum) if not one.languages] == ["Pause"]
    assert sum(1 for one in shown(forum) if one.interpretation) == 10
    workshops = [one for one in shown(forum) if one.needs_registration]
    assert len(workshops) == 2
    workshop = workshops[0]
    assert (workshop.kind, workshop.capacity) == (Kind.WORKSHOP, 40)
    assert sum(1 for one in draft(forum) if one.team_note) == 4


def test_nothing_blocks_one_warning_is_accepted_with_a_reason_and_only_prayers_wait(forum: Forum) -> None:
    found = checking.of(forum)
    assert checking.blocking(found) == []
    (accepted,) = [one for one in found if one.accepted]
    assert accepted.clash is Clash.INTERPRETATION
    assert accepted.accepted
    assert "باللغتين" in accepted.accepted.reason
    assert {one.clash for one in checking.waiting(found)} <= {Clash.PRAYER, Clash.FRIDAY}


def test_the_second_release_has_every_kind_of_change(forum: Forum) -> None:
    second, first = db.session.scalars(released.releases(forum.id))
    assert [(one.number, one.is_current) for one in (first, second)] == [(1, False), (2, True)]
    kinds = {kind: change["title"]["fr"] for change in second.changes for kind in change["kinds"]}
    assert set(kinds) == {"new", "moved", "retitled", "restaffed", "cancelled"}
    assert kinds["cancelled"] == "Les archives de l’association\u00a0: que garder, et où\u00a0?"
    assert len(second.changes) == 6
    assert first.created_at < second.created_at
    assert local(second.created_at).date() == DAY - timedelta(days=2)


def test_nothing_was_changed_since_the_second_release(forum: Forum) -> None:
    facts = ("ref", "kind", "title", "abstract", "starts_at", "minutes", "hall_id", "position")
    drafted = [[getattr(one, name) for name in facts] for one in draft(forum) if one.is_public]
    assert drafted == [[getattr(one, name) for name in facts] for one in shown(forum)]


def test_eight_speakers_confirmed_one_declined_and_the_others_have_not_answered(forum: Forum) -> None:
    rows = db.session.scalars(sa.select(Speaker).where(Speaker.forum_id == forum.id)).all()
    answers = [one.answer for one in rows]
    counted = {answer: answers.count(answer) for answer in Answer}
    assert counted == {Answer.CONFIRMED: 8, Answer.DECLINED: 1, Answer.OPEN: 7}
    assert [
        one for one in rows if one.answered_at and not (one.asked_at and one.asked_at < one.answered_at)
    ] == []
    told = [one.biography for one in rows if one.biography]
    assert [("خيالي" in one["ar"], "imaginaire" in one["fr"]) for one in told] == [(True, True)] * 3
    there = sa.select(sa.func.count(Availability.id.distinct())).where(Availability.forum_id == forum.id)
    assert db.session.scalar(there) == 5


def test_one_prayer_of_the_first_day_was_corrected_by_some_minutes(forum: Forum) -> None:
    first, second = prayer_days.prayers_of(forum, prayer_days.days_of(forum))
    assert (first.corrected, second.corrected) == ({Prayer.DHUHR}, frozenset())
    later = first.times[Prayer.DHUHR] - first.computed[Prayer.DHUHR]
    assert timedelta() < later <= timedelta(minutes=5)
    assert prayer_bands.bands(forum, prayer_days.days_of(forum))


def test_nobody_is_put_into_the_programme_who_is_not_of_the_event(forum: Forum) -> None:
    named = {one["key"] for one in read("live")["people"]}
    content = read("programme")
    assert {*content["answers"], *content["biographies"], *content["presences"]} <= named
    keys = {part.person_id for one in draft(forum) for part in one.people if part.person_id}
    mails = db.session.scalars(sa.select(Person.email).where(Person.id.in_(keys))).all()
    assert [mail for mail in mails if mail and not mail.endswith("@example.org")] == []
