"""The talks and people of a session, written as a form gives them; rows that stay keep their key.

    talks = [{"key": 3, "title": …, "abstract": …, "minutes": 20, "people": [part, …]}, …]
    part = {"key": 7, "person_id": 5, "unnamed": Translated(), "part": Part.SPEAKER}

A key that is not of the session is none: the row is a new one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.forums.parts_rules import PartRefused
from app.people import ties
from app.people.models import Person
from app.platform.db import db
from app.platform.i18n import lazy
from app.programme import speakers
from app.programme.models import Participation, Session, Talk

Row = Mapping[str, Any]


def put(
    session: Session,
    talks: Sequence[Row],
    people: Sequence[Row],
    *,
    known: frozenset[int] | None,
    by: User | None,
) -> list[str]:
    """Give a session its talks and people; tells which of the two changed. Both are loaded.

    Who is new is taken up into the event. `known`: the keys of those of whom who acts may read all (None: of
    everybody); the team knows of the others what the public knows. Raises PartRefused for somebody who is not
    in the directory.
    """
    before = _told(session)
    held = {one.person_id for one in session.people if one.person_id is not None}
    rows = [*people, *(part for talk in talks for part in talk["people"])]
    new = _persons({row["person_id"] for row in rows if row["person_id"] is not None} - held)
    _write(session, talks, people)
    db.session.flush()
    ties.tie_all(new, session.forum_id, by=by, known=known)
    speakers.ensure(session.forum_id)
    after = _told(session)
    return [name for name, was, now in zip(("talks", "people"), before, after, strict=True) if was != now]


def _write(session: Session, talks: Sequence[Row], people: Sequence[Row]) -> None:
    held_talks = {one.id: one for one in session.talks}
    held_parts = {one.id: one for one in session.people}
    kept = [_filled(held_talks.pop(row.get("key", 0), Talk()), row) for row in talks]
    of_talks = [(talk, part) for talk, row in zip(kept, talks, strict=True) for part in row["people"]]
    placed: list[tuple[Talk | None, Row]] = [*((None, row) for row in people), *of_talks]
    parts: list[Participation] = []
    for talk, row in placed:
        part = held_parts.pop(row.get("key", 0), Participation())
        part.person_id, part.unnamed, part.part = row["person_id"], row["unnamed"], row["part"]
        part.talk, part.position = talk, len(parts) + 1
        parts.append(part)
    for position, one in enumerate(kept, 1):
        one.position = position
    session.talks, session.people = kept, parts


def _filled(talk: Talk, row: Row) -> Talk:
    talk.title, talk.abstract, talk.minutes = row["title"], row["abstract"], row["minutes"]
    return talk


def _persons(keys: Iterable[int]) -> Sequence[Person]:
    """Those who are new to the session; nobody merges or erases them before the end of the unit of work."""
    wanted = set(keys)
    if not wanted:
        return []
    found = db.session.scalars(
        sa.select(Person)
        .where(Person.id.in_(wanted), Person.merged_into_id.is_(None), Person.erased_at.is_(None))
        .order_by(Person.id)
        .with_for_update(read=True)
    ).all()
    if len(found) != len(wanted):
        raise PartRefused(
            "people", lazy("Somebody in this session is no longer in the directory. Write the name again.")
        )
    return found


def _told(session: Session) -> tuple[Any, Any]:
    """What is compared: talks, and people with the place of their talk."""
    places = {id(talk): number for number, talk in enumerate(session.talks, 1)}
    talks = [(dict(one.title), dict(one.abstract), one.minutes) for one in session.talks]
    people = [
        (places.get(id(one.talk), 0), one.person_id, dict(one.unnamed), str(one.part))
        for one in session.people
    ]
    return talks, people
