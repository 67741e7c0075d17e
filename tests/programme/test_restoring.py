"""The draft becomes what was released."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.text import Translated
from app.programme import comparing, releasing, restoring
from app.programme.models import Session, Talk
from app.programme.release_rows import Release
from app.programme.words import Part
from tests import make
from tests.programme import programmes as these
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def restore(release: Release, **values: str) -> restoring.Restored:
    with unit_of_work():
        return releasing.restore(db.session.get_one(Release, release.id), by=None, **values)


def by_title() -> dict[str, Session]:
    db.session.rollback()
    db.session.expire_all()
    return {one.title["fr"]: one for one in db.session.scalars(sa.select(Session))}


def test_sessions_are_changed_created_again_and_removed_until_the_draft_is_the_release(forum: Forum) -> None:
    kept, gone = these.session(forum, "A", 8), these.session(forum, "B", 9)
    first, second = these.talk(kept, "T1"), these.talk(kept, "T2")
    chair, speaker = these.person("Amina"), these.person("Driss")
    these.takes_part(chair, kept, Part.CHAIR)
    these.takes_part(speaker, kept, talk=second)
    these.takes_part(speaker, gone)
    release = these.release(forum)
    was, ref = these.draft(forum), gone.ref
    these.change(kept, title=Translated(fr="A2"), team_note="À revoir")
    these.leaves(speaker, kept)
    with unit_of_work():
        db.session.delete(db.session.get_one(Talk, first.id))
        db.session.delete(db.session.get_one(Session, gone.id))
    these.session(forum, "C", 15)
    assert restore(release).count == 3
    assert these.draft(forum) == was
    assert sorted(by_title()) == ["A", "B"]
    assert (by_title()["A"].id, by_title()["A"].team_note) == (kept.id, "À revoir")
    assert (by_title()["B"].ref, by_title()["B"].id == gone.id) == (ref, False)
    with pytest.raises(Conflict) as refused:
        these.release(forum)
    assert str(refused.value.message) == str(releasing.NOTHING_NEW)


def test_people_are_read_as_rows_only_of_sessions_whose_people_change(forum: Forum) -> None:
    one = these.session(forum, "A", 8)
    these.takes_part(these.person("Amina"), one, Part.CHAIR)
    release = these.release(forum)
    these.later(one, 1)
    with counted() as asked:
        restore(release)
    assert sum(each.startswith("SELECT released_part") for each in asked) == 1  # the comparison


def test_a_talk_that_was_put_into_another_session_comes_back(forum: Forum) -> None:
    one, other = these.session(forum, "A", 8), these.session(forum, "B", 9)
    talk, who = these.talk(one, "T"), these.person("Driss")
    these.takes_part(who, one, talk=talk)
    release, was = these.release(forum), these.draft(forum)
    with unit_of_work():
        db.session.get_one(Talk, talk.id).session_id = other.id
    these.leaves(who, one)
    these.takes_part(who, other, talk=talk)
    restore(release)
    assert these.draft(forum) == was


def test_a_form_that_was_open_meanwhile_is_overtaken(forum: Forum) -> None:
    one = these.session(forum, "A")
    who = these.person("Driss")
    release = these.release(forum)
    these.takes_part(who, one)
    before = one.version
    restore(release)
    assert by_title()["A"].version == before + 1


def test_each_session_has_its_line_in_the_log_and_the_act_its_own(forum: Forum) -> None:
    changed, gone = these.session(forum, "A", 8), these.session(forum, "B", 9)
    release = these.release(forum)
    these.change(changed, title=Translated(fr="A2", ar="جلسة A"))
    with unit_of_work():
        db.session.delete(db.session.get_one(Session, gone.id))
    these.session(forum, "C", 15)
    last = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    restore(release)
    entries = db.session.scalars(sa.select(Entry).where(Entry.id > last).order_by(Entry.id)).all()
    assert sorted(one.act for one in entries) == [
        "programme.restored",
        "session.added",
        "session.edited",
        "session.removed",
    ]
    edited = next(one for one in entries if one.act == "session.edited")
    assert edited.details == {"changes": {"title.fr": ["A2", "A"]}}


def test_a_hall_that_is_gone_leaves_the_session_without_one_and_it_is_named(forum: Forum) -> None:
    hall, other = make.hall(forum), make.hall(forum)
    without, within = (
        these.session(forum, "A", 8, hall_id=hall.id),
        these.session(forum, "B", 9, hall_id=other.id),
    )
    release = these.release(forum)
    with unit_of_work():
        db.session.execute(sa.delete(type(hall)).where(type(hall).id == hall.id))
    these.change(without, hall_id=other.id)
    these.later(within, 3)
    done = restore(release)
    assert [one["fr"] for one in done.without_hall] == ["A"]
    assert (done.without_theme, by_title()["A"].hall_id, by_title()["B"].hall_id) == ([], None, other.id)
    assert without.ref == by_title()["A"].ref


def test_what_somebody_wrote_meanwhile_is_not_lost(forum: Forum) -> None:
    one = these.session(forum, "A")
    release = these.release(forum)
    these.later(one, 1)
    seen = comparing.digest(these.draft(forum))
    these.later(one, 1)
    now = these.draft(forum)
    with pytest.raises(Conflict):
        restore(release, seen=seen)
    assert these.draft(forum) == now
    assert restore(release, seen=comparing.digest(now)).count == 1


def test_the_draft_that_is_the_release_already_is_left_alone(forum: Forum) -> None:
    these.session(forum, "A")
    release = these.release(forum)
    with pytest.raises(Conflict):
        restore(release)
