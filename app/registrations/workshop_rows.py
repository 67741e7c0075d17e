"""Whom the team wrote that a release changed their workshops."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model


class WorkshopTold(Model):
    """A registration was written to about a release: once, whoever presses the button how often.

    The letter told what changed since another release, or (none) nothing any more: that one is gone.
    """

    __tablename__ = "workshop_told"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    since_id: Mapped[int | None] = mapped_column(sa.ForeignKey("release.id", ondelete="SET NULL"))

    __table_args__ = (sa.UniqueConstraint("release_id", "registration_id"),)
