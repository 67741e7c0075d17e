"""What is done when a person uses a right of law 09-08, each time with a line of the register."""

from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.audit import forgetting
from app.people import rights
from app.people.models import Person
from app.people.ports import Subject
from app.people.rights import Part
from app.people.rights_rows import Exercise, Right
from app.platform import mail_outbox
from app.platform.db import db
from app.platform.mail_rows import stops

OBJECTED = "The person objected."


def hand_over(subject: Subject, parts: list[Part], *, by: User) -> Exercise:
    """Note that the data were handed to the person, or to who speaks for them."""
    return _note(Right.ACCESS, subject, {part.record.table: len(part.rows) for part in parts}, "", by=by)


def rectify(subject: Subject, note: str, *, by: User) -> Exercise:
    """Note that something is put right; it is done where the data are edited."""
    return _note(Right.RECTIFICATION, subject, {}, note, by=by)


def oppose(subject: Subject, note: str, *, by: User) -> Exercise:
    """Send nothing more to the addresses of the person alone; one that others share stays open."""
    open_still = [one for one in sorted(subject.emails) if not db.session.scalar(stops(one, None))]
    for address in open_still:
        audit.record("address.stopped", mail_outbox.stop(address, OBJECTED), by=by)
    return _note(
        Right.OBJECTION, subject, {"mail_bounce": len(open_still)} if open_still else {}, note, by=by
    )


def erase(subject: Subject, *, by: User) -> Exercise | None:
    """Take all that tells who it was from every row of every table, but for what has to stay.

    None when nothing was left to erase.
    """
    # Whoever edits the same person now is waited for, and then read.
    people = subject.keys("person")
    db.session.execute(
        sa.select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update()
    )
    parts = rights.held(subject)
    touched: dict[str, list[int]] = {}
    for part in parts:
        erasing = [(row.id, row) for row in part.rows if not part.record.kept(row)]
        gone = [key for key, row in erasing if part.record.erase(row, by)]
        if gone:
            touched[part.record.table] = gone
    counts = {table: len(keys) for table, keys in touched.items()}
    if not counts:
        return None
    db.session.flush()
    exercise = _note(Right.ERASURE, subject, counts, "", by=by)
    touched.pop("import", None)  # what was done with a spreadsheet tells of all who stand in it
    forgetting.forget(touched, of=exercise, by=by)
    return exercise


def _note(right: Right, subject: Subject, counts: Mapping[str, int], note: str, *, by: User) -> Exercise:
    kept = sa.select(Person.id).where(Person.id.in_(subject.keys("person")), Person.merged_into_id.is_(None))
    exercise = Exercise(
        right=right,
        person_id=db.session.scalar(kept.order_by(Person.id).limit(1)),
        counts=dict(counts),
        note=note,
        by_id=by.id,
    )
    db.session.add(exercise)
    audit.record(f"rights.{right.value}", exercise, by=by, count=sum(counts.values()))
    return exercise
