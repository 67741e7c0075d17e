"""The field of each kind of question, and its value as an answer keeps it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from app.platform import i18n
from app.platform.i18n import _, current, lazy, plural
from app.platform.text import Translated, isolate
from app.registrations import typed_days
from app.registrations.question_files import AskedFile
from app.registrations.question_rows import Question
from app.registrations.words import QuestionKind
from app.ui.forms import WholeNumber, Words

MOST_RADIOS = 7
LONGEST_SHORT, LONGEST = 200, 3000
LARGEST = 2**31 - 1


class AskedDay(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day, by the browser's own input or typed; `data` is a date."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.raw_data, self.data = [typed], None
        if not typed:
            return
        self.data = typed_days.read(typed)
        if self.data is None:
            raise ValueError(
                _(
                    "%(field)s: the date is not complete. Example: %(example)s.",
                    field=self.label.text,
                    example="22/06/2019",
                )
            )
        self.raw_data = [self.data.isoformat()]  # what the browser's input takes


def field(question: Question, held: Any) -> Any:
    """The unbound field of a question; `held` is what was answered before."""
    given: dict[str, Any] = {"label": _Label(question.label), "description": question.hint or ""}
    return _FIELDS[question.kind](question, given, held)


def value(question: Question, given: Any) -> Any:
    """What an answer keeps of the data of its field; None where nothing was answered."""
    if isinstance(given, date):
        return given.isoformat()
    if question.kind is QuestionKind.NUMBER:
        return given
    return given or None


def data(question: Question, held: Any) -> Any:
    """What the field takes of a value that an answer keeps."""
    if question.kind is QuestionKind.DATE and isinstance(held, str):
        return date.fromisoformat(held)
    return held


def _needed(question: Question) -> Any:
    if not question.is_required:
        return Optional()
    return DataRequired() if question.kind is QuestionKind.CONSENT else InputRequired()


def _text(question: Question, given: dict[str, Any], _held: Any) -> Any:
    is_long = question.kind is QuestionKind.LONG
    longest = LONGEST if is_long else LONGEST_SHORT
    bounds = [Length(max=min(question.most or longest, longest))]
    if question.least:
        bounds.append(Length(min=question.least))
    drawn = {"widget": TextArea(), "render_kw": {"rows": 4}} if is_long else {}
    return Words(validators=[_needed(question), *bounds], **given, **drawn)


def _choice(question: Question, given: dict[str, Any], held: Any) -> Any:
    offered = _offered(question, held)
    if len(offered) > MOST_RADIOS:
        options = [SelectChoice("", lazy("Choose")), *(SelectChoice(key, str(text)) for key, text in offered)]
        return SelectField(choices=options, validators=[_needed(question)], **given)
    options = [SelectChoice(key, text.__html__()) for key, text in offered]
    if not question.is_required:  # what was ticked could not be taken back
        options.append(SelectChoice("", lazy("No answer")))
    return RadioField(choices=options, validators=[_needed(question)], **given)


def _several(question: Question, given: dict[str, Any], held: Any) -> Any:
    return SelectMultipleField(
        choices=[SelectChoice(key, text.__html__()) for key, text in _offered(question, held)],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[_needed(question), _Count(question.least, question.most)],
        **given,
    )


def _number(question: Question, given: dict[str, Any], _held: Any) -> Any:
    bounds = [NumberRange(-LARGEST, LARGEST)]
    if (question.least, question.most) != (None, None):
        bounds.insert(0, NumberRange(question.least, question.most))
    return WholeNumber(validators=[_needed(question), *bounds], **given)


def _day(question: Question, given: dict[str, Any], _held: Any) -> Any:
    return AskedDay(validators=[_needed(question), _Between(question.least, question.most)], **given)


def _file(question: Question, given: dict[str, Any], _held: Any) -> Any:
    return AskedFile(question, **given)


def _box(question: Question, given: dict[str, Any], _held: Any) -> Any:
    return BooleanField(validators=[_needed(question)], **given)


_FIELDS: dict[QuestionKind, Callable[[Question, dict[str, Any], Any], Any]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _day,
    QuestionKind.FILE: _file,
    QuestionKind.CONSENT: _box,
}


class _Label(Translated):
    """The words of a question. In a sentence they bring no end of their own, and stand for themselves where
    they are of another language.
    """

    def __str__(self) -> str:
        return self._own(self.said().rstrip("?؟.:!\u00a0\u202f "))

    @property
    def at_end(self) -> str:
        """As the last words of a sentence: a question keeps its mark."""
        words = self.said().rstrip(".:!\u00a0\u202f ")
        return self._own(words) if words.endswith(("?", "؟")) else str(self)

    def _own(self, words: str) -> str:
        return words if self.spoken() == current() else isolate(words)


def _offered(question: Question, held: Any) -> list[tuple[str, Translated]]:
    """What can be chosen; what was chosen before and is no longer offered stays for who chose it."""
    before = held if isinstance(held, list) else [held]
    return [
        (one["key"], Translated(one["label"]))
        for one in question.options
        if one["offered"] or one["key"] in before
    ]


class _Count:
    """So many choices at least, so many at most; none at all is for `required` to judge."""

    def __init__(self, least: int | None, most: int | None) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Field) -> None:
        count = len(field.data or ())
        if count and self.least and count < self.least:
            raise ValidationError(
                plural(
                    "%(field)s: choose at least %(num)d answer.",
                    "%(field)s: choose at least %(num)d answers.",
                    self.least,
                    field=field.label.text,
                )
            )
        if self.most and count > self.most:
            raise ValidationError(
                plural(
                    "%(field)s: choose at most %(num)d answer.",
                    "%(field)s: choose at most %(num)d answers.",
                    self.most,
                    field=field.label.text,
                )
            )


class _Between:
    """From one day to another, each as `date.toordinal` counts it; None: no bound."""

    def __init__(self, least: int | None, most: int | None) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data:
            return
        ordinal = field.data.toordinal()
        if self.least and ordinal < self.least:
            first = i18n.day(date.fromordinal(self.least))
            raise ValidationError(_("%(field)s: not before %(day)s.", field=field.label.text, day=first))
        if self.most and ordinal > self.most:
            last = i18n.day(date.fromordinal(self.most))
            raise ValidationError(_("%(field)s: not after %(day)s.", field=field.label.text, day=last))
