"""What letters, jobs and the log hold about a person, and the tables below that hold nothing."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import forgetting
from app.audit.models import Entry
from app.audit.words import ACT_WORDS
from app.people import ports
from app.people.ports import Record, Subject
from app.people.rights_accounts import IN_USE
from app.people.rights_finding import removed, stays
from app.platform import mail
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.jobs_rows import Job
from app.platform.mail_rows import ACCOUNT, MailBounce, OutgoingMail, same_address

_LOGGED = lazy("The log keeps that something was done, and by whom. Its details are erased.")


def declare() -> None:
    """Letters, stopped addresses, jobs, the log; and what holds nothing."""
    for record in (
        Record(
            "outgoing_mail",
            lazy("Messages"),
            _letters,
            _letter_told,
            removed,
            ends=lazy("Removed. What was not sent yet is not sent."),
            kept=_guards_account,
        ),
        Record(
            "mail_bounce",
            lazy("Addresses that messages do not go to"),
            _stops,
            _stop_told,
            removed,
            ends=lazy("Removed: nothing reminds of the address."),
        ),
        Record(
            "job",
            lazy("Jobs that failed"),
            _jobs,
            lambda row: {lazy("What happened"): row.last_error, lazy("When"): row.created_at},
            _erase_error,
            ends=lazy("What the mail server said is emptied."),
        ),
        Record(
            "audit_entry",
            lazy("Log"),
            _entries,
            lambda row: {ACT_WORDS.get(row.act, row.act): row.created_at},
            stays,
            kept=lambda _row: _LOGGED,
        ),
    ):
        ports.know(record)
    _declare_what_holds_nothing()


def _declare_what_holds_nothing() -> None:
    ports.nothing_in(lazy("It holds hashes of entries of the log."), "audit_link")
    ports.nothing_in(lazy("It holds hashes that name nobody, for minutes."), "attempts")
    ports.nothing_in(
        lazy("It holds texts for everybody and the state of the platform."),
        "mail_template",
        "page_version",
        "job_leader",
    )
    ports.nothing_in(
        lazy(
            "It names the institution that runs the platform and its director, as the law on the press asks."
        ),
        "operator",
    )


def _letters(subject: Subject) -> Iterable[OutgoingMail]:
    """What went to an address of the subject alone, and what tells of the subject’s rows."""
    told = [
        (one.letters, [row.id for row in one.rows(subject)]) for one in ports.records.values() if one.letters
    ]
    about = [
        sa.and_(OutgoingMail.kind.startswith(kinds), OutgoingMail.subject_id.in_(keys))
        for kinds, keys in told
        if keys
    ]
    to = sa.func.lower(OutgoingMail.to_address).in_(subject.emails)
    found = sa.select(OutgoingMail).where(sa.or_(to, *about)).order_by(OutgoingMail.id)
    return db.session.scalars(found).all()


def _letter_told(row: OutgoingMail) -> dict[Any, Any]:
    return {
        lazy("To"): row.to_address,
        lazy("Subject"): row.subject,
        lazy("Text"): mail.shown(row),
        lazy("Written on"): row.created_at,
        lazy("Sent on"): row.sent_at,
    }


def _guards_account(row: OutgoingMail) -> Any:
    """A letter of an account in use, such as the one with which its password is set."""
    in_use = sa.exists().where(User.email == row.to_address.lower(), User.active)
    return IN_USE if row.kind.startswith(ACCOUNT) and db.session.scalar(sa.select(in_use)) else ""


def _stops(subject: Subject) -> Iterable[MailBounce]:
    addresses = {same_address(one) for one in subject.emails}
    return db.session.scalars(sa.select(MailBounce).where(MailBounce.address.in_(addresses))).all()


def _stop_told(row: MailBounce) -> dict[Any, Any]:
    return {lazy("E-mail"): row.address, lazy("Reason"): row.reason, lazy("Since"): row.created_at}


def _jobs(subject: Subject) -> Iterable[Job]:
    """Jobs whose error names an address, as mail servers do."""
    named = [Job.last_error.icontains(one, autoescape=True) for one in subject.emails]
    return db.session.scalars(sa.select(Job).where(sa.or_(sa.false(), *named))).all()


def _erase_error(row: Job, _by: User) -> bool:
    row.last_error = ""
    return True


def _entries(subject: Subject) -> Iterable[Entry]:
    return db.session.scalars(forgetting.about(subject.rows)).all()
