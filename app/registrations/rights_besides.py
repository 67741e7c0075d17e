"""What stands beside a registration about its person, and the tables that hold nothing."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.people import ports
from app.people.ports import Record, Subject
from app.people.rights_finding import pointing, removed, stays
from app.platform import storage
from app.platform.db import db
from app.platform.i18n import _, lazy, lazy_context
from app.registrations import consents, question_fields, workshop_choice
from app.registrations.models import Choice
from app.registrations.question_rows import Answer, Upload
from app.registrations.rule_rows import Consent, Notice

_DATED = lazy("It says what was agreed to and when; it names nobody once the registration is emptied.")
_COUNTED = lazy("It counts who chose a workshop; it names nobody once the registration is emptied.")


def declare() -> None:
    """Answers, files, consents and workshops; what holds nothing about persons."""
    ports.know(Record("answer", lazy("Answers in the form"), _answers, _answer_told, removed))
    uploads = pointing(Upload.registration_id, "registration")
    ports.know(
        Record("registration_upload", lazy("Files sent with the form"), uploads, _file_told, _remove_file)
    )
    given = pointing(Consent.registration_id, "registration")
    ports.know(
        Record(
            "consent",
            lazy("Notice and consents"),
            given,
            _consent_told,
            stays,
            kept=lambda _row: _DATED,
        )
    )
    ports.know(
        Record(
            "workshop_choice",
            lazy("Workshops chosen"),
            pointing(Choice.registration_id, "registration"),
            _workshop_told,
            stays,
            kept=lambda _row: _COUNTED,
        )
    )
    _declare_nothing()


def _declare_nothing() -> None:
    ports.nothing_in(lazy("It counts places."), "category", "quota", "workshop")
    ports.nothing_in(lazy("It names an institution and counts its places."), "delegation")
    ports.nothing_in(
        lazy("It says what the organiser asks."), "question", "registration_rules", "registration_notice"
    )
    ports.nothing_in(
        lazy("It says what the team did with many registrations at once; it names nobody."),
        *("registration_batch", "registration_batch_row"),
    )
    ports.nothing_in(
        lazy("It is a seal from which nothing can be read, and goes with the registration."),
        "registration_mark",
    )
    ports.nothing_in(
        lazy("It is sealed: nobody reads it without its link. It is gone after a day."), "registration_draft"
    )


def _answers(subject: Subject) -> Iterable[Answer]:
    mine = Answer.registration_id.in_(subject.keys("registration"))
    loaded = (joinedload(Answer.question), joinedload(Answer.upload))
    return db.session.scalars(sa.select(Answer).where(mine).options(*loaded).order_by(Answer.id)).all()


def _answer_told(row: Answer) -> dict[Any, Any]:
    return {lazy("Question"): row.question.label, lazy("Answer"): question_fields.told(row)}


def _file_told(row: Upload) -> dict[Any, Any]:
    return {lazy("File"): row.filename, lazy("Sent on"): row.created_at}


def _remove_file(row: Upload, by: User) -> bool:
    storage.delete_after_commit(row.file_key)
    return removed(row, by)


def _consent_told(row: Consent) -> dict[Any, Any]:
    notice = db.session.get_one(Notice, row.notice_id)
    return {
        lazy_context("consent", "Words"): consents.said(notice, row.kind),
        lazy("Answer"): _("yes") if row.is_given else _("no"),
        lazy("When"): row.created_at,
    }


def _workshop_told(row: Choice) -> dict[Any, Any]:
    found = workshop_choice.of([row.registration_id])[row.registration_id]
    return {lazy("Workshop"): next((one.title for one in found if one.workshop.id == row.workshop_id), "")}
