"""Programmes for the tests of releases: sessions with people, released and changed."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.people.models import Person
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme import comparing, releasing
from app.programme.models import Participation, Session, Talk
from app.programme.release_rows import Release
from app.programme.words import Part
from tests import make


def session(of: Forum, name: str, hour: int = 10, **values: Any) -> Session:
    """A session of the first day that nothing clashes with unless it is told so."""
    assert of.starts_on
    title = Translated(fr=name, ar=f"جلسة {name}")
    return make.session(of, title=title, starts_at=at(of.starts_on, hour), **values)


def person(name: str, email: str = "", locale: str = "fr", **values: Any) -> Person:
    """Somebody whom no team knows, with a Latin and an Arabic name."""
    return make.person(
        given_latin=name,
        family_latin="El Idrissi",
        given_ar=name,
        family_ar="",
        email=email,
        locale=locale,
        **values,
    )


def takes_part(who: Person, of: Session, part: Part = Part.SPEAKER, talk: Talk | None = None) -> None:
    """Give somebody a part."""
    with unit_of_work():
        db.session.add(
            Participation(session_id=of.id, person_id=who.id, part=part, talk_id=talk.id if talk else None)
        )


def leaves(who: Person, of: Session) -> None:
    """Take the parts in a session away."""
    with unit_of_work():
        mine = (Participation.session_id == of.id, Participation.person_id == who.id)
        db.session.execute(sa.delete(Participation).where(*mine))


def talk(of: Session, name: str, minutes: int = 20) -> Talk:
    """A talk at the end of a session."""
    with unit_of_work():
        number = db.session.scalar(sa.select(sa.func.count(Talk.id)).where(Talk.session_id == of.id)) or 0
        made = Talk(session_id=of.id, title=Translated(fr=name), minutes=minutes, position=number)
        db.session.add(made)
    return made


def change(row: Any, **values: Any) -> None:
    """Write into a row of the draft."""
    with unit_of_work():
        found = db.session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(found, name, value)


def later(of: Session, hours: int) -> None:
    """Put a session to another hour."""
    assert of.starts_at
    change(of, starts_at=of.starts_at + timedelta(hours=hours))


def kinds(of: Release) -> dict[str, list[str]]:
    """What a release told the public: by the French title."""
    return {one["title"]["fr"]: one["kinds"] for one in of.changes}


def draft(of: Forum) -> Any:
    """The draft as it is compared."""
    db.session.rollback()
    return comparing.draft(of.id)


def release(of: Forum, **values: Any) -> Release:
    """The draft, released by nobody in particular."""
    with unit_of_work():
        return releasing.release(of, name=Translated(), note=Translated(), by=None, **values)
