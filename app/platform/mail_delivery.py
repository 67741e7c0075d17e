"""Carrying one letter: claimed before it goes out, and what became of it recorded after."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.platform import i18n, jobs, mail_pace, mail_slots, operator, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.mail_carriers import Carrier, Refused, Uncertain
from app.platform.mail_message import Attachment, build
from app.platform.mail_rows import Attached, OutgoingMail, State, comes_back

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=240)  # longer than all time-outs of one SMTP dialogue, shorter than the job's
COMES_BACK = "comes back"  # the error of a letter that was not sent for that reason
UNTRUE = "no longer true"  # the same
_DOUBTFUL = (State.SENDING, State.UNCERTAIN)


@dataclass(frozen=True)
class Post:
    """What carries the letters of this application."""

    carrier: Carrier


def post() -> Post:
    """That of the present application."""
    found: Post = current_app.extensions["mail"]
    return found


@jobs.job("mail.deliver", label=lazy("Sending of a message"))
def deliver(row_id: int) -> None:
    """Carry one letter and record what became of it; what can be tried again is put off, not raised."""
    if claim(row_id):
        _carry(row_id)
    if not db.session.scalar(sa.select(sa.exists().where(OutgoingMail.state == State.QUEUED))):
        post().carrier.rest()


def _carry(row_id: int) -> None:
    outcome: dict[str, Any]
    row = db.session.get_one(OutgoingMail, row_id)
    attempts, repeats = row.attempts, row.repeats
    try:
        if comes_back(row.to_address, row.kind, row.forum_id):
            raise Refused(COMES_BACK)
        message = _message(row)
        db.session.rollback()  # no transaction stands open while the mail server takes its time
        post().carrier.carry(message)
    except Refused as refused:
        outcome = {"state": State.FAILED, "error": str(refused)}
    except mail_slots.Untrue:
        outcome = {"state": State.FAILED, "error": UNTRUE}
    except Uncertain as doubt:
        outcome = {"state": State.UNCERTAIN, "error": str(doubt)}
    except Exception as error:
        log.warning("Letter %d could not be sent at attempt %d.", row_id, attempts, exc_info=error)
        outcome = _put_off(attempts, repeats, error)
    else:
        outcome = {"state": State.SENT, "sent_at": now(), "error": ""}
    _record(row_id, attempts, repeats, outcome)


def claim(row_id: int) -> bool:
    """Mark the letter as being sent; False when it is not to be sent, or not yet. The database decides."""
    on_time = OutgoingMail.state.in_([State.QUEUED, State.WAITING])
    in_doubt = OutgoingMail.state.in_(_DOUBTFUL) & (OutgoingMail.repeats == 0)
    kind = OutgoingMail.state.type
    with unit_of_work():
        if mail_pace.put_off(row_id, on_time, in_doubt):
            return False
        claimed = db.session.scalar(
            sa.update(OutgoingMail)
            .where(OutgoingMail.id == row_id, sa.or_(on_time, in_doubt & (OutgoingMail.lease_until < now())))
            .values(
                state=sa.case(
                    (on_time, sa.literal(State.SENDING, kind)), else_=sa.literal(State.UNCERTAIN, kind)
                ),
                repeats=OutgoingMail.repeats + sa.case((on_time, 0), else_=1),
                attempts=OutgoingMail.attempts + 1,
                lease_until=now() + LEASE,
            )
            .returning(OutgoingMail.id)
        )
        if claimed is None:
            _look_again(row_id, in_doubt)
    return claimed is not None


def _look_again(row_id: int, in_doubt: sa.ColumnElement[bool]) -> None:
    """A letter whose fate is not recorded yet is looked at once its lease ran out, whoever asks before."""
    ends_at = db.session.scalar(
        sa.select(OutgoingMail.lease_until).where(OutgoingMail.id == row_id, in_doubt)
    )
    if ends_at:
        jobs.later("mail.deliver", due_at=ends_at + timedelta(seconds=1), row_id=row_id)


def _put_off(attempts: int, repeats: int, error: Exception) -> dict[str, Any]:
    told = f"{type(error).__name__}: {error}"[:1000]
    if attempts >= jobs.MOST_ATTEMPTS:
        return {"state": State.FAILED, "error": told}
    if repeats:  # the repeat did not go out, so it is still owed
        return {"state": State.UNCERTAIN, "error": told, "repeats": 0}
    return {"state": State.WAITING, "error": told}


def _record(row_id: int, attempts: int, repeats: int, outcome: dict[str, Any]) -> None:
    state = outcome["state"]
    repeated_already = state == State.UNCERTAIN and outcome.get("repeats", repeats) > 0
    owed = state in (State.WAITING, State.UNCERTAIN) and not repeated_already
    due_at = now() + jobs.delay(attempts) if owed else None
    with unit_of_work():
        recorded = db.session.scalar(
            sa.update(OutgoingMail)
            .where(OutgoingMail.id == row_id, OutgoingMail.attempts == attempts)
            .values(lease_until=now(), due_at=due_at, **outcome)
            .returning(OutgoingMail.id)
        )
        if recorded and due_at:
            jobs.later("mail.deliver", due_at=due_at, row_id=row_id)


def _message(row: OutgoingMail) -> EmailMessage:
    known = operator.held()
    with i18n.using(row.locale):
        values, made = mail_slots.filled(row.kind, row.subject_id, row.to_address)
        kept = [_read(one) for one in row.attachments]
        name = row.sender or known.name.said() or operator.site_name().said()
        return build(
            sender=(name, operator.mail_sender()),
            to=row.to_address,
            reply_to=row.reply_to or known.contact_email,
            subject=row.subject,
            text=mail_slots.put_in(row.text, values),
            locale=row.locale,
            written_at=row.created_at,
            message_id=row.message_id,
            attachments=[*kept, *made],
        )


def _read(one: Attached) -> Attachment:
    with storage.open(one["key"]) as file:
        return Attachment(one["name"], one["content_type"], file.read())
