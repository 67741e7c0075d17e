"""Memoranda and agreements as records: who agreed with whom, where, when, signed by whom."""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.models import Organisation
from app.platform import storage
from app.platform.db import Model, choice
from app.platform.i18n import lazy_context
from app.platform.text import Translated, translated


class Kind(StrEnum):
    """What is signed."""

    MEMORANDUM = "memorandum"
    PARTNERSHIP = "partnership"
    FRAMEWORK = "framework"
    SPECIFIC = "specific"


KIND_WORDS = {
    Kind.MEMORANDUM: lazy_context("agreement", "Memorandum of understanding"),
    Kind.PARTNERSHIP: lazy_context("agreement", "Partnership agreement"),
    Kind.FRAMEWORK: lazy_context("agreement", "Framework agreement"),
    Kind.SPECIFIC: lazy_context("agreement", "Specific agreement"),
}


class State(StrEnum):
    """How the record stands. The steps of review, approval and deliberation come between these two."""

    DRAFT = "draft"
    SIGNED = "signed"


STATE_WORDS = {
    State.DRAFT: lazy_context("agreement", "In preparation"),
    State.SIGNED: lazy_context("agreement", "Signed"),
}
STATE_TONES = {State.DRAFT: "attention", State.SIGNED: "good"}


class Agreement(Model):
    """A record. Those of the past have no text: none is made up in the name of real institutions."""

    __tablename__ = "agreement"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    title: Mapped[Translated] = translated()
    place: Mapped[Translated] = translated()
    signed_on: Mapped[date | None]
    note: Mapped[Translated] = translated()
    sources: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    summary_key: Mapped[str | None] = mapped_column(storage.Key)
    version: Mapped[int] = mapped_column()

    parties: Mapped[list["Party"]] = relationship(
        order_by="Party.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    scans: Mapped[list["PaperScan"]] = relationship(
        order_by="PaperScan.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Party(Model):
    """A party, in its order, under the name it bore on the day."""

    __tablename__ = "party"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    name: Mapped[Translated] = translated()
    position: Mapped[int] = mapped_column(default=0)
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    signatories: Mapped[list["Signatory"]] = relationship(
        order_by="Signatory.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Signatory(Model):
    """Who signs for a party, in what capacity."""

    __tablename__ = "signatory"

    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = translated()
    capacity: Mapped[Translated] = translated()
    position: Mapped[int] = mapped_column(default=0)


class PaperScan(Model):
    """The signed paper, as uploaded: its bytes are kept and never rebuilt."""

    __tablename__ = "agreement_scan"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(storage.Key, unique=True)
    filename: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
