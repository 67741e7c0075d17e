"""What a question must keep to among the others of its form. The forum is locked."""

from collections.abc import Sequence
from typing import Any

from app.forums.parts_rules import PartRefused
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.question_conditions import YES
from app.registrations.question_rows import Question
from app.registrations.words import QuestionKind

CHOSEN = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
# What another question can wait for: an answer that is one of a few.
AWAITED = (*CHOSEN, QuestionKind.CONSENT)


def earlier(questions: Sequence[Question], before: Question | None) -> list[Question]:
    """The questions that one may depend on: those that stand before it; before a new one, all of them."""
    place = questions.index(before) if before in questions else len(questions)
    return [one for one in questions[:place] if one.kind in AWAITED]


def values_of(question: Question) -> list[str]:
    """The answers of a question that another can wait for."""
    if question.kind is QuestionKind.CONSENT:
        return [YES]
    return [one["key"] for one in question.options if one["offered"]]


def check(questions: Sequence[Question], question: Question) -> None:
    """Raise PartRefused at the field of the form when the condition of a question, or of one that waits for
    it, can never be met: of a circle one is always the later.
    """
    if question.depends_on_id is not None:
        found = next(
            (
                one
                for one in earlier(questions, question)
                if one.id == question.depends_on_id and one.is_asked
            ),
            None,
        )
        if found is None or question.depends_on_value not in values_of(found):
            raise PartRefused(
                "shown_when",
                lazy("That answer is no longer offered, or comes later. Choose another condition."),
            )
    for one in waiting(questions, question):
        if question.kind not in AWAITED or one.depends_on_value not in values_of(question):
            raise PartRefused(
                "options" if question.kind in CHOSEN else "label",
                lazy(
                    "Change “%(name)s” first: it waits for an answer that goes.",
                    name=one.label.said(),
                ),
            )


def waiting(questions: Sequence[Question], question: Question) -> list[Question]:
    """Those that are shown only for an answer to this one."""
    return [one for one in questions if question.id and one.depends_on_id == question.id]


def refuse_awaited(questions: Sequence[Question], question: Question) -> None:
    """Raise Conflict when another that is asked waits for this one."""
    for one in waiting(questions, question):
        if one.is_asked:
            raise Conflict(
                lazy(
                    "Change “%(name)s” first: it waits for an answer to this question.",
                    name=one.label.said(),
                )
            )


def refuse_order(questions: Sequence[Question]) -> None:
    """Raise Conflict when a question stands before the one that it depends on."""
    seen: set[Any] = {None}
    for one in questions:
        if one.depends_on_id not in seen:
            raise Conflict(
                lazy(
                    "“%(name)s” has to come first: the other question depends on its answer.",
                    name=one.label.said(),
                )
            )
        seen.add(one.id)
