"""Registrations emptied of their persons: by the person's own link, and when their time is over."""

from collections.abc import Collection
from typing import cast

from app.accounts.models import User
from app.audit import actions as audit
from app.audit import forgetting
from app.people import rights
from app.people.ports import Subject
from app.people.rights_rows import Exercise, Right
from app.platform.db import Model, db
from app.registrations.models import Registration


def erase(registration: Registration) -> None:
    """The person of a registration has it erased by the personal link: noted in the register of requests. The
    place is given back where the event is to come. Harmless when repeated.
    """
    counts = empty([registration.id])
    if counts:
        exercise = Exercise(right=Right.ERASURE, person_id=None, counts=counts, by_id=None)
        db.session.add(exercise)
        audit.record("rights.erasure", exercise, by=None, count=sum(counts.values()))
        forget_log([registration.id], of=exercise)


def empty(keys: Collection[int]) -> dict[str, int]:
    """Take all that tells who it was from these registrations and from every table that points at them; how
    many rows of which tables changed. Letters about them go too. States, categories and workshops stay.
    """
    counts: dict[str, int] = {}
    for part in rights.held(Subject({"registration": frozenset(keys)})):
        # Of the tables beside a registration none asks who erases.
        changed = [part.record.erase(row, cast(User, None)) for row in part.rows if not part.record.kept(row)]
        if any(changed):
            counts[part.record.table] = sum(changed)
    db.session.flush()
    return counts


def forget_log(keys: Collection[int], *, of: Model) -> None:
    """Forget the details of what was done to these registrations; `of`: the act under which that is noted."""
    forgetting.forget({"registration": keys}, of=of, by=None)
