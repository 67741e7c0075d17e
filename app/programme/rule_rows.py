"""What the conflicts of a programme are measured by, and which of them were accepted."""

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.platform.db import Model

CHANGE_MINUTES = 5


class Rules(Model):
    """The rules of one forum's programme, where they are not ours."""

    __tablename__ = "programme_rules"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), unique=True)
    change_minutes: Mapped[int] = mapped_column(default=CHANGE_MINUTES)  # from one hall to another
    minds_prayers: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("change_minutes >= 0", name="takes_time"),)


class PrayerDay(Model):
    """What somebody corrected of the prayer times of one day; what is empty is computed."""

    __tablename__ = "prayer_day"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    on: Mapped[date]
    fajr: Mapped[time | None]
    dhuhr: Mapped[time | None]
    asr: Mapped[time | None]
    maghrib: Mapped[time | None]
    isha: Mapped[time | None]
    is_ramadan: Mapped[bool | None]  # none: as computed
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("forum_id", "on"),)


class Acceptance(Model):
    """A warning that somebody accepts, with the reason; `mark` tells which, see `conflicts`."""

    __tablename__ = "acceptance"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    mark: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))

    by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("forum_id", "mark"),)
