"""What an organiser fills in about a question; the fields are those of its kind."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.platform.i18n import _, lazy
from app.platform.text import Translated, isolate
from app.registrations import question_kinds, question_rules, sensitive
from app.registrations.models import Category
from app.registrations.question_conditions import YES
from app.registrations.question_rows import Question
from app.registrations.question_words import BOUNDS, SENSITIVE
from app.registrations.same_words import first_same
from app.registrations.words import QuestionKind
from app.ui.forms import AnyLanguage, Bilingual, Form, Version, WholeNumber
from app.ui.rows import Row, Rows

MOST_OPTIONS = 40
_TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


class OptionRow(Row):
    """One choice. Its key stays, whatever becomes of its words."""

    key = HiddenField()
    label = Bilingual(lazy("Answer"), validators=[AnyLanguage(), Length(max=200)])
    offered = BooleanField(lazy("Can be chosen"), default=True)


class QuestionForm(Form):
    """A question of one kind."""

    label = Bilingual(lazy("Question"), validators=[AnyLanguage(), Length(max=300)])
    hint = Bilingual(lazy("Help under the question"), validators=[Length(max=500)], rows=2)
    options = Rows(
        OptionRow, lazy("Answers to choose from"), add=lazy("Add an answer"), most=MOST_OPTIONS, ordered=True
    )
    is_required = BooleanField(lazy("It must be answered"))
    least = WholeNumber(validators=[Optional()])
    most = WholeNumber(validators=[Optional()])
    earliest = DateField(lazy("Not before"), validators=[Optional()])
    latest = DateField(lazy("Not after"), validators=[Optional()])
    category_ids = SelectMultipleField(
        lazy("Asked of"), coerce=int, description=lazy("Without a tick: of everybody."), **_TICKS
    )
    shown_when = SelectField(lazy("Shown"))
    field_of_work = BooleanField(
        lazy("It names a field of work or an institution. The question asks nobody about themselves.")
    )
    version = Version()

    def __init__(
        self,
        kind: QuestionKind,
        questions: Sequence[Question],
        categories: Sequence[Category],
        question: Question | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data=_held(question) if question else {"options": [{}, {}]}, **kwargs)
        self.kind, self.question, self.questions = kind, question, questions
        self.finding: sensitive.Finding | None = None
        self._offer(questions, categories)
        for name in _absent(kind):
            delattr(self, name)
        if "options" in self:
            self.options.flags.required = True
        if "least" in self:
            self.least.label.text, self.most.label.text = BOUNDS[kind]
        if kind is QuestionKind.CONSENT:
            self.is_required.label.text = lazy("It must be ticked")
            self.is_required.description = lazy(
                "Only for a rule of the event, such as its house rules. What may be refused is not required."
            )
        if not categories:
            del self.category_ids

    def validate_options(self, field: Rows) -> None:
        if len([row for row in field.kept() if row["offered"]]) < 2:
            raise ValidationError(_("Please give at least two answers to choose from."))
        same = first_same(row["label"] for row in field.kept() if row["offered"])
        if same:
            raise ValidationError(
                _("Two answers have the same words: %(words)s. Change one of them.", words=isolate(same))
            )

    def validate_most(self, field: WholeNumber) -> None:
        least, most = self.least.data, field.data
        if least is not None and most is not None and most < least:
            raise ValidationError(_("The upper limit is below the lower one. Correct one of the two."))
        limit = _limit(self.kind, len(self.options.kept()) if "options" in self else 0)
        for one in (self.least, field):
            if limit and one.data is not None and not 1 <= one.data <= limit:
                one.errors = [
                    *one.errors,
                    _(
                        "%(field)s: please enter a number from %(min)s to %(max)s.",
                        field=one.label.text,
                        min=1,
                        max=limit,
                    ),
                ]

    def validate_latest(self, field: DateField) -> None:
        if self.earliest.data and field.data and field.data < self.earliest.data:
            raise ValidationError(_("The upper limit is below the lower one. Correct one of the two."))

    def validate(self, extra_validators: Any = None) -> bool:
        """And that the question asks nobody for what must not be asked."""
        super().validate(extra_validators)
        self.finding = self._find()
        if self.finding and self.finding.is_refused:
            sentence = SENSITIVE[self.finding.kind]
            self.label.errors = [*self.label.errors, str(sentence) % {"word": isolate(self.finding.word)}]
        elif self.finding and not self.field_of_work.data and self._is_new():
            self.field_of_work.errors = [
                _(
                    "«%(word)s» could ask people about themselves. Please confirm that it does not.",
                    word=isolate(self.finding.word),
                )
            ]
        return not any(field.errors for field in self)

    def asks_to_confirm(self) -> bool:
        """Whether the box about the field of work has to be shown."""
        return bool(self.finding and not self.finding.is_refused and self._is_new())

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        found: dict[str, Any] = {
            "label": Translated(self.label.data),
            "hint": Translated(self.hint.data),
            "is_required": self.is_required.data,
            "options": self.options.kept() if "options" in self else [],
            "category_ids": sorted(self.category_ids.data or ()) if "category_ids" in self else [],
            "least": None,
            "most": None,
        }
        if "least" in self:
            found |= {"least": self.least.data, "most": self.most.data}
        if "earliest" in self:
            found |= {"least": _ordinal(self.earliest.data), "most": _ordinal(self.latest.data)}
        key, _colon, value = self.shown_when.data.partition(":")
        return found | {"depends_on_id": int(key) if key else None, "depends_on_value": value}

    def _find(self) -> sensitive.Finding | None:
        options = [row["label"] for row in self.options.kept()] if "options" in self else []
        return sensitive.of_question(self.label.data, self.hint.data, options)

    def _is_new(self) -> bool:
        """Whether a word differs from what stands: that was confirmed before."""
        if self.question is None:
            return True
        options = [row["label"] for row in self.options.kept()] if "options" in self else []
        known = [dict(one["label"]) for one in self.question.options]
        told = (dict(self.question.label), dict(self.question.hint))
        return told != (self.label.data, self.hint.data) or any(one not in known for one in options)

    def _offer(self, questions: Sequence[Question], categories: Sequence[Category]) -> None:
        self.category_ids.choices = [SelectChoice(one.id, one.name.__html__()) for one in categories]
        offered = [SelectChoice("", lazy("Always"))]
        for one in question_rules.earlier(questions, self.question):
            words = {each["key"]: Translated(each["label"]).said() for each in one.options}
            words[YES] = str(_("Ticked"))
            values = question_rules.values_of(one) if one.is_asked else []
            group = str(_("Only for this answer to: %(question)s", question=one.label.said()))
            offered += [
                SelectChoice(f"{one.id}:{value}", _named(one, words[value]), optgroup=group)
                for value in values
            ]
        if self.question and self.question.depends_on_id and not self.shown_when.raw_data:
            known = {one.value for one in offered}
            if self.shown_when.data not in known:
                offered.append(
                    SelectChoice(self.shown_when.data, lazy("An answer that is no longer offered"))
                )
        self.shown_when.choices = offered
        self.shown_when.data = self.shown_when.data or ""


def _named(question: Question, answer: str) -> str:
    """A closed list shows the choice without its group."""
    return str(_("%(label)s: %(value)s", label=question.label.said(), value=answer))


def _absent(kind: QuestionKind) -> list[str]:
    """The fields that a question of this kind has not."""
    gone = [] if kind in question_rules.CHOSEN else ["options"]
    gone += [] if kind in BOUNDS else ["least", "most"]
    return gone + ([] if kind is QuestionKind.DATE else ["earliest", "latest"])


def _limit(kind: QuestionKind, options: int) -> int | None:
    limits = {
        QuestionKind.SHORT: question_kinds.LONGEST_SHORT,
        QuestionKind.LONG: question_kinds.LONGEST,
        QuestionKind.SEVERAL: options,
    }
    return limits.get(kind)


def _held(question: Question) -> dict[str, Any]:
    plain = ("label", "hint", "is_required", "least", "most", "category_ids", "version")
    found = {name: getattr(question, name) for name in plain}
    found["options"] = [dict(one) for one in question.options]
    if question.kind is QuestionKind.DATE:
        found |= {"earliest": _day(question.least), "latest": _day(question.most)}
    if question.depends_on_id:
        found["shown_when"] = f"{question.depends_on_id}:{question.depends_on_value}"
    return found


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
