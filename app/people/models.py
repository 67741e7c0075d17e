"""Persons and organisations, each once."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people import alike, alike_words, dated
from app.people import names as names_table
from app.people.erased import erased_name
from app.platform import storage
from app.platform.db import Model, choice
from app.platform.pictures import Mark
from app.platform.text import Searched, Translated, translated


class Kind(StrEnum):
    """What an organisation is."""

    MINISTRY = "ministry"
    REGION = "region"
    PROVINCE = "province"
    COMMUNE = "commune"
    UNIVERSITY = "university"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    NETWORK = "network"
    FOUNDATION = "foundation"
    INTERNATIONAL = "international"
    PRESS = "press"
    OTHER = "other"


class Gender(StrEnum):
    """The grammatical gender of a name, with which an agreement's text agrees."""

    MASCULINE = "m"
    FEMININE = "f"


class Civility(StrEnum):
    """How a person is addressed; given or not, as the person likes."""

    MR = "mr"
    MS = "ms"


class Degree(StrEnum):
    """What stands before a name after the civility (page 6 §6 of the design)."""

    DOCTOR = "dr"
    PROFESSOR = "pr"
    LAWYER = "me"


class EarlierName(TypedDict):
    """A name that an organisation bore, with its first and last day as ISO dates, where they are known."""

    ar: str
    fr: str
    since: str | None
    until: str | None


class Organisation(Searched, Model):
    """An institution under the name it bears.

    When attributions pass from one department to another there are two rows, the later one pointing at the
    one whose attributions it took over: not one row that changed its name (page 6 §6).
    """

    __tablename__ = "organisation"

    name: Mapped[Translated] = translated()
    acronym: Mapped[Translated] = translated()
    tifinagh: Mapped[str] = mapped_column(sa.String(200), default="")
    named_since: Mapped[date | None]
    earlier_names: Mapped[list[EarlierName]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    gender_ar: Mapped[Gender | None] = mapped_column(choice(Gender))
    gender_fr: Mapped[Gender | None] = mapped_column(choice(Gender))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    region: Mapped[str | None] = mapped_column(sa.String(8))
    city: Mapped[Translated] = translated()
    address: Mapped[Translated] = translated()
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    logo_key: Mapped[str | None] = mapped_column(storage.Key)
    logo: Mapped[Mark | None] = mapped_column(sa.JSON(none_as_null=True))
    note: Mapped[Translated] = translated()
    sources: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    took_over_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    # Set by a merge, which may be undone: such a row is shown nowhere, its address leads to the other.
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column()

    took_over_from: Mapped["Organisation | None"] = relationship(
        remote_side="Organisation.id", foreign_keys=[took_over_from_id], lazy="raise_on_sql"
    )
    parent: Mapped["Organisation | None"] = relationship(
        remote_side="Organisation.id", foreign_keys=[parent_id], lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    def name_on(self, day: date) -> Translated:
        """The name that it bore on a day: what stands on a document of that day."""
        return Translated(dated.borne_on(day, self.name, self.named_since, self.earlier_names))

    def searched(self) -> list[str]:
        earlier = [one[key] for one in self.earlier_names for key in ("ar", "fr")]
        return [*self.name.values(), *self.acronym.values(), self.tifinagh, *earlier, *self.city.values()]

    def sorted_by(self, locale: str) -> str:
        return self.name.said(locale)


class Person(Searched, Model):
    """A person, with the names as the person writes them in each script; at least one script is filled."""

    __tablename__ = "person"

    given_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    family_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    given_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    family_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    # As it is printed, where that is not given then family name; by script.
    printed: Mapped[Translated] = translated()
    tifinagh: Mapped[str] = mapped_column(sa.String(200), default="")
    civility: Mapped[Civility | None] = mapped_column(choice(Civility))
    degree: Mapped[Degree | None] = mapped_column(choice(Degree))
    function: Mapped[Translated] = translated()
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(sa.String(20), default="", index=True)
    locale: Mapped[str] = mapped_column(sa.String(8), default="")
    photo_key: Mapped[str | None] = mapped_column(storage.Key)
    photo: Mapped[Mark | None] = mapped_column(sa.JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Set by a merge, which may be undone: such a row is shown nowhere, its address leads to the other.
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    # The person asked for it: the names and all that tells who it was are gone, what was done stays.
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint(
            "given_ar || family_ar || given_latin || family_latin <> '' OR erased_at IS NOT NULL",
            name="named",
        ),
    )

    @property
    def name(self) -> Translated:
        """As it is printed in each script, else the full name in each script that is filled."""
        if self.erased_at:
            return erased_name()
        plain = full_name(self.given_ar, self.family_ar, self.given_latin, self.family_latin)
        return Translated(plain | self.printed)

    def searched(self) -> list[str]:
        plain = full_name(self.given_ar, self.family_ar, self.given_latin, self.family_latin)
        parts = (self.given_ar, self.family_ar, self.given_latin, self.family_latin)
        known = [spelling for part in parts for spelling in names_table.spellings(part)]
        names = [*plain.values(), *self.printed.values(), self.tifinagh, *known]
        sounds = map(alike_words.mark, alike.keys(self))
        return [*names, *sounds]

    def searched_privately(self) -> list[str]:
        # Who sees but what the public sees of somebody must not learn whose a phone is: see `lists.seen`.
        return [self.phone, self.phone.replace("+212", "0", 1), self.email]

    def sorted_by(self, locale: str) -> str:
        name = (self.family_ar, self.given_ar) if locale == "ar" else (self.family_latin, self.given_latin)
        return " ".join(part for part in name if part) or self.name.said(locale)


class Tie(Model):
    """A person or an organisation that a forum's team entered or took up: they see it, also before it has a
    part in anything.
    """

    __tablename__ = "tie"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    # Whether all that is known may be read there. Who took up a public speaker reads what the public reads.
    knows: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "forum_id"),
        sa.UniqueConstraint("organisation_id", "forum_id"),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_of_two"),
    )


def full_name(given_ar: str, family_ar: str, given_latin: str, family_latin: str) -> Translated:
    """Given then family name, by locale; a script that is empty is absent."""
    arabic = " ".join(part for part in (given_ar, family_ar) if part)
    latin = " ".join(part for part in (given_latin, family_latin) if part)
    return Translated({key: text for key, text in (("ar", arabic), ("fr", latin)) if text})
