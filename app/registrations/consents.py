"""The notice and the consents: what a person read and agreed to, when, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import notices
from app.registrations.models import Registration
from app.registrations.rule_rows import Consent, Notice
from app.registrations.words import ConsentKind


@dataclass(frozen=True)
class Given:
    """One consent of a person: in the words it was answered to, in the reader's language. `answered_at` is
    None for one that is asked today and was never put to this person, in the words of today.
    """

    kind: ConsentKind
    sentence: str
    is_given: bool
    answered_at: datetime | None


def write(registration: Registration, notice_id: int, given: Mapping[ConsentKind, bool]) -> None:
    """Keep each answer as a row of its own, about the words of one notice."""
    about = {"registration_id": registration.id, "notice_id": notice_id}
    rows = [{**about, "kind": kind, "is_given": is_given} for kind, is_given in given.items()]
    if rows:
        db.session.execute(sa.insert(Consent), rows)


def of(registration_id: int) -> dict[ConsentKind, Consent]:
    """The latest answer of each kind."""
    rows = db.session.scalars(
        sa.select(Consent).where(Consent.registration_id == registration_id).order_by(Consent.id)
    )
    return {row.kind: row for row in rows}


def told(registration: Registration, forum: Forum) -> list[Given]:
    """What a person answered, the notice among them, and what is asked today, in the order of the form."""
    answered = of(registration.id)
    read = sa.select(Notice).where(Notice.id.in_([row.notice_id for row in answered.values()]))
    wordings = {row.id: row for row in db.session.scalars(read)}
    today = notices.sentences(forum)
    found = []
    for kind in ConsentKind:
        row = answered.get(kind)
        if row:
            found.append(Given(kind, said(wordings[row.notice_id], kind), row.is_given, row.created_at))
        elif kind in today:
            found.append(Given(kind, today[kind], False, None))
    return found


def said(notice: Notice, kind: ConsentKind) -> str:
    """The sentence of a consent as a notice put it."""
    return Translated(notice.consents.get(kind.value, {})).said()


def withdraw(registration: Registration, kind: ConsentKind) -> None:
    """Take back what was agreed to, with no other effect on the registration. Harmless when repeated."""
    before = _locked(registration, kind)
    if before and before.is_given:
        _answer(registration, kind, before.notice_id, is_given=False)


def agree(registration: Registration, forum: Forum, kind: ConsentKind) -> None:
    """Agree later, to the words of today. Raises Conflict for what the organiser does not ask."""
    before = _locked(registration, kind)
    notice = notices.in_force(forum)
    if kind.value not in notice.consents:
        raise Conflict(lazy("This is not asked any more. Nothing was changed."))
    if not (before and before.is_given):
        _answer(registration, kind, notice.id, is_given=True)


def _locked(registration: Registration, kind: ConsentKind) -> Consent | None:
    """The latest answer; nobody else answers for this registration meanwhile."""
    if kind is ConsentKind.NOTICE:
        raise Conflict(lazy("The notice informs: there is nothing to take back. You may ask for erasure."))
    db.session.refresh(registration, with_for_update={"of": Registration})
    return of(registration.id).get(kind)


def _answer(registration: Registration, kind: ConsentKind, notice_id: int, *, is_given: bool) -> None:
    write(registration, notice_id, {kind: is_given})
    act = "registration.consent_given" if is_given else "registration.consent_withdrawn"
    audit.record(act, registration, by=None, consent=kind.value)
