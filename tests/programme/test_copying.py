"""What a new edition takes of the sessions of an earlier one."""

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Role
from app.forums import copying_actions
from app.forums.models import Forum, Hall, Theme
from app.forums.office_queries import parts
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme import queries
from app.programme.models import Session
from app.programme.release_rows import Release
from app.programme.speaker_rows import Speaker
from tests import make, make_programme
from tests.programme.sessions import counted, told

FIRST, NEW = date(2026, 6, 1), date(2027, 2, 8)  # the second in Ramadan, when the clock is another


def copy(earlier: Forum, *taken: str, starts_on: date | None = NEW, days: int = 2) -> Forum:
    """A new edition with what is taken."""
    ends_on = starts_on + timedelta(days=days - 1) if starts_on else None
    values = {"slug": "next", "title": Translated(fr="Suite"), "starts_on": starts_on, "ends_on": ends_on}
    by = make.account(Role.ORGANISER, earlier)
    with unit_of_work():
        return copying_actions.copy(earlier, values, parts=taken, roles=[], by=by)


def forum() -> tuple[Forum, Session]:
    """An event of two days with two halls, and a session of the second day in the second hall."""
    made = make.forum(starts_on=FIRST, ends_on=FIRST + timedelta(days=1))
    make.hall(made)
    values = {
        "starts_at": at(FIRST + timedelta(days=1), 9, 30),
        "hall_id": make.hall(made).id,
        "theme_id": make.theme(made).id,
        "languages": ["ar"],
        "interpretation": ["fr"],
        "capacity": 40,
        "is_public": False,
        "team_note": "Pour cette année",
    }
    session = make.session(made, **values)
    talk = make_programme.talk(session)
    make_programme.part(session, make.person(made, given_latin="Chair"))
    make_programme.part(session, make.person(made, given_latin="Speaker"), talk=talk)
    make_programme.part(session)
    make.release(made)
    return made, session


def held(of: Forum) -> list[Session]:
    found = queries.sessions(of.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found).unique())


def test_sessions_come_with_their_talks_halls_and_themes_on_the_same_days(app: Flask) -> None:
    earlier, was = forum()
    new = copy(earlier, "halls", "themes", "sessions")
    (now,) = held(new)
    assert now.starts_at == at(NEW + timedelta(days=1), 9, 30)
    assert (now.hall_id, now.theme_id) == (parts(Hall, new.id)[1].id, parts(Theme, new.id)[0].id)
    assert (now.title, now.languages, now.interpretation, now.capacity) == (was.title, ["ar"], ["fr"], 40)
    assert (now.is_public, now.team_note, now.ref == was.ref) == (False, "", False)
    assert [(one.title["fr"], one.minutes) for one in now.talks] == [("Exposé 1", 20)]
    assert (told(now), counted(Release)) == ([], 1)


def test_people_come_when_they_are_asked_for_and_sessions_with_them(app: Flask) -> None:
    earlier, _was = forum()
    (now,) = held(new := copy(earlier, "sessions", "session_people"))
    assert told(now) == [
        ("Chair El Khalfi", "speaker", ""),
        ("Speaker El Khalfi", "speaker", "Exposé 1"),
        ("D’autres intervenants", "speaker", ""),
    ]
    answers = sa.select(sa.func.count(Speaker.id)).where(Speaker.forum_id == new.id)
    assert db.session.scalar(answers) == 2


def test_people_alone_bring_nothing(app: Flask) -> None:
    earlier, _was = forum()
    assert held(copy(earlier, "session_people")) == []


def test_without_their_halls_sessions_stand_in_none(app: Flask) -> None:
    earlier, _was = forum()
    (now,) = held(copy(earlier, "sessions"))
    assert (now.hall_id, now.theme_id) == (None, None)


def test_what_would_stand_outside_the_new_dates_has_no_hour(app: Flask) -> None:
    earlier, _was = forum()
    (now,) = held(copy(earlier, "sessions", days=1))
    assert (now.starts_at, now.minutes) == (None, 60)


def test_without_new_dates_sessions_have_no_hour(app: Flask) -> None:
    earlier, _was = forum()
    (now,) = held(copy(earlier, "sessions", starts_on=None))
    assert now.starts_at is None
