"""Forums, their halls, themes and partners."""

from datetime import date, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.forums.lifecycle import State
from app.forums.words import edition_words
from app.people.models import Organisation
from app.platform import storage
from app.platform.db import Model, choice
from app.platform.i18n import current, lazy_context, locales, using
from app.platform.text import Searched, Translated, translated


class Kind(StrEnum):
    """The kind of event."""

    FORUM = "forum"
    CONSULTATION = "consultation"
    TRAINING = "training"
    STUDY_DAY = "study_day"


KIND_WORDS = {
    Kind.FORUM: lazy_context("event", "National forum"),
    Kind.CONSULTATION: lazy_context("event", "Regional consultative meeting"),
    Kind.TRAINING: lazy_context("event", "Training"),
    Kind.STUDY_DAY: lazy_context("event", "Study day"),
}


STATE_WORDS = {
    State.DRAFT: lazy_context("event", "In preparation"),
    State.ANNOUNCED: lazy_context("event", "Announced"),
    State.OPEN: lazy_context("event", "Registration open"),
    State.UNDER_WAY: lazy_context("event", "Under way"),
    State.CLOSED: lazy_context("event", "Closed"),
    State.ARCHIVED: lazy_context("event", "Archived"),
}
STATE_TONES = {State.OPEN: "good", State.UNDER_WAY: "good", State.ANNOUNCED: "attention"}


class PartnerRole(StrEnum):
    """What a partner does for the forum."""

    ORGANISER = "organiser"
    PARTNER = "partner"
    HOST = "host"
    SUPPORT = "support"
    MEDIA = "media"


PARTNER_WORDS = {
    PartnerRole.ORGANISER: lazy_context("partner", "Organising body"),
    PartnerRole.PARTNER: lazy_context("partner", "Partner"),
    PartnerRole.HOST: lazy_context("partner", "Host"),
    PartnerRole.SUPPORT: lazy_context("partner", "With the support of"),
    PartnerRole.MEDIA: lazy_context("partner", "Media partner"),
}


class Series(Searched, Model):
    """Editions that follow one another under one name."""

    __tablename__ = "series"

    name: Mapped[Translated] = translated()
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def searched(self) -> list[str]:
        return list(self.name.values())

    def sorted_by(self, locale: str) -> str:
        return self.name.said(locale)


class Forum(Searched, Model):
    """One event. What nobody knows stays empty and is said to be unknown; never invented."""

    __tablename__ = "forum"

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.FORUM)
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id"), index=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    edition: Mapped[int | None]
    title: Mapped[Translated] = translated()
    other_titles: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    motto: Mapped[Translated] = translated()
    about: Mapped[Translated] = translated()
    concept: Mapped[Translated] = translated()  # Markdown
    # Printed first, above titles, and only with the reference of the letter that grants it.
    patronage: Mapped[Translated] = translated()
    patronage_ref: Mapped[str] = mapped_column(sa.String(120), default="")
    city: Mapped[Translated] = translated()
    region: Mapped[str | None] = mapped_column(sa.String(8))
    venue: Mapped[Translated] = translated()
    address: Mapped[Translated] = translated()
    directions: Mapped[Translated] = translated()  # Markdown
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    date_note: Mapped[Translated] = translated()
    help_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    sources: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    is_fictional: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    series: Mapped["Series | None"] = relationship(lazy="raise_on_sql")
    days: Mapped[list["Day"]] = relationship(
        order_by="Day.on", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    halls: Mapped[list["Hall"]] = relationship(
        order_by="Hall.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    themes: Mapped[list["Theme"]] = relationship(
        order_by="Theme.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    partners: Mapped[list["Partner"]] = relationship(
        order_by="Partner.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    contacts: Mapped[list["Contact"]] = relationship(
        order_by="Contact.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    documents: Mapped[list["Document"]] = relationship(
        order_by="Document.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    @property
    def is_public(self) -> bool:
        return self.state is not State.DRAFT

    @property
    def is_archived(self) -> bool:
        return self.state is State.ARCHIVED

    @property
    def name(self) -> Translated:
        """The title; for an event whose title no source gives, its kind, edition and city."""
        if self.title:
            return self.title
        named = {}
        for locale in locales():
            with using(locale):
                parts = [str(KIND_WORDS[self.kind]), edition_words(self.edition), self.city.get(locale, "")]
                named[locale] = ("، " if locale == "ar" else ", ").join(part for part in parts if part)
        return Translated(named)

    @property
    def edition_name(self) -> str:
        """«الدورة الثالثة» · « 3e édition »; nothing when the event is not one of a series."""
        return edition_words(self.edition)

    def searched(self) -> list[str]:
        others = [one.get(key, "") for one in self.other_titles for key in ("ar", "fr")]
        return [
            *self.title.values(),
            *others,
            *self.city.values(),
            *self.motto.values(),
            *self.venue.values(),
        ]

    def sorted_by(self, locale: str) -> str:
        return self.title.said(locale)

    def __str__(self) -> str:
        return self.name.said(current())


class Hall(Model):
    """A room of the venue, and how many it holds."""

    __tablename__ = "hall"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    capacity: Mapped[int]
    equipment: Mapped[Translated] = translated()
    access: Mapped[Translated] = translated()  # how it is reached: floor, entrance, lift
    # The languages of the interpretation, as locales; none where the hall has no booth.
    interpretation: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("capacity > 0", name="holds_somebody"),)


class Theme(Model):
    """An axis of the forum."""

    __tablename__ = "theme"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    about: Mapped[Translated] = translated()
    colour: Mapped[str] = mapped_column(sa.String(7), default="#1f5f46")
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Partner(Model):
    """An organisation's part in a forum; shown in the order the organiser typed, never the alphabet's."""

    __tablename__ = "partner"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[PartnerRole] = mapped_column(choice(PartnerRole), default=PartnerRole.PARTNER)
    position: Mapped[int] = mapped_column(default=0)
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("forum_id", "organisation_id", "role"),)


class Day(Model):
    """A day of the forum, with the hours at which the doors open and close, where they are known."""

    __tablename__ = "day"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    on: Mapped[date]
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    title: Mapped[Translated] = translated()
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("forum_id", "on"),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )


class Contact(Model):
    """Whom to ask about the forum: a desk with a phone or an address, on the public page or for the team."""

    __tablename__ = "contact"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    label: Mapped[Translated] = translated()
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("email <> '' OR phone <> ''", name="reachable"),)


class Document(Model):
    """A file that goes with the forum: a map, a guide to the venue, the concept note as printed."""

    __tablename__ = "document"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[Translated] = translated()
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    is_public: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str] = mapped_column(storage.Key, unique=True)
    filename: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
