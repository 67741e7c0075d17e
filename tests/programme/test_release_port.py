"""What an organiser is told of releases before a step, and today."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import now, today
from app.platform.db import db, unit_of_work
from app.platform.i18n import plural
from app.programme import actions, release_port
from app.programme.models import Session
from app.programme.words import Part
from tests import make
from tests.programme import programmes as these


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def fresh(of: Forum) -> Forum:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Forum, of.id)


def advised(of: Forum, to: State) -> list[tuple[str, bool]]:
    return [(one.endpoint, one.blocks) for one in release_port.missing(fresh(of), to)]


def needed(of: Forum) -> list[str]:
    return [one.endpoint for one in release_port.today_needs(fresh(of))]


def edit(one: Session, hours: int = 1) -> None:
    """Through the action, which leaves its line in the log."""
    with unit_of_work():
        row = db.session.get_one(Session, one.id)
        assert row.starts_at
        values = {"starts_at": row.starts_at + timedelta(hours=hours)}
        actions.edit(row, values, version=row.version, by=None)


@pytest.mark.parametrize("to", [State.ANNOUNCED, State.OPEN])
def test_a_draft_that_was_never_released_is_told_before_the_public_comes(forum: Forum, to: State) -> None:
    assert advised(forum, to) == []
    these.session(forum, "A")
    assert advised(forum, to) == [("releases.index", False)]
    these.release(forum)
    assert advised(forum, to) == []


def test_before_it_is_under_way_the_public_should_read_what_the_team_reads(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    assert advised(forum, State.UNDER_WAY) == []
    these.later(one, 1)
    assert advised(forum, State.UNDER_WAY) == [("releases.index", False)]


def test_changes_that_wait_are_told_with_the_days_they_wait(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    assert needed(forum) == []
    edit(one)
    assert needed(forum) == ["releases.index"]
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        (need,) = release_port.today_needs(fresh(forum))
    assert "3" in str(need.text)
    edit(one, -1)
    assert needed(forum) == []


def test_a_conflict_that_blocks_is_urgent_once_the_first_day_is_near(forum: Forum) -> None:
    hall = make.hall(forum)
    for name in ("A", "B"):
        these.session(forum, name, hall_id=hall.id)
    assert [(one.endpoint, one.tone) for one in release_port.today_needs(fresh(forum))] == [
        ("conflicts.index", "urgent")
    ]
    for one in db.session.query(Session).all():
        these.change(one, starts_at=None)
    these.change(forum, starts_on=today() + timedelta(days=30), ends_on=today() + timedelta(days=31))
    assert needed(forum) == []


def test_letters_that_wait_are_told_for_a_week(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.takes_part(these.person("Zineb", "zineb@example.org"), one, Part.CHAIR)
    these.release(forum)
    assert needed(forum) == ["releases.tell"]
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert needed(forum) == []


def test_nothing_nags_about_what_is_over(forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    edit(one)
    these.change(forum, state=State.ARCHIVED)
    assert needed(forum) == []


def test_a_step_back_concerns_the_sessions_that_the_public_reads(forum: Forum) -> None:
    assert release_port.at_stake(forum) == ""
    these.session(forum, "A", 8)
    these.session(forum, "B", 9, is_public=False)
    these.release(forum)
    these.session(forum, "C", 11)
    words = "%(num)d session that the public reads", "%(num)d sessions that the public reads"
    assert release_port.at_stake(forum) == plural(*words, 1)


def test_the_overview_leads_to_the_release(client: FlaskClient, forum: Forum) -> None:
    one = these.session(forum, "A")
    these.release(forum)
    edit(one)
    editor = make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))
    assert 'href="/fr/office/live/programme/releases"' in editor.get("/fr/office/live/").text
