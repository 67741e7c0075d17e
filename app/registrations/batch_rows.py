"""One act on many registrations: what is to be done, and what became of each."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model


class Batch(Model):
    """An act of `deeds.DEEDS` on many registrations. `given`: what its form asked for."""

    __tablename__ = "registration_batch"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    deed: Mapped[str] = mapped_column(sa.String(20))
    given: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, info={"made_by": dict})
    locale: Mapped[str] = mapped_column(sa.String(8))  # in which the refusals are told
    job_id: Mapped[int | None]  # of one that is too long for a request


class BatchRow(Model):
    """One registration of a batch: done, refused with the sentence that says why, or (None) still to do."""

    __tablename__ = "registration_batch_row"

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("registration_batch.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    is_done: Mapped[bool | None]
    said: Mapped[str] = mapped_column(sa.String(500), default="")

    __table_args__ = (sa.UniqueConstraint("batch_id", "registration_id"),)
