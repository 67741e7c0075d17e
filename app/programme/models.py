"""The programme as it is being worked on: sessions, their talks, and who has a part in them.

The public reads another thing, the latest release: see `release_rows`.
"""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.forums.models import Hall, Theme
from app.people.models import Person
from app.platform.db import Model, choice
from app.platform.text import Translated, translated
from app.programme.words import Kind, Part


def new_ref() -> str:
    """The stable name of a session or talk, in public addresses and calendars; the same in each release."""
    return secrets.token_hex(5)


class SessionFacts:
    """What a session is, in the draft and in a release alike. Hall and time may be unknown, for the past."""

    ref: Mapped[str] = mapped_column(sa.String(20))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    title: Mapped[Translated] = translated()
    abstract: Mapped[Translated] = translated()  # Markdown
    note: Mapped[Translated] = translated()  # a line for the public: «the hall will be announced»
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int | None]  # the places promised; none: those of the hall
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    # Into which languages it is interpreted; the booth is the hall's.
    interpretation: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    needs_registration: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=True)

    @declared_attr
    def hall_id(cls) -> Mapped[int | None]:  # noqa: N805 — SQLAlchemy's way for a mixin
        return mapped_column(sa.ForeignKey("hall.id", ondelete="SET NULL"))

    @declared_attr
    def theme_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"))

    @declared_attr
    def hall(cls) -> Mapped[Hall | None]:  # noqa: N805
        return relationship(lazy="raise_on_sql")

    @declared_attr
    def theme(cls) -> Mapped[Theme | None]:  # noqa: N805
        return relationship(lazy="raise_on_sql")

    @property
    def ends_at(self) -> datetime | None:
        if self.starts_at is None or self.minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)


class TalkFacts:
    """A talk inside a session, with its own speakers; it begins where the one before it ends."""

    ref: Mapped[str] = mapped_column(sa.String(20))
    title: Mapped[Translated] = translated()
    abstract: Mapped[Translated] = translated()  # Markdown
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)


class PartFacts:
    """A person's part in a session or in one talk of it, or that of a group whose names are not given."""

    unnamed: Mapped[Translated] = translated()
    part: Mapped[Part] = mapped_column(choice(Part))
    position: Mapped[int] = mapped_column(default=0)  # the order of precedence

    @declared_attr
    def person_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(sa.ForeignKey("person.id"), index=True)

    @declared_attr
    def person(cls) -> Mapped[Person | None]:  # noqa: N805
        return relationship(lazy="raise_on_sql")

    @property
    def name(self) -> Translated:
        return self.person.name if self.person else self.unnamed


class Session(SessionFacts, Model):
    """One session of the draft."""

    __tablename__ = "session"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True, default=new_ref)
    team_note: Mapped[str] = mapped_column(sa.Text, default="")  # never public, in no release
    version: Mapped[int] = mapped_column()

    talks: Mapped[list["Talk"]] = relationship(
        order_by="Talk.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    people: Mapped[list["Participation"]] = relationship(
        order_by="Participation.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("minutes > 0", name="lasts"),
        sa.CheckConstraint("capacity > 0", name="holds_somebody"),
    )


class Talk(TalkFacts, Model):
    """One talk of the draft."""

    __tablename__ = "talk"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True, default=new_ref)

    __table_args__ = (sa.CheckConstraint("minutes > 0", name="lasts"),)


class Participation(PartFacts, Model):
    """One part of the draft: in a session, or (`talk`) in one of its talks."""

    __tablename__ = "participation"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("talk.id", ondelete="CASCADE"), index=True)

    talk: Mapped[Talk | None] = relationship(lazy="raise_on_sql")
