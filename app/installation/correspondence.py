"""What is done about letters and their texts, and told to the log; in one event or in the installation."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.platform import letters, mail_outbox
from app.platform.db import Model, db
from app.platform.errors import Overtaken
from app.platform.mail_rows import MailBounce, MailTemplate, OutgoingMail
from app.platform.text import Translated, tidy

Texts = Mapping[str, str]


def repeat(letter: OutgoingMail, *, by: User) -> None:
    """Send a letter again. Raises Conflict when it cannot be."""
    mail_outbox.again(letter.id)
    audit.record("message.repeated", letter, by=by)


def repeat_all(of: Model, forum_id: int | None, *, by: User) -> int:
    """Send all that failed again, by a job; how many there are."""
    count = mail_outbox.repeatable(forum_id)
    if count:
        mail_outbox.again_all(forum_id)
        audit.record("messages.repeated", of, by=by, count=count)
    return count


def came_back(letter: OutgoingMail, reason: str, *, forum_id: int | None, by: User) -> None:
    """Record that a letter came back: nothing more of the forum (None: of any) goes there.

    Raises Conflict unless it was sent.
    """
    mail_outbox.came_back(letter, reason, forum_id=forum_id)
    audit.record("message.came_back", letter, by=by)


def stop(address: str, reason: str, *, by: User) -> None:
    """Send nothing more to an address. Raises Conflict when that is so already."""
    audit.record("address.stopped", mail_outbox.stop(address, reason), by=by)


def lift(row: MailBounce, *, by: User) -> None:
    """Let letters go to an address again."""
    audit.record("address.lifted", row, by=by)
    mail_outbox.lift(row)


def write(
    kind: letters.Kind, forum_id: int | None, *, subject: Texts, body: Texts, version: int, by: User
) -> None:
    """Keep the text of a kind of letter, as far as it differs from the standard one.

    `version` is 0 when nothing was written before. Raises Overtaken when somebody else was faster.
    """
    rows = letters.in_force(forum_id, kind.name)
    usual = letters.standard(forum_id, rows)
    row = next((one for one in rows if one.forum_id == forum_id), None)
    if (row.version if row else 0) != version:
        raise Overtaken()
    own = {
        part: {
            locale: text
            for locale, text in texts.items()
            if text != tidy(getattr(letters.text(kind, usual, locale), part))
        }
        for part, texts in (("subject", subject), ("body", body))
    }
    if not any(own.values()):
        reset(kind, forum_id, by=by)
        return
    row = row or MailTemplate(forum_id=forum_id, kind=kind.name)
    row.subject, row.body = Translated(own["subject"]), Translated(own["body"])
    _settle(row)
    audit.record("message_text.written", row, by=by, kind=kind.name)


def reset(kind: letters.Kind, forum_id: int | None, *, by: User) -> None:
    """Go back to the standard text."""
    row = db.session.scalar(letters.row(kind, forum_id))
    if row is not None:
        audit.record("message_text.reset", row, by=by, kind=kind.name)
        db.session.delete(row)


def bring(earlier: int, new: int) -> None:
    """Give a forum in which none was written the texts of another."""
    for one in db.session.scalars(sa.select(MailTemplate).where(MailTemplate.forum_id == earlier)).all():
        subject, body = Translated(one.subject), Translated(one.body)
        db.session.add(MailTemplate(forum_id=new, kind=one.kind, subject=subject, body=body))


def _settle(row: MailTemplate) -> None:
    """Write the row now: of two that are written first at once, the second is refused here."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise Overtaken() from error
