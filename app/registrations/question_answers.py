"""What was answered to one question: by whom, and how many gave each answer."""

from collections import Counter
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe, one_or_404
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.registrations import question_file_views, question_queries
from app.registrations.models import Registration
from app.registrations.question_fields import told
from app.registrations.question_rows import Answer, Question
from app.registrations.question_rules import CHOSEN
from app.registrations.question_views import bp
from app.registrations.standing import LIVE
from app.registrations.words import STATE_WORDS, QuestionKind
from app.ui import listing
from app.ui.listing import Column, Listing, by_name


@bp.get("/office/<forum:forum>/questions/<key:question_id>/answers")
@needs("registrations.list")
def answers(forum: Forum, question_id: int) -> str:
    question = one_or_404(question_queries.question(forum.id, question_id))
    export = partial(url_for, ".export", forum=forum, question_id=question_id)
    page = listing.read(
        _listing(question),
        _given(question_id),
        address=partial(url_for, ".answers", forum=forum, question_id=question_id),
        export=export if may("registrations.export") else None,
    )
    with observe() as session:
        audit.record("question.answers_read", question, by=g.user, session=session, page=page.number)
    return render_template(
        "registrations/question_answers.html",
        forum=forum,
        question=question,
        page=page,
        counts=_counts(question),
        shown=question_file_views.shown,
    )


@bp.get("/office/<forum:forum>/questions/<key:question_id>/answers.<any(xlsx, csv):suffix>")
@needs("registrations.export")
def export(forum: Forum, question_id: int, suffix: str) -> ResponseReturnValue:
    question = one_or_404(question_queries.question(forum.id, question_id))
    table = listing.export(_listing(question), _given(question_id), suffix, question.label.said()[:60])
    with observe() as session:
        audit.record("question.answers_exported", question, by=g.user, session=session, rows=table.rows)
    return table


def _listing(question: Question) -> Listing:
    kinds: dict[QuestionKind, Any] = {QuestionKind.NUMBER: "number"}
    is_number = question.kind is QuestionKind.NUMBER
    return Listing(
        "answers",
        Registration,
        (
            Column("name", lazy("Name"), lambda row: row[0].name, by_name(Registration)),
            Column("number", lazy("Number"), lambda row: row[0].number, lambda: Registration.number),
            Column("category", lazy("Category"), lambda row: row[0].category.name),
            Column("state", lazy("State"), lambda row: STATE_WORDS[row[0].state]),
            Column(
                "answer",
                lazy("Answer"),
                lambda row: row[1].value if is_number else told(row[1]),
                kind=kinds.get(question.kind, "text"),
            ),
        ),
        order="name",
    )


def _given(question_id: int) -> sa.Select[Registration, Answer]:
    """(registration, answer) of those who still are to come."""
    return (
        sa.select(Registration, Answer)
        .join(Answer, Answer.registration_id == Registration.id)
        .where(Answer.question_id == question_id, Registration.state.in_(LIVE))
        .options(joinedload(Registration.category), joinedload(Answer.question), joinedload(Answer.upload))
    )


def _counts(question: Question) -> list[tuple[Any, int]]:
    """How many of those who still are to come gave each answer: of a choice, a box or a number."""
    values = db.session.scalars(
        sa.select(Answer.value)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Answer.question_id == question.id, Registration.state.in_(LIVE))
    ).all()
    if question.kind in CHOSEN:
        found = Counter(key for value in values for key in (value if isinstance(value, list) else [value]))
        return [(Translated(one["label"]), found[one["key"]]) for one in question.options]
    if question.kind is QuestionKind.CONSENT:
        return [(_("Ticked"), len(values))]
    if question.kind is QuestionKind.NUMBER:
        return [(_("Answers"), len(values)), (_("Sum"), sum(values))] if values else []
    return []
