"""Categories, places, and the people who hold them."""

import secrets
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.erased import erased_name
from app.people.models import full_name
from app.platform.db import Model, choice
from app.platform.i18n import lazy_context
from app.platform.text import Searched, Translated, translated


class State(StrEnum):
    """How a registration stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


STATE_WORDS = {
    State.CONFIRMED: lazy_context("registration", "Confirmed"),
    State.WAITING: lazy_context("registration", "On the waiting list"),
    State.CANCELLED: lazy_context("registration", "Cancelled by the person"),
}
STATE_TONES = {State.CONFIRMED: "good", State.WAITING: "attention", State.CANCELLED: "calm"}


class Category(Model):
    """A kind of participant."""

    __tablename__ = "category"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    colour: Mapped[str] = mapped_column(sa.String(7), default="#1f5f46")
    position: Mapped[int] = mapped_column(default=0)
    quota: Mapped["Quota"] = relationship(lazy="raise_on_sql")


class Quota(Model):
    """How many places there are and how many are taken: of a forum, or of one of its categories.

    `taken` is changed in `seats.py` alone.
    """

    __tablename__ = "quota"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("category.id", ondelete="CASCADE"), unique=True
    )
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.CheckConstraint("taken >= 0", name="not_below_zero"),
        sa.Index(
            "uq_quota_forum",
            "forum_id",
            unique=True,
            sqlite_where=sa.text("category_id IS NULL"),
            postgresql_where=sa.text("category_id IS NULL"),
        ),
    )

    @property
    def free(self) -> int:
        """For showing only: what decides is the database, when a place is claimed."""
        return max(0, self.places - self.taken)


class Registration(Searched, Model):
    """One person's place in a forum, with its own copy of what the person said of themself."""

    __tablename__ = "registration"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("category.id"))
    # Ten random bytes in hexadecimal: in badge codes and personal links, never a row number.
    public_id: Mapped[str] = mapped_column(sa.String(20), unique=True, default=lambda: secrets.token_hex(10))
    number: Mapped[str] = mapped_column(sa.String(6))
    state: Mapped[State] = mapped_column(choice(State))
    given_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    family_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    given_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    family_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    organisation: Mapped[str] = mapped_column(sa.String(200), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    locale: Mapped[str] = mapped_column(sa.String(8))
    form_token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    # A later serial makes earlier badges and links void.
    badge_serial: Mapped[int] = mapped_column(default=1)
    link_serial: Mapped[int] = mapped_column(default=1)
    qr: Mapped[str] = mapped_column(sa.Text)
    # The person asked for it: the place stays counted, all that tells who it was is gone.
    erased_at: Mapped[datetime | None]

    category: Mapped[Category] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("forum_id", "number"),
        sa.CheckConstraint("email <> '' OR phone <> '' OR erased_at IS NOT NULL", name="reachable"),
        sa.CheckConstraint(
            "given_ar || family_ar || given_latin || family_latin <> '' OR erased_at IS NOT NULL",
            name="named",
        ),
        sa.Index("ix_registration_waiting", "category_id", "state", "id"),
        sa.Index("ix_registration_forum_state", "forum_id", "state", "category_id"),
        sa.Index("ix_registration_forum_sort_ar", "forum_id", "sort_ar", "id"),
        sa.Index("ix_registration_forum_sort_fr", "forum_id", "sort_fr", "id"),
    )

    @property
    def name(self) -> Translated:
        """The full name in each script that is filled."""
        if self.erased_at:
            return erased_name()
        return full_name(self.given_ar, self.family_ar, self.given_latin, self.family_latin)

    def searched(self) -> list[str]:
        return [*self.name.values(), self.number, self.phone, self.email, self.organisation]

    def sorted_by(self, locale: str) -> str:
        name = (self.family_ar, self.given_ar) if locale == "ar" else (self.family_latin, self.given_latin)
        return " ".join(part for part in name if part) or self.name.said(locale)
