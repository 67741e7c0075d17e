"""Sessions, and who has a part in them."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.forums.models import Hall, Theme
from app.people.models import Person
from app.platform.db import Model, choice
from app.platform.i18n import lazy_context
from app.platform.text import Translated, translated


class Kind(StrEnum):
    """What a session is."""

    OPENING = "opening"
    PLENARY = "plenary"
    SCIENTIFIC = "scientific"
    WORKSHOP = "workshop"
    ROUND_TABLE = "round_table"
    ADDRESS = "address"
    CEREMONY = "ceremony"
    BREAK = "break"
    CLOSING = "closing"


KIND_WORDS = {
    Kind.OPENING: lazy_context("session", "Opening session"),
    Kind.PLENARY: lazy_context("session", "Plenary session"),
    Kind.SCIENTIFIC: lazy_context("session", "Scientific session"),
    Kind.WORKSHOP: lazy_context("session", "Workshop"),
    Kind.ROUND_TABLE: lazy_context("session", "Round table"),
    Kind.ADDRESS: lazy_context("session", "Address"),
    Kind.CEREMONY: lazy_context("session", "Signing ceremony"),
    Kind.BREAK: lazy_context("session", "Break"),
    Kind.CLOSING: lazy_context("session", "Closing session"),
}


class Part(StrEnum):
    """What somebody does in a session."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    ADDRESS = "address"


PART_WORDS = {
    Part.SPEAKER: lazy_context("part", "Speaker"),
    Part.MODERATOR: lazy_context("part", "Moderator"),
    Part.CHAIR: lazy_context("part", "Chair"),
    Part.RAPPORTEUR: lazy_context("part", "Rapporteur"),
    Part.ADDRESS: lazy_context("part", "Address"),
}


class Session(Model):
    """One session. Hall and time may be unknown, for the events of the past."""

    __tablename__ = "session"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    hall_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hall.id", ondelete="SET NULL"))
    theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    title: Mapped[Translated] = translated()
    note: Mapped[Translated] = translated()
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    hall: Mapped[Hall | None] = relationship(lazy="raise_on_sql")
    theme: Mapped[Theme | None] = relationship(lazy="raise_on_sql")
    people: Mapped[list["Participation"]] = relationship(
        order_by="Participation.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("minutes > 0", name="lasts"),)

    @property
    def ends_at(self) -> datetime | None:
        if self.starts_at is None or self.minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)


class Participation(Model):
    """A person's part in a session, or that of a group whose names no source gives («متحدثون آخرون»)."""

    __tablename__ = "participation"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unnamed: Mapped[Translated] = translated()
    part: Mapped[Part] = mapped_column(choice(Part))
    position: Mapped[int] = mapped_column(default=0)
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> Translated:
        return self.person.name if self.person else self.unnamed
