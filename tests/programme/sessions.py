"""Filling in the form of a session: its address, its rows, what of it is in the database."""

from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.people.models import Person
from app.platform.db import db
from app.programme import queries
from app.programme.models import Session

LIST, NEW = "/fr/office/live/programme", "/fr/office/live/programme/new"


def typed(
    person: Person | None, number: int = 0, *, rows: str = "people", part: str = "speaker"
) -> dict[str, str]:
    """What a person types into one row of people: the name, and the part."""
    name = f"{rows}-{number}"
    called = person.name["fr"] if person else ""
    return {f"{name}-person_id-text": called, f"{name}-part": part, f"{name}-key": ""}


def only(forum: Forum) -> Session:
    """The only session of a forum, with its talks and people, read anew."""
    found = queries.sessions(forum.id).execution_options(populate_existing=True)
    return db.session.scalars(found).unique().one()


def told(session: Session) -> list[tuple[str, str, str]]:
    """Who has which part in a session and in which of its talks, in order of precedence."""
    return [
        (one.name.said("fr"), one.part.value, one.talk.title.said("fr") if one.talk else "")
        for one in session.people
    ]


def counted(model: Any) -> int:
    """How many rows there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
