"""The questions of an organiser as a form, and what was answered in words.

    questions = form_of(asked(forum.id, category.id), forum)          # held={…} when something was answered
    valid = all([person.validate(), questions.validate()])            # each of them, so that all errors show
    questions.stage()                                                 # files are kept, whatever is wrong
    if not valid or questions.errors: …422
    registering.register(…, wish=Wish(answers=questions.values()))

In the page: `<form … enctype="multipart/form-data">` where `questions.has_files`;
`{% import "registrations/_questions.html" as asked with context %}{{ asked.questions(form) }}`; the script of
the page is `asset("registrations/questions.js")`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform import i18n
from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import Translated
from app.registrations import question_files, question_kinds
from app.registrations.question_conditions import YES, concerned
from app.registrations.question_files import AskedFile
from app.registrations.question_rows import Answer, Question, Upload
from app.registrations.words import QuestionKind
from app.ui.forms import Form


def asked(forum_id: int, category_id: int | None) -> list[Question]:
    """What is asked of whoever comes in this category, in order; without one, what is asked of everybody."""
    found = sa.select(Question).where(Question.forum_id == forum_id, Question.is_asked)
    rows = db.session.scalars(found.order_by(Question.position, Question.id))
    return [one for one in rows if not one.category_ids or category_id in one.category_ids]


class QuestionsForm(Form):
    """One field `q-<key>` for each question. It has no token: the form around it does."""

    class Meta(Form.Meta):
        csrf = False

    questions: Sequence[Question] = ()
    forum_id: int = 0

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill the fields; of files that were kept, only this form's own."""
        super().process(formdata, *args, **kwargs)
        files = self.files()
        kept = [one.data for one in files if one.data]
        found = sa.select(Upload).where(Upload.forum_id == self.forum_id, Upload.public_id.in_(kept))
        uploads = db.session.scalars(found).all() if kept else []
        for one in files:
            one.keep(uploads)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what concerns this person; what does not is neither required nor wrong."""
        for key in {one.id for one in self.questions} - self._concerned():
            field = self[f"q-{key}"]
            field.process_errors, field.errors = [], []
        checked = [self[f"q-{key}"].validate(self) for key in self._concerned()]
        return all(checked)

    def values(self) -> dict[int, Any]:
        """What `registering.Wish.answers` and `answers.write` take: each question of this form by its key;
        None where nothing was answered or it does not concern this person.
        """
        if any(one.sent for one in self.files()):
            raise RuntimeError("Files were sent: stage() keeps them first.")
        told = self._answers()
        shown = concerned(self.questions, told)
        return {key: value if key in shown else None for key, value in told.items()}

    def stage(self) -> None:
        """Keep the files that were sent: see `question_files.stage`. Without files it does nothing."""
        shown = self._concerned()
        for one in self.files():
            if one.question.id not in shown:
                one.sent = None
        question_files.stage(self.files(), self.forum_id)

    def files(self) -> list[AskedFile]:
        """Its fields that take a file."""
        return [field for field in self if isinstance(field, AskedFile)]

    @property
    def has_files(self) -> bool:
        """Whether the form around it must be sent as multipart/form-data."""
        return bool(self.files())

    def summary(self) -> list[tuple[str, str]]:
        """As `Form.summary`; a list of boxes is gone to by its first box."""
        many = {f"q-{one.id}" for one in self.questions if one.kind is QuestionKind.SEVERAL}
        return [(f"{at}-0" if at in many else at, error) for at, error in super().summary()]

    def condition(self, question: Question) -> tuple[str, str, str] | None:
        """When a question is shown: the name of an input, its value, and both in a sentence; None: always."""
        before = next((one for one in self.questions if one.id == question.depends_on_id), None)
        if before is None:
            return None
        value = question.depends_on_value
        words = _("Only if you ticked: %(question)s", question=before.label.said())
        if value != YES:
            said = _option(before, value)
            words = _(
                "Only if you answered «%(answer)s» to: %(question)s",
                answer=said,
                question=before.label.said(),
            )
        return f"q-{before.id}", "y" if value == YES else value, str(words)

    def drawn(self) -> list[tuple[Question, Any]]:
        """Each question that can concern this person at all, with its field, in order."""
        known = {one.id for one in self.questions}
        possible = [one for one in self.questions if one.depends_on_id is None or one.depends_on_id in known]
        return [(one, self[f"q-{one.id}"]) for one in possible]

    def _answers(self) -> dict[int, Any]:
        return {one.id: question_kinds.value(one, self[f"q-{one.id}"].data) for one in self.questions}

    def _concerned(self) -> set[int]:
        return concerned(self.questions, self._answers())


def form_of(
    questions: Sequence[Question], forum: Forum, held: Mapping[int, Any] | None = None, **kwargs: Any
) -> QuestionsForm:
    """The form of these questions, filled with what is `held` by the key of the question.

    `formdata=`: what to read instead of the request, such as a draft (texts and `q-…-kept`); None: nothing.
    """
    held = held or {}
    fields = {f"q-{one.id}": question_kinds.field(one, held.get(one.id)) for one in questions}
    made = type("QuestionsForm", (QuestionsForm,), {"questions": questions, "forum_id": forum.id, **fields})
    data = {f"q-{one.id}": question_kinds.data(one, held[one.id]) for one in questions if one.id in held}
    form: QuestionsForm = made(data=data, **kwargs)
    return form


def told(answer: Answer) -> str:
    """The answer in the reader's language. Its question is loaded, and its upload where it is a file:
    `question_queries.answers` does both.
    """
    question, value = answer.question, answer.value
    if question.kind is QuestionKind.CHOICE:
        return _option(question, value)
    if question.kind is QuestionKind.SEVERAL:
        return i18n.listing([_option(question, one) for one in value])
    if question.kind is QuestionKind.NUMBER:
        return i18n.number(value)
    if question.kind is QuestionKind.DATE:
        return i18n.day(date.fromisoformat(value))
    if question.kind is QuestionKind.CONSENT:
        return str(_("Yes"))
    if question.kind is QuestionKind.FILE:
        return answer.upload.filename if answer.upload else ""
    return str(value)


def _option(question: Question, key: str) -> str:
    """The words of a choice, whether it is still offered or not."""
    return next((Translated(one["label"]).said() for one in question.options if one["key"] == key), "")
