"""Whose data they are, and what is held about them, over all tables.

A contact is often shared: the people of an association give its one phone. So rows found by an address or a
name are listed one by one, and somebody says which are this person's. What others bear too counts no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.people import ports
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import known_by

Chosen = Mapping[str, Iterable[int]]


@dataclass(frozen=True)
class Found:
    """A row that bears an address or a name of the subject. `likely`: an address and the name."""

    record: Record
    row: Any
    bears: Bears
    likely: bool = False

    @property
    def key(self) -> str:
        """The row as an address names it."""
        return f"{self.record.table}:{self.row.id}"


@dataclass(frozen=True)
class Part:
    """What one table holds about the subject."""

    record: Record
    rows: list[Any]


@dataclass(frozen=True)
class Case:
    """The subject, the rows that were chosen, those that may be the same person's, and the addresses that the
    subject shares with them.
    """

    subject: Subject
    mine: list[Found]
    others: list[Found]
    shared: frozenset[str]

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.mine]

    @property
    def names(self) -> tuple[str, ...]:
        """As the first row that has a name writes it."""
        return next((one.bears.names for one in self.mine if one.bears.names), ())

    @property
    def erased_at(self) -> datetime | None:
        """When the last of the rows was erased; None while one stands."""
        moments = [getattr(one.row, "erased_at", None) for one in self.mine]
        return max(filter(None, moments)) if moments and all(moments) else None

    @property
    def locale(self) -> str:
        return next((one.bears.locale for one in self.mine if one.bears.locale), "")


def search(emails: Iterable[str], phones: Iterable[str]) -> list[Found]:
    """Every row that bears one of these addresses."""
    return _alike(Subject({}, frozenset(emails), frozenset(phones)), set())


def case(chosen: Chosen) -> Case:
    """What is known of the person whose rows these are; a row that is not there counts for nothing."""
    asked = Subject({table: frozenset(keys) for table, keys in chosen.items()})
    mine = [Found(record, row, record.bears(row)) for record in _naming() for row in record.rows(asked)]
    emails, phones, names = known_by(one.bears for one in mine)
    rows: dict[str, frozenset[int]] = {}
    for one in mine:
        rows[one.record.table] = rows.get(one.record.table, frozenset()) | {one.row.id}
    others = _alike(Subject(rows, emails, phones, names), {one.key for one in mine})
    their_emails, their_phones, _names = known_by(one.bears for one in others)
    subject = Subject(rows, emails - their_emails, phones - their_phones, names)
    return Case(subject, mine, others, (emails & their_emails) | (phones & their_phones))


def held(subject: Subject) -> list[Part]:
    """What each table holds about the subject; first the tables that name people by themselves."""
    found = ((record, list(record.rows(subject))) for record in ports.records.values())
    parts = [Part(record, rows) for record, rows in found if rows]
    return sorted(parts, key=lambda part: part.record.alike is None)


def _naming() -> list[Record]:
    return [record for record in ports.records.values() if record.alike]


def _alike(subject: Subject, mine: set[str]) -> list[Found]:
    found = []
    for record in _naming():
        for row in record.alike(subject) if record.alike else ():
            one = _compared(record, row, subject)
            if one and one.key not in mine:
                found.append(one)
    return found


def _compared(record: Record, row: Any, subject: Subject) -> Found | None:
    """The row when it bears just such a name or address: the table was only asked roughly."""
    bears = record.bears(row)
    if record.exact:
        return Found(record, row, bears)
    emails, phones, names = known_by([bears])
    reached, named = emails & subject.emails or phones & subject.phones, names & subject.names
    return Found(record, row, bears, likely=bool(reached and named)) if reached or named else None
