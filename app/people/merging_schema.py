"""What points at a row of the directory, found in the schema: a table that comes later is moved by itself."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import sqlalchemy as sa

from app.people import ports
from app.people.models import Organisation, Person
from app.platform.db import Model, Moment, db

Directory = type[Person] | type[Organisation]
# Key of a row → column → what it said before, and what it says now.
Completed = dict[int, dict[str, tuple[Any, Any]]]
# Tables of which two rows that say the same are one: elsewhere, such as in a register, they are two facts.
_WORD_FOR_WORD = frozenset({"participation", "released_part", "availability"})
# What tells two rows apart that say the same.
_OF_THE_ROW = frozenset({"id", "created_at", "position", "version"})


@dataclass(frozen=True)
class Pointer:
    """A column that refers to a person or to an organisation."""

    table: sa.Table
    column: sa.Column[Any]

    @property
    def name(self) -> str:
        """As it stands in `Merge.moved`: "table.column"."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def own(self) -> bool:
        """Whether it links two rows of the same table."""
        return self.table in {key.column.table for key in self.column.foreign_keys}


def pointers(model: Directory) -> list[Pointer]:
    """All columns that refer to `model`, but for that which a merge itself sets."""
    target = model.__table__.c.id
    return [
        Pointer(table, key.parent)
        for table in Model.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if key.column is target and key.parent.name != "merged_into_id"
    ]


def named(name: str) -> Pointer:
    """The pointer that "table.column" names."""
    table, column = name.split(".")
    return Pointer(Model.metadata.tables[table], Model.metadata.tables[table].c[column])


def standing_twice(pointer: Pointer, kept_id: int, gone_id: int) -> list[dict[str, Any]]:
    """The rows of the one that goes which the one that is kept has too, by a constraint or word for word."""
    rules = list(_rules(pointer))
    if not rules:
        return []
    held = {key for row in _rows(pointer, kept_id) for key in _keys(row, rules)}
    if not held:
        return []
    return [row for row in _rows(pointer, gone_id) if not held.isdisjoint(_keys(row, rules))]


def less_known(pointer: Pointer, kept_id: int, twice: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of two rows about one event, that which weighs less: no team knows less after a merge."""
    weight = ports.weights.get(pointer.table.name)
    if weight is None or not twice:
        return twice
    held = {row["forum_id"]: row for row in _rows(pointer, kept_id)}
    pairs = [(row, held.get(row["forum_id"], row)) for row in twice]
    return [row if weight(row) <= weight(kept) else kept for row, kept in pairs]


def lacking(pointer: Pointer, keys: Collection[int], dropped: list[dict[str, Any]]) -> Completed:
    """What rows that stay lack and those that are dropped say, by the key of the row that stays."""
    columns, gone = ports.completed.get(pointer.table.name, ()), {row["id"] for row in dropped}
    if not columns or not dropped:
        return {}
    rows = [row for key in keys for row in _rows(pointer, key) if row["id"] not in gone]
    stays = {row["forum_id"]: row for row in rows}
    found = {}
    for row in dropped:
        left = stays[row["forum_id"]]
        said = {name: row[name] for name in columns if _says(row[name]) and not _says(left[name])}
        if said:
            found[left["id"]] = {name: (left[name], value) for name, value in said.items()}
    return found


def _says(value: Any) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


def _rows(pointer: Pointer, key: int) -> list[dict[str, Any]]:
    found = db.session.execute(sa.select(pointer.table).where(pointer.column == key))
    return [dict(row) for row in found.mappings()]


def _rules(pointer: Pointer) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """(by constraint, the other columns that make two rows the same one)."""
    for rule in pointer.table.constraints:
        if isinstance(rule, sa.UniqueConstraint) and pointer.column in set(rule.columns):
            yield True, tuple(one.name for one in rule.columns if one is not pointer.column)
    if pointer.table.name in _WORD_FOR_WORD:
        yield (
            False,
            tuple(
                one.name
                for one in pointer.table.c
                if one is not pointer.column and one.name not in _OF_THE_ROW
            ),
        )


def _keys(row: Mapping[str, Any], rules: list[tuple[bool, tuple[str, ...]]]) -> Iterator[tuple[int, str]]:
    for number, (by_constraint, columns) in enumerate(rules):
        values = [plain(row[name]) for name in columns]
        if not (by_constraint and None in values):  # what is unknown is never the same
            yield number, json.dumps(values, sort_keys=True)


def plain(value: Any) -> Any:
    """A value of a column as JSON."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def typed(column: sa.Column[Any], value: Any) -> Any:
    """The value of a column again, from JSON."""
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    kind = column.type.python_type
    if issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum) else value
