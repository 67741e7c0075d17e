"""Reading questions and answers."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.platform.db import db
from app.registrations.models import Registration
from app.registrations.question_rows import Answer, Question


def of_forum(forum_id: int) -> sa.Select[Any]:
    """All questions in their order; those that are no longer asked too."""
    found = sa.select(Question).where(Question.forum_id == forum_id)
    return found.order_by(Question.position, Question.id)


def question(forum_id: int, key: int) -> sa.Select[Any]:
    """One question of this forum."""
    return sa.select(Question).where(Question.forum_id == forum_id, Question.id == key)


def answers(registration_ids: Collection[int]) -> Sequence[Answer]:
    """What these registrations answered, in the order of the questions, retired ones too; one query.

    Ready for `question_fields.told`.
    """
    found = (
        sa.select(Answer)
        .join(Answer.question)
        .where(Answer.registration_id.in_(registration_ids))
        .options(joinedload(Answer.question), joinedload(Answer.upload))
        .order_by(Question.position, Question.id, Answer.registration_id)
    )
    return db.session.scalars(found).all()


def held(registration_id: int) -> dict[int, Any]:
    """What a registration answered, by the key of the question: what `form_of` takes as `held`."""
    found = sa.select(Answer.question_id, Answer.value).where(Answer.registration_id == registration_id)
    return {row.question_id: row.value for row in db.session.execute(found)}


def counts(forum_id: int) -> dict[int, int]:
    """How many registrations answered each question; a question that nobody answered is absent."""
    found = (
        sa.select(Answer.question_id, sa.func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.forum_id == forum_id)
        .group_by(Answer.question_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def is_answered(question_id: int) -> bool:
    """Whether anybody answered it, whatever became of the registration."""
    found = sa.select(Answer.id).where(Answer.question_id == question_id).limit(1)
    return db.session.scalar(found) is not None


def answers_to(question_id: int) -> sa.Select[Answer, Registration]:
    """(answer, registration) for each answer to a question, the newest first."""
    return (
        sa.select(Answer, Registration)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Answer.question_id == question_id)
        .options(joinedload(Answer.question), joinedload(Answer.upload))
        .order_by(Answer.id.desc())
    )
