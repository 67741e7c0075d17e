"""What changes the questions of a forum. Its row is locked first: two editors are told in turn."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import lock
from app.platform import storage
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import question_log, question_queries, question_rules
from app.registrations.question_rows import Answer, Option, Question, Upload
from app.registrations.words import QuestionKind

_ANSWERED = lazy("Somebody answered this question meanwhile: its kind stays. Duplicate it instead.")
_KEPT = lazy("Somebody answered this question: it stays, with the answers. It can be asked no longer.")


def add(forum: Forum, kind: QuestionKind, values: Mapping[str, Any], *, by: User | None) -> Question:
    """Add a question at the end. Raises PartRefused for a condition that cannot be met."""
    lock(forum)
    others = _all(forum)
    made = Question(forum_id=forum.id, kind=kind, position=_last(others) + 1)
    _fill(made, values, used=frozenset())
    question_rules.check(others, made)
    db.session.add(made)
    audit.record("question.added", made, by=by)
    return made


def edit(
    forum: Forum,
    question: Question,
    kind: QuestionKind,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User | None,
) -> None:
    """Change a question; a choice that somebody made is withdrawn, never deleted.

    Raises Overtaken for another version, PartRefused at a field, Conflict for another kind of a question that
    was answered.
    """
    lock(forum)
    if question.version != version:
        raise Overtaken()
    if question.kind is not kind and question_queries.is_answered(question.id):
        raise Conflict(_ANSWERED)
    question.kind = kind
    _fill(question, values, used=_used(question))
    questions = _all(forum)
    question_rules.check(questions, question)
    changes = question_log.told(audit.changes(question), questions)
    db.session.flush()
    if changes:
        audit.record("question.edited", question, by=by, changes=changes)


def shift(forum: Forum, question: Question, up: bool, *, by: User | None) -> None:
    """Move a question one place up or down; at the end of the list nothing happens. Raises Conflict where one
    would stand before what it depends on.
    """
    lock(forum)
    row = _all(forum)
    place = row.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    question_rules.refuse_order(row)
    _number(row)
    audit.record("question.shifted", question, by=by, position=other + 1)


def duplicate(forum: Forum, question: Question, *, by: User | None) -> Question:
    """A second one right after it, not asked yet, and without answers."""
    lock(forum)
    row = _all(forum)
    made = copied(question, forum)
    made.is_asked, made.depends_on_id = False, question.depends_on_id
    made.depends_on_value, made.category_ids = question.depends_on_value, list(question.category_ids)
    db.session.add(made)
    row.insert(row.index(question) + 1, made)
    _number(row)
    audit.record("question.added", made, by=by)
    return made


def retire(forum: Forum, question: Question, *, by: User | None) -> None:
    """Ask it no longer; what was answered stays. Raises Conflict when another waits for its answer."""
    lock(forum)
    question_rules.refuse_awaited(_all(forum), question)
    if question.is_asked:
        question.is_asked = False
        audit.record("question.retired", question, by=by)


def ask_again(forum: Forum, question: Question, *, by: User | None) -> None:
    """Ask it again. Raises PartRefused when its condition can no longer be met."""
    lock(forum)
    question_rules.check(_all(forum), question)
    if not question.is_asked:
        question.is_asked = True
        audit.record("question.asked", question, by=by)


def remove(forum: Forum, question: Question, *, by: User | None) -> None:
    """Delete a question that nobody answered, with the files of forms that were never sent. Raises Conflict
    for another.
    """
    lock(forum)
    question_rules.refuse_awaited(_all(forum), question)
    if question_queries.is_answered(question.id):
        raise Conflict(_KEPT)
    for upload in db.session.scalars(sa.select(Upload).where(Upload.question_id == question.id)):
        storage.delete_after_commit(upload.file_key)
        db.session.delete(upload)
    db.session.flush()
    audit.record("question.removed", question, by=by)
    try:
        with db.session.begin_nested():
            db.session.delete(question)
    except IntegrityError as error:  # answered in the same moment
        raise Conflict(_KEPT) from error


def copied(question: Question, to: Forum) -> Question:
    """The same question for a form of `to`, with the choices still offered; its condition and its categories
    are for the caller to find.
    """
    options = [
        Option(key=one["key"], label=dict(one["label"]), offered=True)
        for one in question.options
        if one["offered"]
    ]
    return Question(
        forum_id=to.id,
        kind=question.kind,
        label=Translated(question.label),
        hint=Translated(question.hint),
        options=options,
        is_required=question.is_required,
        least=question.least,
        most=question.most,
        is_asked=question.is_asked,
        position=question.position,
    )


def _fill(question: Question, values: Mapping[str, Any], *, used: frozenset[str]) -> None:
    for name, value in values.items():
        if name != "options" and getattr(question, name) != value:
            setattr(question, name, value)
    options = merged(question.options, values.get("options", ()), used)
    if options != question.options:
        question.options = options


def merged(held: Sequence[Option], sent: Sequence[Mapping[str, Any]], used: frozenset[str]) -> list[Option]:
    """The choices as they were sent, each under its key; one that was made and is left out is withdrawn."""
    known = {one["key"]: one for one in held}
    found: dict[str, Option] = {}
    for one in sent:
        key = one["key"] if one["key"] in known and one["key"] not in found else secrets.token_hex(4)
        found[key] = Option(key=key, label=dict(one["label"]), offered=bool(one["offered"]))
    gone = [one for key, one in known.items() if key not in found and key in used]
    return [*found.values(), *(Option(key=one["key"], label=one["label"], offered=False) for one in gone)]


def _used(question: Question) -> frozenset[str]:
    """The choices that somebody made."""
    if question.kind not in question_rules.CHOSEN:
        return frozenset()
    values = db.session.scalars(sa.select(Answer.value).where(Answer.question_id == question.id))
    return frozenset(key for value in values for key in (value if isinstance(value, list) else [value]))


def _all(forum: Forum) -> list[Question]:
    return list(db.session.scalars(question_queries.of_forum(forum.id)))


def _last(questions: Sequence[Question]) -> int:
    return max((one.position for one in questions), default=0)


def _number(row: Sequence[Question]) -> None:
    """Versions stay: who has a question open is not disturbed."""
    db.session.flush()
    for position, one in enumerate(row, 1):
        if one.position != position:
            db.session.execute(sa.update(Question).where(Question.id == one.id).values(position=position))
