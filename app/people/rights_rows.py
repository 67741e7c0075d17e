"""The register of what persons asked about their data, and what was done (law 09-08)."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model, choice


class Right(StrEnum):
    """What was asked for (page 6 row 298 of the design)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"
    ERASURE = "erasure"


class Exercise(Model):
    """One request and what was done. It tells nothing of the person: only how many rows of which tables."""

    __tablename__ = "exercise"

    right: Mapped[Right] = mapped_column(choice(Right))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
