"""The log of what was done. Rows are only ever added; their chaining is a job's (page 2, "Audit")."""

import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model


class Entry(Model):
    """One act. `details` and `salt` can be erased under law 09-08; the rest stays."""

    __tablename__ = "audit_entry"

    act: Mapped[str] = mapped_column(sa.String(64), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(64))
    subject_id: Mapped[int | None]
    forum_id: Mapped[int | None] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(sa.String(200), default="")
    details: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    salt: Mapped[str | None] = mapped_column(sa.String(32), default=lambda: secrets.token_hex(16))

    __table_args__ = (
        sa.Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        sa.Index("ix_audit_entry_actor", "actor_id", "forum_id", "id"),
    )


class ChainLink(Model):
    """An entry's place in the chain. It outlives a removed entry, which is how the removal is noticed.

    `hash` is an HMAC over the previous hash, and the entry's key, time, actor, act, subject and
    `details_hash`, which is SHA-256 over the salt and the details: these two can be erased.
    """

    __tablename__ = "audit_link"

    position: Mapped[int] = mapped_column(unique=True)
    entry_id: Mapped[int] = mapped_column(unique=True)  # no foreign key: see above
    details_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
