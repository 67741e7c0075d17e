"""Persons and organisations, each once."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.db import Model, choice
from app.platform.text import Searched, Translated, translated


class Kind(StrEnum):
    """What an organisation is."""

    MINISTRY = "ministry"
    REGION = "region"
    COMMUNE = "commune"
    UNIVERSITY = "university"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


class Organisation(Searched, Model):
    """An institution under the name it bears.

    When attributions pass from one department to another there are two rows, the later one pointing at the
    one whose attributions it took over: not one row that changed its name (page 6 §6).
    """

    __tablename__ = "organisation"

    name: Mapped[Translated] = translated()
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    city: Mapped[Translated] = translated()
    note: Mapped[Translated] = translated()
    sources: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    took_over_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    took_over_from: Mapped["Organisation | None"] = relationship(
        remote_side="Organisation.id", lazy="raise_on_sql"
    )

    def searched(self) -> list[str]:
        return list(self.name.values())

    def sorted_by(self, locale: str) -> str:
        return self.name.said(locale)


class Person(Searched, Model):
    """A person, with the names as the person writes them in each script; at least one script is filled."""

    __tablename__ = "person"

    given_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    family_ar: Mapped[str] = mapped_column(sa.String(120), default="")
    given_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    family_latin: Mapped[str] = mapped_column(sa.String(120), default="")
    title: Mapped[Translated] = translated()
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("given_ar || family_ar || given_latin || family_latin <> ''", name="named"),
    )

    @property
    def name(self) -> Translated:
        """The full name in each script that is filled."""
        return full_name(self.given_ar, self.family_ar, self.given_latin, self.family_latin)

    def searched(self) -> list[str]:
        return list(self.name.values())

    def sorted_by(self, locale: str) -> str:
        name = (self.family_ar, self.given_ar) if locale == "ar" else (self.family_latin, self.given_latin)
        return " ".join(part for part in name if part) or self.name.said(locale)


def full_name(given_ar: str, family_ar: str, given_latin: str, family_latin: str) -> Translated:
    """Given then family name, by locale; a script that is empty is absent."""
    arabic = " ".join(part for part in (given_ar, family_ar) if part)
    latin = " ".join(part for part in (given_latin, family_latin) if part)
    return Translated({key: text for key, text in (("ar", arabic), ("fr", latin)) if text})
