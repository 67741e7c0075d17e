"""What the rows of a page say besides their own columns: the rank of who waits, the workshops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.registrations import queries
from app.registrations.models import Choice, Registration
from app.registrations.words import State


@dataclass(frozen=True)
class Besides:
    """By the key of a registration: its rank on the waiting list, the keys of its workshops."""

    ranks: dict[int, int] = field(default_factory=dict)
    workshops: dict[int, list[int]] = field(default_factory=dict)


def besides(rows: Sequence[Registration], *, workshops: bool = True) -> Besides:
    """In one statement for any number of rows, none where there is nothing to ask."""
    asked: list[Any] = []
    waiting = [row for row in rows if row.state is State.WAITING]
    if waiting:
        asked.append(_ranks(waiting))
    if workshops and rows:
        chosen = sa.select(sa.literal("workshop"), Choice.registration_id, Choice.workshop_id)
        asked.append(chosen.where(Choice.registration_id.in_([row.id for row in rows])))
    found = Besides()
    for what, key, value in db.session.execute(sa.union_all(*asked)) if asked else ():
        if what == "rank":
            found.ranks[key] = value
        else:
            found.workshops.setdefault(key, []).append(value)
    return found


def _ranks(waiting: Sequence[Registration]) -> sa.Select[Any]:
    place = sa.func.row_number().over(
        partition_by=Registration.category_id, order_by=(queries.came_at, Registration.id)
    )
    ranked = (
        sa.select(Registration.id, place.label("place"))
        .where(
            Registration.category_id.in_({row.category_id for row in waiting}),
            Registration.state == State.WAITING,
        )
        .subquery()
    )
    return sa.select(sa.literal("rank"), ranked.c.id, ranked.c.place).where(
        ranked.c.id.in_([row.id for row in waiting])
    )
