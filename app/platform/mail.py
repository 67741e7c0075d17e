"""Letters by e-mail: a row written with what it tells of, carried later by a job, at least once.

A row is `sending` before anything goes out, and keeps its Message-ID. Found `sending` after a crash, nobody
knows whether it went: it is `uncertain`, shown as such, and repeated once. Personal links and codes are not
in the row: the text holds slots, filled at sending by the function that `fills` registered for its kind.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import i18n, jobs, storage
from app.platform.clock import now
from app.platform.db import Model, choice, db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.mail_carriers import Carrier, Memory, Refused, Uncertain, carrier
from app.platform.mail_message import Attachment, build, sender_domain
from config import Settings

log = logging.getLogger(__name__)
SLOT = re.compile(r"\{\{([a-z_]+)\}\}")
LEASE = timedelta(seconds=240)  # longer than all time-outs of one SMTP dialogue, shorter than the job's
NAMES = {"link": lazy("personal link"), "code": lazy("code")}


class State(StrEnum):
    """Of a letter."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class OutgoingMail(Model):
    """One letter to one address. `kind` and `subject_id` say what fills its slots; `forum_id` its outbox."""

    __tablename__ = "outgoing_mail"

    to_address: Mapped[str] = mapped_column(sa.String(254))
    locale: Mapped[str] = mapped_column(sa.String(10))
    subject: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject_id: Mapped[int | None]
    forum_id: Mapped[int | None] = mapped_column(index=True)
    reply_to: Mapped[str] = mapped_column(sa.String(254), default="")
    attachments: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.QUEUED, index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.Text, default="")
    sent_at: Mapped[datetime | None]


class Attached(TypedDict):
    """A stored file that goes with a letter, and the name under which the reader saves it."""

    key: str
    name: str
    content_type: str


Filled = tuple[dict[str, str], list[Attachment]]
_fills: dict[str, Callable[[int | None], Filled]] = {}


@dataclass(frozen=True)
class _Post:
    carrier: Carrier
    settings: Settings


def slot(name: str) -> str:
    """Stands in a stored text for a secret of this name (`link`, `code`) until the letter goes out."""
    return f"{{{{{name}}}}}"


def fills(kind: str) -> Callable[[Callable[[int | None], Filled]], Callable[[int | None], Filled]]:
    """Register what gives the secrets and attachments of a kind of letter from its `subject_id`.

    It is called at each sending, in the reader's language, outside any unit of work.
    """

    def register(function: Callable[[int | None], Filled]) -> Callable[[int | None], Filled]:
        _fills[kind] = function
        return function

    return register


def compose(
    *,
    to: str,
    locale: str,
    subject: str,
    text: str,
    kind: str,
    subject_id: int | None = None,
    forum_id: int | None = None,
    reply_to: str = "",
    attachments: Sequence[Attached] = (),
) -> OutgoingMail:
    """Write the letter into the open unit of work; it leaves after the commit.

    A text with slots needs a kind that something `fills`: ValueError tells the programmer early.
    """
    if SLOT.search(text) and kind not in _fills:
        raise ValueError(f"Nothing fills the slots of {kind}.")
    row = OutgoingMail(
        to_address=to,
        locale=locale,
        subject=" ".join(subject.split()),
        text=text,
        kind=kind,
        subject_id=subject_id,
        forum_id=forum_id,
        reply_to=reply_to,
        attachments=list(attachments),
        message_id=make_msgid(domain=sender_domain(_post().settings.mail_sender)),
    )
    db.session.add(row)
    db.session.flush()
    jobs.later("mail.deliver", row_id=row.id)
    return row


def shown(row: OutgoingMail) -> str:
    """The text for the outbox: ‹personal link› in place of the secret, which nobody but the reader sees."""
    return SLOT.sub(lambda found: f"‹{NAMES.get(found[1], found[1])}›", row.text)


def again(row_id: int) -> None:
    """Send a letter that failed, or whose fate is uncertain, again. Raises Conflict in any other state."""
    stuck = OutgoingMail.state.in_([State.FAILED, State.UNCERTAIN])
    found = db.session.scalar(
        sa.update(OutgoingMail)
        .where(OutgoingMail.id == row_id, stuck)
        .values(state=State.QUEUED, attempts=0, repeats=0, error="", lease_until=None)
        .returning(OutgoingMail.id)
    )
    if found is None:
        raise Conflict(lazy("This message is on its way, or it was sent already."))
    jobs.later("mail.deliver", row_id=row_id)


@jobs.job("mail.deliver")
def deliver(row_id: int) -> None:
    """Carry one letter and record what became of it; what can be tried again is put off, not raised."""
    if not _claim(row_id):
        return
    row = db.session.get_one(OutgoingMail, row_id)
    outcome: dict[str, Any]
    try:
        _post().carrier.carry(_message(row))
    except Refused as refused:
        outcome = {"state": State.FAILED, "error": str(refused)}
    except Uncertain as doubt:
        outcome = {"state": State.UNCERTAIN, "error": str(doubt)}
    except Exception as error:
        log.warning("Letter %d could not be sent at attempt %d.", row_id, row.attempts, exc_info=error)
        outcome = _put_off(row, error)
    else:
        outcome = {"state": State.SENT, "sent_at": now(), "error": ""}
    _record(row_id, row.attempts, row.repeats, outcome)


def _claim(row_id: int) -> bool:
    queued = OutgoingMail.state == State.QUEUED
    doubtful = sa.and_(
        OutgoingMail.state.in_([State.SENDING, State.UNCERTAIN]),
        OutgoingMail.lease_until < now(),
        OutgoingMail.repeats == 0,
    )
    kind = OutgoingMail.state.type
    with unit_of_work():
        claimed = db.session.scalar(
            sa.update(OutgoingMail)
            .where(OutgoingMail.id == row_id, sa.or_(queued, doubtful))
            .values(
                state=sa.case(
                    (queued, sa.literal(State.SENDING, kind)), else_=sa.literal(State.UNCERTAIN, kind)
                ),
                repeats=OutgoingMail.repeats + sa.case((queued, 0), else_=1),
                attempts=OutgoingMail.attempts + 1,
                lease_until=now() + LEASE,
            )
            .returning(OutgoingMail.id)
        )
    return claimed is not None


def _put_off(row: OutgoingMail, error: Exception) -> dict[str, Any]:
    told = f"{type(error).__name__}: {error}"[:1000]
    if row.attempts >= jobs.MOST_ATTEMPTS:
        return {"state": State.FAILED, "error": told}
    if row.repeats:  # the repeat did not go out, so it is still owed
        return {"state": State.UNCERTAIN, "error": told, "repeats": 0}
    return {"state": State.QUEUED, "error": told}


def _record(row_id: int, attempts: int, repeats: int, outcome: dict[str, Any]) -> None:
    state = outcome["state"]
    repeated_already = state == State.UNCERTAIN and outcome.get("repeats", repeats) > 0
    with unit_of_work():
        recorded = db.session.scalar(
            sa.update(OutgoingMail)
            .where(OutgoingMail.id == row_id, OutgoingMail.attempts == attempts)
            .values(lease_until=now(), **outcome)
            .returning(OutgoingMail.id)
        )
        if recorded and state in (State.QUEUED, State.UNCERTAIN) and not repeated_already:
            jobs.later("mail.deliver", due_at=now() + jobs.delay(attempts), row_id=row_id)


def _message(row: OutgoingMail) -> EmailMessage:
    settings = _post().settings
    with i18n.using(row.locale):
        values, made = _fills[row.kind](row.subject_id) if row.kind in _fills else ({}, [])
        kept = [_read(one) for one in row.attachments]
        return build(
            sender=(settings.site_name.get(row.locale, ""), settings.mail_sender),
            to=row.to_address,
            reply_to=row.reply_to,
            subject=row.subject,
            text=SLOT.sub(lambda found: values[found[1]], row.text),
            locale=row.locale,
            written_at=row.created_at,
            message_id=row.message_id,
            attachments=[*kept, *made],
        )


def _read(one: Attached) -> Attachment:
    with storage.open(one["key"]) as file:
        return Attachment(one["name"], one["content_type"], file.read())


@storage.references
def _attached() -> list[str]:
    unsent = sa.select(OutgoingMail.attachments).where(OutgoingMail.state != State.SENT)
    return [one["key"] for attachments in db.session.scalars(unsent) for one in attachments]


def init(app: Flask) -> None:
    """Choose the carrier named by MAIL_URL."""
    settings = app.config["SETTINGS"]
    app.extensions["mail"] = _Post(carrier(settings.mail_url), settings)


def carried() -> list[EmailMessage]:
    """The letters carried so far under `memory:`, for tests."""
    found = _post().carrier
    return found.letters if isinstance(found, Memory) else []


def _post() -> _Post:
    post: _Post = current_app.extensions["mail"]
    return post
