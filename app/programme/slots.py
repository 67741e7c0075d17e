"""The draft as the search for conflicts reads it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.platform.db import db
from app.platform.text import Translated
from app.programme.clashes import Slot, Stay
from app.programme.models import Participation, Session, Talk
from app.programme.words import KIND_WORDS, Kind


@dataclass(frozen=True)
class Item:
    """A session of the draft, or one that is being typed (whose key may be 0), with its title."""

    slot: Slot
    title: Translated

    @property
    def name(self) -> str:
        """The title; while none is typed yet, what kind of session it is."""
        return self.title.said() or str(KIND_WORDS[Kind(self.slot.kind)])


class Played(NamedTuple):
    """A part: whose (None: of somebody without a name), which, and in which talk (None: in the session)."""

    person: int | None
    part: str
    talk: int | None


def drafted(forum_id: int) -> list[Item]:
    """All sessions of the draft, in three statements."""
    lengths: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    talks = sa.select(Talk.session_id, Talk.id, Talk.minutes).join(Session, Session.id == Talk.session_id)
    for session_id, key, minutes in db.session.execute(
        talks.where(Session.forum_id == forum_id).order_by(Talk.position, Talk.id)
    ):
        lengths[session_id].append((key, minutes))
    played: dict[int, list[Played]] = defaultdict(list)
    parts = sa.select(
        Participation.session_id, Participation.person_id, Participation.part, Participation.talk_id
    ).join(Session, Session.id == Participation.session_id)
    for session_id, person, part, talk in db.session.execute(parts.where(Session.forum_id == forum_id)):
        played[session_id].append(Played(person, part, talk))
    columns = (Session.id, Session.ref, Session.kind, Session.title, Session.hall_id, Session.starts_at)
    rows = db.session.execute(
        sa.select(*columns, Session.minutes, Session.capacity, Session.interpretation)
        .where(Session.forum_id == forum_id)
        .order_by(Session.id)
    )
    return [
        Item(
            slot(
                key=row.id,
                ref=row.ref,
                kind=row.kind,
                hall=row.hall_id,
                starts_at=row.starts_at,
                minutes=row.minutes,
                promised=row.capacity,
                interpretation=row.interpretation,
                talks=lengths[row.id],
                played=played[row.id],
            ),
            Translated(row.title),
        )
        for row in rows
    ]


def slot(
    *,
    key: int,
    ref: str,
    kind: str,
    hall: int | None,
    starts_at: datetime | None,
    minutes: int | None,
    promised: int | None,
    interpretation: Iterable[str] | None,
    talks: Iterable[tuple[int, int | None]],
    played: Collection[Played],
) -> Slot:
    """A session from its facts; `talks` are (key, minutes), in their order."""
    ends_at = starts_at + timedelta(minutes=minutes) if starts_at and minutes else None
    times = _times(starts_at, ends_at, talks)
    stays = {Stay(one.person, *times.get(one.talk, (None, None))) for one in played if one.person is not None}
    return Slot(
        key=key,
        ref=ref,
        kind=str(kind),
        hall=hall,
        starts_at=starts_at,
        ends_at=ends_at,
        stays=tuple(stays),
        parts=frozenset(str(one.part) for one in played),
        promised=promised,
        interpretation=frozenset(interpretation or ()),
    )


def _times(
    starts_at: datetime | None, ends_at: datetime | None, talks: Iterable[tuple[int, int | None]]
) -> dict[int | None, tuple[datetime, datetime]]:
    """When each talk is held, as far as the lengths tell; a talk that is not in it may be at any time of the
    session, and so may all of them where together they last longer than the session.
    """
    found: dict[int | None, tuple[datetime, datetime]] = {}
    begin = starts_at
    for key, minutes in talks:
        if begin is None or minutes is None:
            break
        found[key] = begin, begin + timedelta(minutes=minutes)
        begin = found[key][1]
    return {} if begin and ends_at and begin > ends_at else found
