"""What is answered to the questions of an organiser."""

from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa

from app.platform import storage
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Registration
from app.registrations.question_rows import Answer, Question, Upload
from app.registrations.words import QuestionKind


def write(registration: Registration, values: Mapping[int, Any]) -> None:
    """Keep the answers, by the key of the question; None takes an earlier answer away. A file becomes the
    registration's.
    """
    if not values:
        return
    asked = sa.select(Question.id, Question.kind).where(Question.id.in_(values))
    kinds = {row.id: row.kind for row in db.session.execute(asked)}
    held = {
        one.question_id: one
        for one in db.session.scalars(sa.select(Answer).where(Answer.registration_id == registration.id))
    }
    new: list[dict[str, Any]] = []
    for question_id, value in values.items():
        answer = held.get(question_id)
        if answer and answer.value == value:
            continue
        if kinds.get(question_id) is QuestionKind.FILE:
            _take(registration, question_id, value)
        if value is None:
            if answer:
                db.session.delete(answer)
        elif answer:
            answer.value = value
        else:
            new.append({"registration_id": registration.id, "question_id": question_id, "value": value})
    if new:
        db.session.execute(sa.insert(Answer), new)


def _take(registration: Registration, question_id: int, public_id: str | None) -> None:
    """Make an upload this registration's, and remove the one that it replaces.

    Raises Conflict when another form has taken it meanwhile: one file is one person's.
    """
    earlier = sa.select(Upload).where(
        Upload.registration_id == registration.id, Upload.question_id == question_id
    )
    for upload in db.session.scalars(earlier):
        storage.delete_after_commit(upload.file_key)
        db.session.delete(upload)
    if public_id is None:
        return
    taken = db.session.execute(
        sa.update(Upload)
        .where(
            Upload.public_id == public_id,
            Upload.question_id == question_id,
            Upload.registration_id.is_(None),
        )
        .values(registration_id=registration.id)
    )
    if not cast(sa.CursorResult[Any], taken).rowcount:
        raise Conflict(lazy("The file that you sent is no longer there. Please attach it again."))
