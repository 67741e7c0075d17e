"""What happens at a gate."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.checkin import queries
from app.checkin.models import Admission, Answer, Gate, Scan
from app.platform.db import db
from app.platform.text import Translated, digits, search_words
from app.registrations.models import Registration
from app.registrations.queries import by_public_id
from app.registrations.standing import LIVE
from app.registrations.words import State
from app.verification import codes, keys

_NUMBER = re.compile(r"\d{6}")
_LEAST = 3  # letters or figures by which somebody is looked for


@dataclass(frozen=True)
class Verdict:
    """The answer, whom it is about, and since when they are in."""

    answer: Answer
    registration: Registration | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """A code read without the database: its registration and serial, or the answer when it is no code."""

    public_id: str = ""
    serial: int = 0
    number: str = ""
    answer: Answer | None = None


def read(typed: str) -> Reading:
    """What was typed, pasted or scanned: a badge code, or the six digits of a registration number."""
    number = digits(re.sub(r"[\s\u2066-\u2069]", "", typed))
    if _NUMBER.fullmatch(number):
        return Reading(number=number)
    try:
        code = codes.read(keys.badge_keys(), typed)
    except codes.Forged:
        return Reading(answer=Answer.FORGED)
    except codes.Unreadable:
        return Reading(answer=Answer.UNREADABLE)
    return Reading(public_id=code.registration_id.hex(), serial=code.serial)


def people(gate: Gate, reading: Reading, typed: str, *, by: User) -> list[Registration]:
    """Whom a name or a phone means, where what was typed is no code: the desk chooses, then knows the number.

    What a code of somebody else's leaves in the field finds nobody, and is answered as a reading.
    """
    if reading.answer is not Answer.UNREADABLE or len("".join(search_words(typed))) < _LEAST:
        return []
    found = list(db.session.scalars(queries.like(gate.forum_id, typed)))
    if found:
        audit.record("desk.searched", gate, by=by, rows=min(len(found), queries.SHOWN))
    return found


def admit(gate: Gate, reading: Reading, *, known: bool = False, by: User) -> Verdict:
    """Answer a reading, admit when it may be, and keep the reading whatever the answer.

    A registration number opens nothing by itself: the desk sees the name first and says that it knows the
    person (`known`).
    """
    verdict = _judge(gate, reading, known=known)
    if verdict.answer is Answer.ADMITTED and verdict.registration:
        verdict = _let_in(gate, verdict.registration, by=by)
    person = verdict.registration
    db.session.add(
        Scan(
            forum_id=gate.forum_id,
            gate_id=gate.id,
            registration_id=person.id if person else None,
            answer=verdict.answer,
            by_id=by.id,
        )
    )
    return verdict


def add_gate(forum_id: int, *, name: Translated, by: User | None) -> Gate:
    """Open a gate."""
    gate = Gate(forum_id=forum_id, name=name)
    db.session.add(gate)
    audit.record("gate.added", gate, by=by)
    return gate


def _judge(gate: Gate, reading: Reading, *, known: bool) -> Verdict:
    if reading.answer:
        return Verdict(reading.answer)
    person = db.session.scalar(_wanted(gate, reading))
    if person is None:
        return Verdict(Answer.UNKNOWN_NUMBER if reading.number else Answer.FORGED)
    if person.forum_id != gate.forum_id:
        return Verdict(Answer.OTHER_EVENT)
    if person.state not in LIVE:
        return Verdict(Answer.CANCELLED, person)
    if not reading.number and person.badge_serial != reading.serial:
        return Verdict(Answer.REPLACED, person)
    if person.state is State.WAITING:
        return Verdict(Answer.WAITING, person)
    if person.state is not State.CONFIRMED:
        return Verdict(Answer.PENDING, person)
    if reading.number and not known:
        return Verdict(Answer.ASK_IDENTITY, person)
    return Verdict(Answer.ADMITTED, person)


def _wanted(gate: Gate, reading: Reading) -> sa.Select[Registration]:
    if not reading.number:
        return by_public_id(reading.public_id)
    return sa.select(Registration).where(
        Registration.forum_id == gate.forum_id, Registration.number == reading.number
    )


def _let_in(gate: Gate, person: Registration, *, by: User) -> Verdict:
    """The database decides: of two readings at once, one admits and the other learns since when."""
    admission = Admission(forum_id=gate.forum_id, gate_id=gate.id, registration_id=person.id, by_id=by.id)
    try:
        with db.session.begin_nested():
            db.session.add(admission)
            db.session.flush()
    except IntegrityError:
        earlier = db.session.scalars(queries.admission(person.id, gate.id)).one()
        return Verdict(Answer.ALREADY_IN, person, earlier.created_at)
    audit.record("registration.admitted", admission, by=by)
    return Verdict(Answer.ADMITTED, person, admission.created_at)
