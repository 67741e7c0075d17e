"""A release and whoever changes the draft at the same moment: one waits for the other, and then reads it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.forums import parts_actions
from app.forums.lifecycle import State
from app.forums.models import Forum, Hall
from app.forums.parts_rules import IN_THE_ARCHIVE, lock
from app.people import merging
from app.people.merge_rows import Sort
from app.people.models import Person
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.programme import (
    acceptances,
    actions,
    order_actions,
    prayer_actions,
    releasing,
    restoring,
    selected,
    selected_actions,
    speaker_actions,
)
from app.programme.models import Participation, Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession
from app.programme.speaker_rows import Speaker
from app.programme.words import Kind
from tests import make
from tests.programme import programmes as these

WAITS_S = 0.25  # what nobody keeps waiting is done long before
TITLE = Translated(fr="Autre", ar="آخر")


@pytest.fixture
def forum(app: Flask) -> Forum:
    """Released once; since then the hour of one session is another."""
    made = make.forum()
    one = these.session(made, "A", 9, hall_id=make.hall(made).id)
    these.session(made, "B", 9)
    these.takes_part(these.person("Zineb", "zineb@example.org"), one)
    make.release(made)
    these.later(one, 3)
    these.person("Zineb2")
    make.account(email="office@example.org")
    return made


def first() -> Session:
    return db.session.scalars(sa.select(Session).order_by(Session.id)).all()[0]


def in_another_thread(app: Flask, act: Callable[[], Any]) -> Callable[[], Any]:
    def acted() -> Any:
        with app.app_context(), unit_of_work():
            return act()

    return acted


def refusal(work: Future[Any]) -> str:
    """What the act was refused with; "" for one that was done. Anything else that it raised is raised."""
    error = work.exception(10)
    if error is None:
        return ""
    if isinstance(error, Conflict):
        return str(error.message)
    raise error


def while_released(app: Flask, forum: Forum, act: Callable[[], Any]) -> tuple[bool, str]:
    """Do something when a release has read the draft and written nothing yet: whether it was done before the
    release was, and what refused it.
    """
    key = forum.id
    with ThreadPoolExecutor(1) as other:
        with unit_of_work():
            releasing.release(db.session.get_one(Forum, key), name=Translated(), note=Translated(), by=None)
            db.session.flush()
            work = other.submit(in_another_thread(app, act))
            early = _within(work, WAITS_S)
        said = refusal(work)
    db.session.rollback()
    return early, said


def _within(work: Future[Any], seconds: float) -> bool:
    """Whether it comes to an end within so many seconds."""
    try:
        work.exception(seconds)
    except TimeoutError:
        return False
    return True


def live() -> Forum:
    return db.session.scalars(sa.select(Forum)).one()


def edit() -> None:
    one = first()
    actions.edit(one, {"title": TITLE}, version=one.version, by=None)


def select() -> None:
    sessions = db.session.scalars(sa.select(Session).order_by(Session.id)).all()
    seen = selected.mark(selected.Act.MOVE, 30, sessions)
    keys = [one.id for one in sessions]
    selected_actions.change(live(), keys, selected.Act.MOVE, 30, seen=seen, by=None)


def restore() -> None:
    restoring.restore(db.session.scalars(sa.select(Release).order_by(Release.number)).all()[0], by=None)


def presence() -> None:
    speaker = db.session.scalars(sa.select(Speaker)).one()
    begin = first().starts_at
    assert begin
    span = (begin + timedelta(days=1), begin + timedelta(days=1, hours=1))
    speaker_actions.edit(speaker, Translated(), [span], version=speaker.version, by=None)


def hall() -> None:
    row = db.session.scalars(sa.select(Hall)).one()
    parts_actions.edit(live(), row, {"capacity": 3}, version=row.version, by=None)


def merge() -> None:
    kept = db.session.scalars(sa.select(Person).where(Person.given_latin == "Zineb2")).one()
    gone = db.session.scalars(sa.select(Person).where(Person.given_latin == "Zineb")).one()
    by = db.session.scalars(sa.select(User)).one()
    merging.merge(Sort.PERSON, kept.id, gone.id, versions=(kept.version, gone.version), taken=(), by=by)


ACTS = {
    "add": lambda: actions.add(live(), {"title": TITLE, "kind": Kind.OTHER}, by=None),
    "edit": edit,
    "remove": lambda: actions.remove(first(), by=None),
    "shift": lambda: order_actions.shift(live(), first(), False, by=None),
    "select": select,
    "restore": restore,
    "presence": presence,
    "accept": lambda: acceptances.accept(live(), "gone", "Reason", by=None),
    "rules": lambda: prayer_actions.set_rules(live(), {"change_minutes": 7}, version=0, by=None),
    "hall": hall,
    "merge": merge,
}


@pytest.mark.parametrize("name", ACTS)
def test_what_changes_the_draft_waits_for_the_end_of_a_release(app: Flask, forum: Forum, name: str) -> None:
    early, _said = while_released(app, forum, ACTS[name])
    assert not early


@pytest.mark.parametrize("name", ["edit", "select", "remove", "merge"])
def test_a_release_waits_for_who_changes_the_draft_and_then_reads_it(
    app: Flask, forum: Forum, name: str
) -> None:
    key = forum.id
    seen = releasing.sight(db.session.scalar(sa.select(Release)), these.draft(forum))

    def release() -> None:
        made = db.session.get_one(Forum, key)
        releasing.release(made, name=Translated(), note=Translated(), by=None, seen=seen)

    with ThreadPoolExecutor(1) as other:
        with unit_of_work():
            ACTS[name]()
            db.session.flush()
            work = other.submit(in_another_thread(app, release))
            early = _within(work, WAITS_S)
        said = refusal(work)
    assert (early, said) == (False, str(releasing.MEANWHILE))
    db.session.rollback()
    assert [one.number for one in db.session.scalars(sa.select(Release))] == [1]


def test_of_somebody_who_was_merged_meanwhile_the_one_who_is_kept_is_released(
    app: Flask, forum: Forum
) -> None:
    key = forum.id

    def release() -> None:
        made = db.session.get_one(Forum, key)
        releasing.release(made, name=Translated(), note=Translated(), by=None)

    with ThreadPoolExecutor(1) as other:
        with unit_of_work():
            merge()
            work = other.submit(in_another_thread(app, release))
            early = _within(work, WAITS_S)
        said = refusal(work)
    db.session.rollback()
    parts = sa.select(Person.given_latin).join(ReleasedPart).join(ReleasedSession).join(Release)
    assert (early, said, db.session.scalars(parts.where(Release.is_current)).all()) == (False, "", ["Zineb2"])


def test_of_somebody_who_was_merged_meanwhile_the_one_who_is_kept_is_restored(
    app: Flask, forum: Forum
) -> None:
    with unit_of_work():
        db.session.delete(first())
    with ThreadPoolExecutor(1) as other:
        with unit_of_work():
            merge()
            work = other.submit(in_another_thread(app, restore))
            early = _within(work, WAITS_S)
        said = refusal(work)
    db.session.rollback()
    parts = db.session.scalars(sa.select(Person.given_latin).join(Participation)).all()
    assert (early, said, parts) == (False, "", ["Zineb2"])


def test_who_only_points_at_an_event_does_not_wait_for_who_changes_it(app: Flask, forum: Forum) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    key, person = forum.id, these.person("Driss").id
    new = sa.insert(Speaker).values(forum_id=key, person_id=person, ref="0123456789", version=1)
    with ThreadPoolExecutor(1) as other, unit_of_work():
        lock(db.session.get_one(Forum, key))
        early = _within(other.submit(in_another_thread(app, lambda: db.session.execute(new))), 5)
    assert early


def test_in_the_archive_nothing_is_released(forum: Forum) -> None:
    these.change(forum, state=State.ARCHIVED)
    with pytest.raises(Conflict) as refused:
        these.release(forum)
    assert str(refused.value.message) == str(IN_THE_ARCHIVE)


def test_of_two_who_restore_at_once_the_second_is_told(app: Flask, forum: Forum) -> None:
    these.release(forum)
    with unit_of_work():
        db.session.delete(db.session.get_one(Session, first().id))
    with ThreadPoolExecutor(1) as other:
        with unit_of_work():
            restore()
            work = other.submit(in_another_thread(app, restore))
            early = _within(work, WAITS_S)
        said = refusal(work)
    assert (early, said) == (False, str(lazy("The draft is the same as this release already.")))
