"""What the list of an event can be narrowed by: its own states, categories, delegations, workshops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.platform.text import Translated
from app.registrations import workshop_reading
from app.registrations.models import Category, Delegation, Registration, Workshop
from app.registrations.words import State

# What the team does first stands first.
ORDER = (
    State.PENDING,
    State.HELD,
    State.WAITING,
    State.CONFIRMED,
    State.REFUSED,
    State.CANCELLED,
    State.WITHDRAWN,
    State.LAPSED,
    State.TRANSFERRED,
)


@dataclass(frozen=True)
class Choices:
    """By key, in the order of the office; `states`: how many registrations stand in each."""

    states: dict[State, int] = field(default_factory=dict)
    categories: dict[int, Translated] = field(default_factory=dict)
    delegations: dict[int, Translated] = field(default_factory=dict)
    workshops: dict[int, Translated] = field(default_factory=dict)

    def offered_states(self, asked: Sequence[str]) -> list[State]:
        """Those that somebody is in, and those that the address asks for."""
        return [one for one in ORDER if one in self.states or one.value in asked]


def read(forum_id: int) -> Choices:
    """In one statement, and one more where workshops are chosen."""
    found: dict[str, list[Any]] = {"category": [], "delegation": [], "state": [], "workshop": []}
    for row in db.session.execute(_all(forum_id)):
        found[row.what].append(row)
    named = workshop_reading.every(forum_id) if found["workshop"] else ()
    return Choices(
        states={State(row.word): row.key for row in found["state"]},
        categories=_named(found["category"]),
        delegations=_named(found["delegation"]),
        workshops={one.workshop.id: one.title for one in named if one.title},
    )


def _all(forum_id: int) -> sa.CompoundSelect[Any]:
    nothing: Any = sa.null()
    word: Any = sa.literal("", sa.String)
    category = sa.select(
        sa.literal("category").label("what"),
        Category.id.label("key"),
        Category.position.label("position"),
        Category.name.label("name"),
        word.label("word"),
    ).where(Category.forum_id == forum_id)
    delegation = sa.select(
        sa.literal("delegation"), Delegation.id, sa.literal(0), Delegation.name, word
    ).where(Delegation.forum_id == forum_id)
    state = (
        sa.select(
            sa.literal("state"),
            sa.func.count(),
            sa.literal(0),
            nothing,
            sa.cast(Registration.state, sa.String),
        )
        .where(Registration.forum_id == forum_id)
        .group_by(Registration.state)
    )
    workshop = sa.select(sa.literal("workshop"), Workshop.id, sa.literal(0), nothing, word).where(
        Workshop.forum_id == forum_id
    )
    return sa.union_all(category, delegation, state, workshop)


def _named(rows: list[Any]) -> dict[int, Translated]:
    ordered = sorted(rows, key=lambda row: (row.position, row.key))
    return {row.key: Translated(row.name) for row in ordered}
