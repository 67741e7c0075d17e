"""Letters by e-mail: a row written with what it tells of, carried later by a job, at least once.

A row is `sending` before anything goes out, and keeps its Message-ID. Found `sending` after a crash, nobody
knows whether it went: it is `uncertain`, shown as such, and repeated once (mail_delivery.py). Personal links
and codes are not in the row (mail_slots.py). Lists of letters and what is done to them: mail_outbox.py.
"""

import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import make_msgid

import sqlalchemy as sa
from flask import Flask

from app.platform import jobs, operator, storage
from app.platform.db import db
from app.platform.mail_carriers import Memory, carrier
from app.platform.mail_delivery import COMES_BACK, Post, post
from app.platform.mail_message import sender_domain
from app.platform.mail_rows import Attached, OutgoingMail, State, comes_back
from app.platform.mail_slots import Filled, as_shown, fills, slot, stored
from app.platform.text import FSI, PDI, PRIVATE, search_key

__all__ = [
    "Attached",
    "Filled",
    "OutgoingMail",
    "State",
    "carried",
    "compose",
    "fills",
    "init",
    "shown",
    "slot",
]
LONGEST_SUBJECT, LONGEST_SENDER = 300, 200
# Not str.split(): it would take the no-break space of French punctuation for one to be tidied away.
_GAPS = re.compile("[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")


def compose(
    *,
    to: str,
    locale: str,
    subject: str,
    text: str,
    kind: str,
    subject_id: int | None = None,
    forum_id: int | None = None,
    sender: str = "",
    reply_to: str = "",
    attachments: Sequence[Attached] = (),
) -> OutgoingMail:
    """Write the letter into the open unit of work; it leaves after the commit.

    `sender` is the name of who writes, in place of the operator's. To an address whose letters come back it
    is written as failed. A text with a `slot` needs a kind that something `fills`: else ValueError. Values
    in it have passed `mail_slots.literal`; braces in it are braces.
    """
    row = OutgoingMail(
        to_address=to,
        locale=locale,
        subject=_short(subject, LONGEST_SUBJECT),
        text=stored(text, kind),
        kind=kind,
        subject_id=subject_id,
        forum_id=forum_id,
        sender=_short(sender, LONGEST_SENDER),
        reply_to=reply_to,
        attachments=list(attachments),
        message_id=make_msgid(domain=sender_domain(operator.mail_sender())),
        search=f"{search_key([subject])} {PRIVATE} {search_key([to])}",
    )
    db.session.add(row)
    if comes_back(to, kind, forum_id):
        row.state, row.error, row.due_at = State.FAILED, COMES_BACK, None
    db.session.flush()
    if row.state is State.QUEUED:
        jobs.later("mail.deliver", row_id=row.id)
    return row


def _short(text: str, most: int) -> str:
    """On one line and within the column, without an isolate left open."""
    line = _GAPS.sub(" ", text).strip(" ")
    if len(line) <= most:
        return line
    cut = line[: most - 4]
    return f"{cut}…{PDI * max(0, cut.count(FSI) - cut.count(PDI))}"


def shown(row: OutgoingMail) -> str:
    """The text for the outbox: ‹personal link› in place of the secret, which nobody but the reader sees."""
    return as_shown(row.text)


@storage.references
def _attached() -> list[str]:
    unsent = sa.select(OutgoingMail.attachments).where(OutgoingMail.state != State.SENT)
    return [one["key"] for attachments in db.session.scalars(unsent) for one in attachments]


def init(app: Flask) -> None:
    """Choose the carrier named by MAIL_URL."""
    app.extensions["mail"] = Post(carrier(app.config["SETTINGS"].mail_url))


def carried() -> list[EmailMessage]:
    """The letters carried so far under `memory:`, for tests."""
    found = post().carrier
    return found.letters if isinstance(found, Memory) else []
