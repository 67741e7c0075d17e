"""The programme that the public reads: the sessions of the current release, and those that it cancelled."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.forums.models import Forum
from app.people.models import Person
from app.platform.clock import local
from app.platform.db import db
from app.platform.text import Translated
from app.programme import released, talk_hours
from app.programme.diffing import Turn
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession, ReleasedTalk
from app.programme.schedule_steps import changed_in, steps
from app.programme.speaker_rows import Speaker
from app.programme.words import Part

_PRECEDENCE = {part: place for place, part in enumerate(Part)}


class Who(NamedTuple):
    """What a programme shows of a person."""

    id: int
    name: Translated
    function: Translated
    erased_at: datetime | None


class Role(NamedTuple):
    """A part, and who has it: a person, or a group without names. Plain: a page has hundreds of them."""

    part: Part
    person: Who | None
    unnamed: Translated

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None

    @property
    def name(self) -> Translated:
        return self.person.name if self.person else self.unnamed


Roles = dict[tuple[int, int | None], list[Role]]  # by session and talk


@dataclass(frozen=True)
class Spoken:
    """A talk with its hours, where all before it are known, and its own speakers."""

    row: ReleasedTalk
    people: list[Role]
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Item:
    """A session as it is shown. `kinds`: what the current release changed of it; `changed_in`: the number of
    the release that changed it last, none since the first.
    """

    row: ReleasedSession
    people: list[Role]
    talks: list[Spoken]
    kinds: tuple[str, ...] = ()
    changed_in: int = 0

    @property
    def is_cancelled(self) -> bool:
        return Turn.CANCELLED in self.kinds

    @property
    def on(self) -> date | None:
        return local(self.row.starts_at).date() if self.row.starts_at else None


@dataclass(frozen=True)
class Programme:
    """What a page draws from; `speakers`: the public address of each person who has a page, by key."""

    release: Release | None = None
    items: Sequence[Item] = ()
    speakers: dict[int, str] = field(default_factory=dict)

    @property
    def days(self) -> dict[date | None, list[Item]]:
        """The items by day, those without a time at the end under None."""
        found: dict[date | None, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.on, []).append(item)
        return found

    @property
    def standing(self) -> list[Item]:
        """Those that take place."""
        return [item for item in self.items if not item.is_cancelled]


def read(forum: Forum) -> Programme:
    """The whole programme, in as many queries for many sessions as for one."""
    found = steps(forum.id)
    if not found:
        return Programme()
    kinds, last = {one["ref"]: tuple(one["kinds"]) for one in found[0].changes}, changed_in(found)
    gone = [ref for ref, told in kinds.items() if Turn.CANCELLED in told]
    rows = db.session.scalars(_sessions([step.release.id for step in found[:2]], gone)).all()
    return Programme(found[0].release, items(sorted(rows, key=_order), kinds, last), speakers(forum.id))


def items(
    rows: Sequence[ReleasedSession],
    kinds: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    changed: Mapping[str, int] = MappingProxyType({}),
) -> list[Item]:
    """Sessions whose hall and theme are read, with their people in the order of precedence and their talks
    with their hours, in three queries. `kinds` and `changed`: by `ref`, see `Item`.
    """
    # Talks and people are read apart, not hung into the relationships: Python 3.11.7 crashes now and then
    # when it collects hundreds of rows that are.
    keys = [row.id for row in rows]
    talks, roles = _talks(keys), _roles(keys)
    return [
        Item(
            row,
            roles.get((row.id, None), []),
            list(_spoken(row, talks.get(row.id, []), roles)),
            kinds.get(row.ref, ()),
            changed.get(row.ref, 0),
        )
        for row in rows
    ]


def _spoken(row: ReleasedSession, talks: Sequence[ReleasedTalk], roles: Roles) -> Iterator[Spoken]:
    begins = talk_hours.begins(row.starts_at, talks)
    for talk in talks:
        yield _talk(talk, roles.get((row.id, talk.id), []), begins.get(talk.id))


def _talk(row: ReleasedTalk, people: list[Role], begin: datetime | None) -> Spoken:
    end = begin + timedelta(minutes=row.minutes) if begin and row.minutes else None
    return Spoken(row, people, begin, end)


def overlap(one: Item, other: Item) -> bool:
    """Whether two sessions run at the same time; one without an end is at its beginning alone."""
    (begin, end), (other_begin, other_end) = [(it.row.starts_at, it.row.ends_at) for it in (one, other)]
    if begin is None or other_begin is None:
        return False
    return begin < (other_end or other_begin) and other_begin < (end or begin)


def speakers(forum_id: int) -> dict[int, str]:
    """The address of each person with a public part, by the key of the person; who was erased has none."""
    parts = released.people_shown().where(Release.forum_id == forum_id)
    rows = db.session.execute(
        sa.select(Speaker.person_id, Speaker.ref)
        .join(Person, Person.id == Speaker.person_id)
        .where(Speaker.forum_id == forum_id, Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .where(Speaker.person_id.in_(parts))
    )
    return {person_id: ref for person_id, ref in rows}  # noqa: C416 — a result is not a list of pairs to mypy


def _talks(keys: Collection[int]) -> dict[int, list[ReleasedTalk]]:
    """By session, in their order."""
    found: dict[int, list[ReleasedTalk]] = {}
    for row in db.session.scalars(
        sa.select(ReleasedTalk)
        .where(ReleasedTalk.session_id.in_(keys))
        .order_by(ReleasedTalk.position, ReleasedTalk.id)
    ):
        found.setdefault(row.session_id, []).append(row)
    return found


def _roles(keys: Collection[int]) -> Roles:
    """By session and talk, in the order of precedence."""
    part = ReleasedPart
    columns = (part.session_id, part.talk_id, part.position, part.part, part.id, part.person_id, part.unnamed)
    rows = db.session.execute(sa.select(*columns).where(part.session_id.in_(keys))).all()
    known = _known(part.session_id.in_(keys))
    found: Roles = {}
    for row in sorted(rows, key=lambda one: (one.position, _PRECEDENCE[one.part], one.id)):
        role = Role(row.part, known.get(row.person_id), Translated(row.unnamed))
        found.setdefault((row.session_id, row.talk_id), []).append(role)
    return found


def _known(of_parts: sa.ColumnElement[bool]) -> dict[int, Who]:
    """The persons who have these parts, by key."""
    names = (Person.given_ar, Person.family_ar, Person.given_latin, Person.family_latin, Person.printed)
    rows = db.session.scalars(
        sa.select(Person)
        .where(Person.id.in_(sa.select(ReleasedPart.person_id).where(of_parts)))
        .options(load_only(*names, Person.function, Person.erased_at))
    )
    return {one.id: Who(one.id, one.name, one.function, one.erased_at) for one in rows}


def _sessions(releases: Sequence[int], gone: Collection[str]) -> sa.Select[ReleasedSession]:
    """The public sessions of the first of these releases, and of the other those that are gone."""
    stands = ReleasedSession.release_id == releases[0]
    went = sa.and_(ReleasedSession.release_id == releases[-1], ReleasedSession.ref.in_(gone))
    return (
        sa.select(ReleasedSession)
        .where(ReleasedSession.is_public, sa.or_(stands, went))
        .options(joinedload(ReleasedSession.hall), joinedload(ReleasedSession.theme))
    )


def _order(row: ReleasedSession) -> tuple[bool, float, int, int, int]:
    begin = row.starts_at
    hall = row.hall.position if row.hall else -1  # what is for all stands first
    return (begin is None, begin.timestamp() if begin else 0.0, row.position, hall, row.id)
