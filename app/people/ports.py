"""What the directory asks of the features above it; `create_app` plugs the answers in.

`presences`: where persons and organisations have a part in a forum, which decides who sees them. `moved`: how
the rows that a merge moves are told. `records`: what each table knows of a person, for the export and the
erasure that the law asks for. `desks`: entries of the directory's navigation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.platform.db import Model
from app.ui.areas import Desk, open_desk

Keys = sa.Select[Any]


@dataclass(frozen=True)
class Presence:
    """A way to have a part in forums: `within(forum keys)` and `shown()` select keys of the directory.

    `within`: those with a part in one of these forums (None: in any). `shown`: those whom the public sees.
    """

    name: str
    within: Callable[[frozenset[int] | None], Keys]
    shown: Callable[[], Keys]


people: list[Presence] = []
organisations: list[Presence] = []
desks: list[Desk] = []

# (table, column) → how many rows in words, such as «3 parts in sessions».
Counted = Callable[[int], str]
moved: dict[tuple[str, str], Counted] = {}


@dataclass(frozen=True)
class Subject:
    """Whose data are asked for: a row of the directory, and the addresses by which other tables know them."""

    person_id: int | None
    emails: frozenset[str]
    phones: frozenset[str]


@dataclass(frozen=True)
class Record:
    """What a table holds about persons.

    `rows` gives the rows about a subject; `told` one row as label → value, as the person may read it; `erase`
    takes from those rows all that tells who it was, inside the open unit of work, and gives how many changed.
    """

    table: str
    label: Any
    rows: Callable[[Subject], Iterable[Model]]
    told: Callable[[Any], Mapping[Any, Any]]
    erase: Callable[[Subject], int]


records: dict[str, Record] = {}
# Tables that hold nothing about a person who is not an account of the staff, with the reason.
nothing_personal: dict[str, str] = {}


def appear(where: list[Presence], presence: Presence) -> None:
    """Add a way to have a part; the same name replaces the earlier (one application per test)."""
    where[:] = [*(one for one in where if one.name != presence.name), presence]


def know(record: Record) -> None:
    """Say what a table holds about persons."""
    records[record.table] = record


def nothing_in(reason: str, *tables: str) -> None:
    """Say that tables hold nothing about persons, and why."""
    nothing_personal.update(dict.fromkeys(tables, reason))


def open_directory(desk: Desk) -> None:
    """Add an entry to the directory's navigation."""
    open_desk(desks, desk)
