"""What is answered to the questions of an organiser."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
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
    for question_id, value in values.items():
        answer = held.get(question_id)
        if value is None:
            if answer:
                db.session.delete(answer)
            continue
        if answer:
            answer.value = value
        else:
            db.session.add(Answer(registration_id=registration.id, question_id=question_id, value=value))
        if kinds.get(question_id) is QuestionKind.FILE:
            _take(registration, question_id, value)


def _take(registration: Registration, question_id: int, public_id: str) -> None:
    db.session.execute(
        sa.update(Upload)
        .where(
            Upload.public_id == public_id,
            Upload.question_id == question_id,
            Upload.registration_id.is_(None),
        )
        .values(registration_id=registration.id)
    )
