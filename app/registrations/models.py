"""Categories, places, and the people who hold them."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.erased import erased_name
from app.people.models import full_name
from app.platform.db import Model, choice
from app.platform.text import Searched, Translated, translated
from app.registrations.words import Covers, Entry, Seen, Source, State


class Category(Model):
    """A kind of participant, and how one enters it."""

    __tablename__ = "category"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    about: Mapped[Translated] = translated()  # a line under its name, where one chooses
    colour: Mapped[str] = mapped_column(sa.String(7), default="#1f5f46")
    position: Mapped[int] = mapped_column(default=0)
    entry: Mapped[Entry] = mapped_column(choice(Entry), default=Entry.OPEN)
    seen: Mapped[Seen] = mapped_column(choice(Seen), default=Seen.EVERYONE)
    # Within the opening of the whole event; None: as long as that.
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # How long a place is kept for a contact that has not answered; None: it is given at once.
    hold_hours: Mapped[int | None]
    badge_design: Mapped[str] = mapped_column(sa.String(20), default="")  # a name of `ports.designs`
    link_serial: Mapped[int] = mapped_column(default=1)  # a later serial makes earlier links void
    version: Mapped[int] = mapped_column()
    quota: Mapped["Quota"] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        sa.CheckConstraint("hold_hours > 0", name="holds_a_while"),
    )


class Delegation(Model):
    """An institution that registers its people by one link, as many as were agreed with it."""

    __tablename__ = "delegation"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("category.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[Translated] = translated()
    names_until: Mapped[datetime | None]  # until when it may register its people
    link_serial: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column()
    quota: Mapped["Quota"] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Workshop(Model):
    """A session of the released programme that one chooses when registering, found by its `ref`."""

    __tablename__ = "workshop"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    session_ref: Mapped[str] = mapped_column(sa.String(20))
    is_closed: Mapped[bool] = mapped_column(default=False)  # to new choices; what was chosen stays
    quota: Mapped["Quota"] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("forum_id", "session_ref"),)


class Quota(Model):
    """How many places there are and how many are taken: of a forum, of one of its categories, delegations or
    workshops.

    `taken` is changed in `seats.py` alone.
    """

    __tablename__ = "quota"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    covers: Mapped[Covers] = mapped_column(choice(Covers))
    category_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("category.id", ondelete="CASCADE"), unique=True
    )
    delegation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("delegation.id", ondelete="CASCADE"), unique=True
    )
    workshop_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("workshop.id", ondelete="CASCADE"), unique=True
    )
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.CheckConstraint("taken >= 0", name="not_below_zero"),
        sa.CheckConstraint(
            "(category_id IS NOT NULL) = (covers = 'category')"
            " AND (delegation_id IS NOT NULL) = (covers = 'delegation')"
            " AND (workshop_id IS NOT NULL) = (covers = 'workshop')",
            name="covers_one_thing",
        ),
        sa.Index(
            "uq_quota_forum",
            "forum_id",
            unique=True,
            sqlite_where=sa.text("covers = 'event'"),
            postgresql_where=sa.text("covers = 'event'"),
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
    delegation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("delegation.id"), index=True)
    # Whom of the directory it is, once the team or the person, by a verified contact, said so.
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"), index=True)
    # Ten random bytes in hexadecimal: in badge codes and personal links, never a row number.
    public_id: Mapped[str] = mapped_column(sa.String(20), unique=True, default=lambda: secrets.token_hex(10))
    number: Mapped[str] = mapped_column(sa.String(6))
    state: Mapped[State] = mapped_column(choice(State))
    source: Mapped[Source] = mapped_column(choice(Source), default=Source.PUBLIC)
    given_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    family_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    given_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    family_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    organisation: Mapped[str] = mapped_column(sa.String(200), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    locale: Mapped[str] = mapped_column(sa.String(8))
    registrant: Mapped[str] = mapped_column(sa.String(200), default="")  # who registered somebody else
    # Keys of `words.Arrangement`, and what else is to be prepared; never why.
    arrangements: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    arrangements_note: Mapped[str] = mapped_column(sa.String(300), default="")
    # The identity card, where it is asked for: sealed; told from another by its mark; its last two signs.
    cin_sealed: Mapped[str] = mapped_column(sa.Text, default="")
    cin_mark: Mapped[str] = mapped_column(sa.String(64), default="")
    cin_end: Mapped[str] = mapped_column(sa.String(2), default="")
    contact_verified_at: Mapped[datetime | None]  # by the link of a letter, or by a call of the team
    email_proved_at: Mapped[datetime | None]  # by that link alone: who opened it reads the e-mail
    erasure_asked_at: Mapped[datetime | None]  # by a link whose contact was not confirmed: the team answers
    hold_until: Mapped[datetime | None]  # of a place kept for a contact that has not answered
    waits_since: Mapped[datetime | None]  # since when on the waiting list; None: since it was made
    reason: Mapped[str] = mapped_column(sa.String(500), default="")  # of a refusal; the person reads it
    form_token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    form_mark: Mapped[str] = mapped_column(sa.String(64), default="")  # tells the same form from a mended one
    # A later serial makes earlier badges and links void.
    badge_serial: Mapped[int] = mapped_column(default=1)
    link_serial: Mapped[int] = mapped_column(default=1)
    qr: Mapped[str] = mapped_column(sa.Text)
    # The person asked for it: the place stays counted, all that tells who it was is gone.
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    category: Mapped[Category] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
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
        sa.Index("ix_registration_hold_until", "hold_until"),
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


class Choice(Model):
    """A workshop that a registration chose; it holds a place there while the registration holds one."""

    __tablename__ = "workshop_choice"

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id", ondelete="CASCADE"))
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    workshop: Mapped[Workshop] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("registration_id", "workshop_id"),)


class Mark(Model):
    """That a name with a contact is registered in a forum, while the registration stands: the same name with
    the same contact is one person, and the database keeps it so.
    """

    __tablename__ = "registration_mark"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    mark: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.UniqueConstraint("forum_id", "mark"),)
