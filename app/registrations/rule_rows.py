"""What an organiser sets for a forum's registration, and what persons read and agreed to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model, choice
from app.platform.text import Translated, translated
from app.registrations.words import ConsentKind


class Rules(Model):
    """The settings of a forum's registration; a forum without a row has these defaults."""

    __tablename__ = "registration_rules"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), unique=True)
    # Until when a person changes or cancels by the personal link; None: until the event begins.
    changes_until: Mapped[datetime | None]
    cancel_until: Mapped[datetime | None]
    intro: Mapped[Translated] = translated()  # above the form; Markdown
    after: Mapped[Translated] = translated()  # on the last page; Markdown
    recipients: Mapped[Translated] = translated()  # who receives the data, in the notice
    rights_contact: Mapped[str] = mapped_column(sa.String(254), default="")  # a mail or a phone
    cndp_number: Mapped[str] = mapped_column(sa.String(60), default="")  # "": the installation's
    keep_months: Mapped[int] = mapped_column(default=12)  # after the last day
    keep_refused_months: Mapped[int] = mapped_column(default=6)
    asks_photo: Mapped[bool] = mapped_column(default=True)
    asks_directory: Mapped[bool] = mapped_column(default=False)
    asks_later: Mapped[bool] = mapped_column(default=True)
    asks_arrangements: Mapped[bool] = mapped_column(default=True)
    asks_cin: Mapped[bool] = mapped_column(default=False)
    cin_authorisation: Mapped[str] = mapped_column(sa.String(60), default="")  # of the CNDP, for the card
    workshops_most: Mapped[int | None]  # how many workshops one person may choose
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("keep_months > 0 AND keep_refused_months > 0", name="kept_a_while"),
        sa.CheckConstraint("workshops_most > 0", name="some_workshops"),
        sa.CheckConstraint("NOT asks_cin OR cin_authorisation <> ''", name="card_is_authorised"),
    )


class Notice(Model):
    """The notice and the consents as they were put to people: a new row when a word of them changes."""

    __tablename__ = "registration_notice"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(sa.String(64))  # SHA-256 of what is below
    text: Mapped[Translated] = translated()
    # By `words.ConsentKind`: the sentence in each language.
    consents: Mapped[dict[str, dict[str, str]]] = mapped_column(sa.JSON, default=dict)

    __table_args__ = (sa.UniqueConstraint("forum_id", "digest"),)


class Consent(Model):
    """One answer to the notice or to a consent: dated by `created_at`, about the words of `notice_id`.

    The latest of a kind counts; what was withdrawn is a row more.
    """

    __tablename__ = "consent"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("registration_notice.id"), index=True)
    kind: Mapped[ConsentKind] = mapped_column(choice(ConsentKind))
    is_given: Mapped[bool]


class Draft(Model):
    """A form left half-way, sealed under its own link: without the link nobody reads it. Gone after a day."""

    __tablename__ = "registration_draft"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    link_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed: Mapped[str] = mapped_column(sa.Text)
    # The link and the addresses it was sent to, under the installation's key; "" when it was not sent.
    mailed_link: Mapped[str] = mapped_column(sa.Text, default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
