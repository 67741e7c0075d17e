"""What changed between two programmes. Pure: the standard library alone.

A programme is its sessions by `ref`. The public reads the difference of what is `shown` before and after: an
internal session that becomes public is new to it, a public one that becomes internal is cancelled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Text = Mapping[str, str]


class Turn(StrEnum):
    """How a session changed; a session may have several of these, in this order."""

    NEW = "new"
    MOVED = "moved"  # time, length or hall
    RETITLED = "retitled"  # its title, or that of a talk that was there before
    RESTAFFED = "restaffed"  # who does what in it or in one of its talks
    REORDERED = "reordered"  # its talks begin at other times
    DETAILED = "detailed"  # anything else that is released: texts, theme, languages, places, order of names
    CANCELLED = "cancelled"


# Of these a person with a part in the session is told.
TELLING = frozenset(Turn) - {Turn.DETAILED}


@dataclass(frozen=True)
class Spot:
    """When and where: ISO 8601, minutes, the key of a hall; each may be unknown."""

    starts_at: str | None
    minutes: int | None
    hall_id: int | None


@dataclass(frozen=True)
class Staff:
    """A part: the key of the person, or the words for an unnamed group; `talk`: the ref of its talk."""

    person: int | None
    unnamed: str
    part: str
    talk: str | None


@dataclass(frozen=True)
class Lecture:
    """A talk: `after` is how many minutes into the session it begins, none where no length is known."""

    ref: str
    title: Text
    after: int | None
    minutes: int | None


@dataclass(frozen=True)
class Standing:
    """A session as it stands in a draft or a release. `details`: whatever else is released, comparable;
    `unseen`: what of it only the team reads.
    """

    ref: str
    title: Text
    spot: Spot
    is_public: bool
    people: tuple[Staff, ...]
    talks: tuple[Lecture, ...]
    details: Any = ()
    kind: str = "other"  # for a session without a title
    unseen: Any = ()


Programme = Mapping[str, Standing]


@dataclass(frozen=True)
class Difference:
    """What became of one session; `before` is missing of a new one, `after` of a cancelled one."""

    ref: str
    turns: tuple[Turn, ...]
    before: Standing | None
    after: Standing | None

    @property
    def stands(self) -> Standing:
        """As it is now, or of a cancelled one as it was last."""
        return self.after or self.before  # type: ignore[return-value]  # one of the two is there

    @property
    def people(self) -> frozenset[int]:
        """The keys of all with a part in it, before or after."""
        both = [one for one in (self.before, self.after) if one]
        return frozenset(part.person for one in both for part in one.people if part.person is not None)


def shown(programme: Programme) -> dict[str, Standing]:
    """What of it the public reads."""
    return {ref: replace(one, unseen=()) for ref, one in programme.items() if one.is_public}


def differences(before: Programme, after: Programme) -> list[Difference]:
    """Every session that changed, in the order of what is there after; those that were cancelled last."""
    found = [Difference(ref, turns(before.get(ref), one), before.get(ref), one) for ref, one in after.items()]
    gone = [Difference(ref, turns(one, None), one, None) for ref, one in before.items() if ref not in after]
    return [one for one in found + gone if one.turns]


def turns(before: Standing | None, after: Standing | None) -> tuple[Turn, ...]:
    """How one session changed; nothing when it did not."""
    if before is None or after is None:
        only = Turn.NEW if after else Turn.CANCELLED
        return (only,) if before or after else ()
    found = {
        Turn.MOVED: before.spot != after.spot,
        Turn.RETITLED: dict(before.title) != dict(after.title) or _retitled(before, after),
        Turn.RESTAFFED: _staff(before) != _staff(after),
        Turn.REORDERED: _begins(before, after) != _begins(after, before),
    }
    told = tuple(turn for turn, is_so in found.items() if is_so)
    return told or ((Turn.DETAILED,) if _rest(before) != _rest(after) else ())


def is_telling(difference: Difference) -> bool:
    """Whether those with a part in it are written to."""
    return not TELLING.isdisjoint(difference.turns)


def _retitled(before: Standing, after: Standing) -> bool:
    titles = {talk.ref: dict(talk.title) for talk in before.talks}
    return any(titles.get(talk.ref, dict(talk.title)) != dict(talk.title) for talk in after.talks)


def _staff(one: Standing) -> frozenset[Staff]:
    return frozenset(one.people)


def _begins(one: Standing, other: Standing) -> dict[str, int | None]:
    """When the talks begin that are in both."""
    both = {talk.ref for talk in other.talks}
    return {talk.ref: talk.after for talk in one.talks if talk.ref in both}


def _rest(one: Standing) -> Any:
    talks = [(talk.ref, talk.minutes) for talk in one.talks]
    return (one.is_public, one.kind, one.people, talks, one.details, one.unseen)


def lectures(talks: Iterable[tuple[str, Text, int | None]]) -> tuple[Lecture, ...]:
    """Talks in their order, as (ref, title, minutes): each begins where the one before it ends."""
    made: list[Lecture] = []
    after: int | None = 0
    for ref, title, minutes in talks:
        made.append(Lecture(ref, title, after, minutes))
        after = None if after is None or minutes is None else after + minutes
    return tuple(made)
