"""Rows of mail: the letters, the texts written for them, and the addresses that send them back."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.clock import now
from app.platform.db import Model, choice, db
from app.platform.mail_message import ascii_address
from app.platform.text import Translated, translated


class State(StrEnum):
    """Of a letter."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Attached(TypedDict):
    """A stored file that goes with a letter, and the name under which the reader saves it."""

    key: str
    name: str
    content_type: str


class OutgoingMail(Model):
    """One letter to one address. `kind` and `subject_id` say what fills its slots; `forum_id` its outbox."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (sa.Index("ix_outgoing_mail_forum_id_state", "forum_id", "state"),)

    to_address: Mapped[str] = mapped_column(sa.String(254))
    locale: Mapped[str] = mapped_column(sa.String(10))
    subject: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject_id: Mapped[int | None]
    forum_id: Mapped[int | None] = mapped_column(index=True)
    sender: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")  # its name alone
    reply_to: Mapped[str] = mapped_column(sa.String(254), default="")
    attachments: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.QUEUED, index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(default=now)  # when it may be tried next
    bounced_at: Mapped[datetime | None]  # it was sent, and came back
    search: Mapped[str] = mapped_column(sa.Text, default="", server_default="")


class MailTemplate(Model):
    """The text of a kind of letter, in place of ours; of one forum, or (without `forum_id`) of all."""

    __tablename__ = "mail_template"

    forum_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[Translated] = translated()
    body: Mapped[Translated] = translated()
    version: Mapped[int] = mapped_column()

    __table_args__ = (
        sa.UniqueConstraint("forum_id", "kind"),
        sa.Index(
            "uq_mail_template_installation",
            "kind",
            unique=True,
            sqlite_where=sa.text("forum_id IS NULL"),
            postgresql_where=sa.text("forum_id IS NULL"),
        ),
    )
    __mapper_args__ = {"version_id_col": version}


class MailBounce(Model):
    """An address whose letters came back. Nothing more is sent there until somebody lifts it.

    Of one forum, for its letters alone; or (without `forum_id`) for all letters.
    """

    __tablename__ = "mail_bounce"

    forum_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    reason: Mapped[str] = mapped_column(sa.String(300), default="")

    __table_args__ = (
        sa.UniqueConstraint("forum_id", "address"),
        sa.Index(
            "uq_mail_bounce_installation",
            "address",
            unique=True,
            sqlite_where=sa.text("forum_id IS NULL"),
            postgresql_where=sa.text("forum_id IS NULL"),
        ),
    )


ACCOUNT = "account."  # how the kinds of letters that guard an account begin
# Letters of these kinds go out whatever is said of their address: nobody may be cut off from an account.
_NEVER_STOPPED = (ACCOUNT, "audit.head")


def same_address(address: str) -> str:
    """The key under which an address is known to send letters back: hardly a server tells A from a."""
    try:
        return ascii_address(address.strip()).casefold()
    except UnicodeError:  # no domain that the DNS could know
        return address.strip().casefold()


def stops(address: str, forum_id: int | None) -> sa.Select[MailBounce]:
    """What stops the letters of a forum, or of none, to this address; that of the installation first."""
    holds = sa.or_(MailBounce.forum_id.is_(None), MailBounce.forum_id == forum_id)
    found = sa.select(MailBounce).where(MailBounce.address == same_address(address), holds)
    return found.order_by(MailBounce.forum_id.is_not(None)).limit(1)


def comes_back(address: str, kind: str, forum_id: int | None) -> bool:
    """Whether a letter of this kind and forum is not sent, since letters to its address come back."""
    return not kind.startswith(_NEVER_STOPPED) and db.session.scalar(stops(address, forum_id)) is not None
