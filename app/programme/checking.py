"""The conflicts of a forum's draft, in words. As many statements for three sessions as for three hundred.

A release is refused by `blocking` conflicts alone. Those in `waiting`, warnings that nobody accepted yet, are
listed on the page of the release, which goes ahead where somebody ticks that it goes ahead all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.forums.models import Day, Forum, Hall
from app.people.models import Person
from app.platform.clock import at
from app.platform.db import db
from app.platform.text import Translated
from app.programme import conflicts
from app.programme.conflict_sentences import Facts, Place, sentence
from app.programme.conflicts import Clash, Conflict, Open, Room, Severity, Stay
from app.programme.prayer_bands import bands
from app.programme.prayer_days import days_of, rules_of
from app.programme.rule_rows import CHANGE_MINUTES, Acceptance
from app.programme.slots import Item, drafted
from app.programme.speaker_rows import Availability


@dataclass(frozen=True)
class Finding:
    """A conflict. `accepted`: by whom (`.by`), when (`.created_at`) and why (`.reason`); a blocking one never
    is.
    """

    conflict: Conflict
    items: tuple[Item, ...]  # its sessions in the order of time
    accepted: Acceptance | None
    facts: Facts = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Both items with their hours, in the language in force; its foreign runs are isolated."""
        # Made only where it is shown: many ask for no more than how many conflicts there are.
        return sentence(self.conflict, self.facts)

    @property
    def severity(self) -> Severity:
        return self.conflict.severity

    @property
    def clash(self) -> Clash:
        return self.conflict.clash

    @property
    def keys(self) -> tuple[int, ...]:
        return self.conflict.keys

    @property
    def mark(self) -> str:
        return self.conflict.mark

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKS

    @property
    def waits(self) -> bool:
        return self.severity is Severity.WARNS and self.accepted is None


def of(forum: Forum, *, instead: Item | None = None) -> list[Finding]:
    """All conflicts of the draft, those that block first, then by time. Without locks: it is what is read.

    `instead` stands for the session with its key, or beside all others when there is none: that which is
    being typed. Then only its own conflicts are told.
    """
    items = {item.slot.key: item for item in drafted(forum.id)}
    if instead:
        items[instead.slot.key] = instead
    rules = db.session.scalar(rules_of(forum.id))
    facts = Facts(
        items,
        halls=_halls(forum.id),
        days=_days(forum),
        availabilities=_availabilities(forum.id),
        needed=rules.change_minutes if rules else CHANGE_MINUTES,
    )
    found = _found(forum, facts)
    if instead:
        found = [one for one in found if instead.slot.key in one.keys]
    facts.people.update(_names({one.person for one in found if one.person is not None}))
    accepted = _accepted(forum.id)
    return [_finding(one, facts, accepted.get(one.mark)) for one in found]


def blocking(found: Iterable[Finding]) -> list[Finding]:
    """Those for which a release is refused."""
    return [one for one in found if one.blocks]


def waiting(found: Iterable[Finding]) -> list[Finding]:
    """The warnings that nobody accepted: told before a release, which may go ahead all the same."""
    return [one for one in found if one.waits]


def _found(forum: Forum, facts: Facts) -> list[Conflict]:
    return conflicts.found(
        [item.slot for item in facts.items.values()],
        [one.room for one in facts.halls.values()],
        facts.days,
        facts.availabilities,
        bands(forum, days_of(forum)),
        facts.needed,
    )


def _finding(conflict: Conflict, facts: Facts, accepted: Acceptance | None) -> Finding:
    blocks = conflict.severity is Severity.BLOCKS
    items = tuple(facts.in_time(conflict))
    return Finding(conflict, items, None if blocks else accepted, facts)


def _days(forum: Forum) -> list[Open]:
    days = {one.on: one for one in db.session.scalars(sa.select(Day).where(Day.forum_id == forum.id))}
    found = []
    for on in days_of(forum):
        opens, closes = (days[on].opens_at, days[on].closes_at) if on in days else (None, None)
        found.append(
            Open(
                starts_at=at(on, 0),
                ends_at=at(on + timedelta(days=1), 0),
                opens_at=at(on, opens.hour, opens.minute) if opens else None,
                closes_at=at(on, closes.hour, closes.minute) if closes else None,
            )
        )
    return found


def _halls(forum_id: int) -> dict[int, Place]:
    columns = sa.select(Hall.id, Hall.name, Hall.capacity, Hall.interpretation)
    rows = db.session.execute(columns.where(Hall.forum_id == forum_id))
    return {
        key: Place(Translated(name), Room(key, capacity, frozenset(languages)))
        for key, name, capacity, languages in rows
    }


def _availabilities(forum_id: int) -> list[Stay]:
    columns = (Availability.person_id, Availability.starts_at, Availability.ends_at)
    found = sa.select(*columns).where(Availability.forum_id == forum_id).order_by(Availability.starts_at)
    return [Stay(person, begin, end) for person, begin, end in db.session.execute(found)]


def _names(keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(keys)))
    return {one.id: one.name.said() for one in found}


def _accepted(forum_id: int) -> dict[str, Acceptance]:
    found = sa.select(Acceptance).where(Acceptance.forum_id == forum_id).options(joinedload(Acceptance.by))
    return {one.mark: one for one in db.session.scalars(found)}
