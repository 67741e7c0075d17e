"""Gates, the one admission of each badge at each gate, and every reading, refused ones too."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model, choice
from app.platform.text import Translated, translated


class Answer(StrEnum):
    """What the desk answers to a reading."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    ASK_IDENTITY = "ask_identity"
    WAITING = "waiting"
    PENDING = "pending"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    OTHER_EVENT = "other_event"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    UNKNOWN_NUMBER = "unknown_number"


class Gate(Model):
    """A place where badges are read."""

    __tablename__ = "gate"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    position: Mapped[int] = mapped_column(default=0)


class Admission(Model):
    """A registration came in at a gate, once: the constraint makes a repeated reading harmless."""

    __tablename__ = "admission"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    gate_id: Mapped[int] = mapped_column(sa.ForeignKey("gate.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (sa.UniqueConstraint("registration_id", "gate_id"),)


class Scan(Model):
    """One reading and its answer. What was typed is not kept: a code is a key."""

    __tablename__ = "scan"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    gate_id: Mapped[int] = mapped_column(sa.ForeignKey("gate.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
