"""Merges, kept as records from which each can be undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model, choice


class Sort(StrEnum):
    """What is merged."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Merge(Model):
    """Two rows of the directory that were one: what moved from `gone_id` to `kept_id`, and what stood before.

    `moved`: {"table.column": [ids]} of the rows that pointed at the one and now point at the other.
    `dropped`: {"table": [rows]} that would have stood twice. `filled`: {field: [before, after]} of the row
    that is kept, and of a row about it that took what one of `dropped` says: {"table.id.column": …}.
    """

    __tablename__ = "merge"

    sort: Mapped[Sort] = mapped_column(choice(Sort))
    kept_id: Mapped[int] = mapped_column(index=True)
    gone_id: Mapped[int] = mapped_column(index=True)
    moved: Mapped[dict[str, list[int]]] = mapped_column(sa.JSON, default=dict)
    dropped: Mapped[dict[str, list[dict[str, Any]]]] = mapped_column(sa.JSON, default=dict)
    filled: Mapped[dict[str, list[Any]]] = mapped_column(sa.JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]


class Apart(Model):
    """Two rows that somebody looked at and said are not the same: they are suggested no more."""

    __tablename__ = "apart"

    sort: Mapped[Sort] = mapped_column(choice(Sort))
    lower_id: Mapped[int]
    higher_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        sa.UniqueConstraint("sort", "lower_id", "higher_id"),
        sa.CheckConstraint("lower_id < higher_id", name="ordered"),
    )


class Pair(Model):
    """Two rows that may be the same, as the last search found them; `because`: what speaks for it."""

    __tablename__ = "alike_pair"

    sort: Mapped[Sort] = mapped_column(choice(Sort))
    lower_id: Mapped[int]
    higher_id: Mapped[int]
    score: Mapped[float] = mapped_column(sa.Float)
    because: Mapped[list[str]] = mapped_column(sa.JSON, default=list)

    __table_args__ = (
        sa.UniqueConstraint("sort", "lower_id", "higher_id"),
        sa.CheckConstraint("lower_id < higher_id", name="ordered"),
    )
