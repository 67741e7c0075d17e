"""Changing a registration that stands: the person, the category, the workshops, the answers, in one act."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Overtaken
from app.registrations import answers as answering
from app.registrations import (
    changing_email,
    changing_rules,
    changing_state,
    letters,
    marks,
    queries,
    workshop_claims,
)
from app.registrations.models import Category, Choice, Mark, Registration
from app.registrations.question_rows import Answer
from app.registrations.words import State


def change(
    registration: Registration,
    columns: Mapping[str, Any],
    *,
    version: int | None = None,
    category: Category | None = None,
    workshop_ids: Collection[int] | None = None,
    answers: Mapping[int, Any] | None = None,
    by: User | None = None,
) -> bool:
    """Write what differs, with the places and marks that go with it, and tell the person. False when nothing
    did. What is None stays; `by` None: the person, by the personal link, within the rules of the event.

    By the person a category on approval gives the place back and asks the team (PENDING); from the waiting
    list or a request, an open one gives a place at once where there is one. The team changes no state here.
    A new e-mail is not proved, and may make the links void (changing_email.py). Raises Overtaken for another
    version, Conflict where the rules say no, seats.Full, marks.KnownAlready; the caller rolls back.
    """
    db.session.refresh(registration, with_for_update={"of": Registration})
    forum = db.session.get_one(Forum, registration.forum_id)
    if version is not None and registration.version != version:
        raise Overtaken()
    if category and category.id == registration.category_id:
        category = None
    changing_rules.refuse(registration, forum, category, by=by)
    stood = changing_state.stood(registration)
    signs, email = marks.of_registration(registration), registration.email
    told = _fill(registration, columns, category)
    left = _choose(registration, workshop_ids)
    told += ["workshops"] * (left is not None) + ["answers"] * _answer(registration, answers or {})
    if not told:
        return False
    flag_modified(registration, "state")  # a new version also where workshops or answers alone differ
    changing_email.renew(registration, email, by=by)
    db.session.flush()
    changing_state.settle(registration, stood, category, by=by)
    _sign(registration, signs)
    _record(registration, told, left, stood.state, by)
    _tell(registration, forum, stood.state, email)
    return True


def _record(
    registration: Registration, told: list[str], left: list[int] | None, was: State, by: User | None
) -> None:
    """The calendar of the person reads there which workshops were left, letters which states it had."""
    details: dict[str, Any] = {"fields": told} | ({"left": [str(key) for key in left]} if left else {})
    if registration.state is not was:
        details["changes"] = {"state": [was.value, registration.state.value]}
    audit.record("registration.changed", registration, by=by, **details)


def _fill(registration: Registration, columns: Mapping[str, Any], category: Category | None) -> list[str]:
    """Write the columns; the fields that differ, as the log names them."""
    for name, value in _without_same_card(registration, columns).items():
        setattr(registration, name, value)
    if category:
        registration.category_id = category.id
    return sorted({"cin" if name.startswith("cin_") else name for name in audit.changes(registration)})


def _without_same_card(registration: Registration, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same number is sealed anew each time it is typed: that is no change."""
    same = columns.get("cin_mark") == registration.cin_mark
    return {name: value for name, value in columns.items() if not (same and name.startswith("cin_"))}


def _choose(registration: Registration, workshop_ids: Collection[int] | None) -> list[int] | None:
    """Write the workshops; the keys of those that were left, or None when nothing differs."""
    chose = set(db.session.scalars(queries.chosen(registration.id)))
    if workshop_ids is None or chose == set(workshop_ids):
        return None
    left = sorted(chose - set(workshop_ids))
    db.session.execute(
        sa.delete(Choice).where(Choice.registration_id == registration.id, Choice.workshop_id.in_(left))
    )
    workshop_claims.choose(registration.id, set(workshop_ids) - chose)
    return left


def _answer(registration: Registration, answers: Mapping[int, Any]) -> bool:
    held = sa.select(Answer.question_id, Answer.value).where(Answer.registration_id == registration.id)
    answered = {row.question_id: row.value for row in db.session.execute(held)}
    differing = {key: value for key, value in answers.items() if answered.get(key) != value}
    answering.write(registration, differing)
    return bool(differing)


def _sign(registration: Registration, before: list[str]) -> None:
    """Only new marks are asked for: who bears none, as another person of the same name, goes on so."""
    after = marks.of_registration(registration)
    gone, come = set(before) - set(after), sorted(set(after) - set(before))
    db.session.execute(sa.delete(Mark).where(Mark.registration_id == registration.id, Mark.mark.in_(gone)))
    marks.refuse_known(registration.forum_id, come)
    marks.put(registration, come)


def _tell(registration: Registration, forum: Forum, was: State, email: str) -> None:
    renewed = registration.email != email
    if renewed and email:
        letters.left(registration, forum, email)
    if registration.state is not was or (renewed and registration.state is State.HELD):
        letters.tell(registration, forum)
    else:
        letters.changed(registration, forum)
        if renewed:
            letters.prove(registration, forum)
