"""Rows inside a form: added, left out and put in order without script, and nothing that was typed is lost.

    class TalkRow(Row):
        title = Bilingual(lazy("Title"), validators=[AnyLanguage()])
        speakers = Rows(SpeakerRow, lazy("Speakers"), add=lazy("Add a speaker"), ordered=True)

    class SessionForm(Form):
        talks = Rows(TalkRow, lazy("Talks"), add=lazy("Add a talk"), ordered=True)

    form = SessionForm(data={"talks": [{"title": {"ar": "…"}, "speakers": […]}, …]})
    if change_rows(form):  # before anything is validated
        return page(form)  # 200: the page again, nothing is saved
    if not form.validate_on_submit(): …
    form.talks.kept()  # [row.values(), …] of the rows that count, in their order

In its template: `{% import "ui/_rows.html" as rows with context %}{{ rows.rows(form.talks) }}`; to draw a row
otherwise,
`{% call(row) rows.rows(form.talks) %}{{ ui.both(row.title) }}{{ rows.rows(row.speakers) }}{% endcall %}`.

A row in which nothing is written is neither checked nor kept. `Form.summary` tells the errors of rows too; a
validator of the whole field (`validate_talks`) speaks above them.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import request
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms.utils import unset_value

from app.ui.forms import Form

_STEPS = {"up": -1, "down": 1}


class Row(Form):
    """One row. Its names in the page are `<name of the rows>-<number>-<name of the field>`."""

    class Meta(Form.Meta):
        csrf = False  # the form around it has the token

    @property
    def counts(self) -> bool:
        """Whether something is written in it; a choice or a tick alone is nothing."""
        return any(_is_written(field) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        return not self.counts or bool(super().validate(extra_validators))

    def values(self) -> dict[str, Any]:
        """What is kept of it, as `Rows.kept` gives it."""
        return {field.short_name: field.kept() if isinstance(field, Rows) else field.data for field in self}


class Rows(FieldList):
    """Rows of one kind, in the order in which they stand on the page.

    `add`: the button that adds one; `most`: how many there may be; `ordered`: they can be moved. A row keeps
    its number, whatever becomes of the others: it goes with what was held under that number.
    """

    def __init__(
        self, row: type[Row], label: Any, *, add: Any, most: int = 20, ordered: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(FormField(row), label, **kwargs)
        self.add_label, self.most, self.ordered = add, most, ordered

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the rows that were sent, in their order; else those that are held."""
        held = self.object_data = [] if data is unset_value else list(data or ())
        self.entries: list[Any] = []
        numbers = self._sent(formdata)[: max(self.most, len(held))] if formdata else range(len(held))
        for number in numbers:
            self._add_entry(formdata, held[number] if number < len(held) else unset_value, number)
        self.last_index = max([*numbers, len(held) - 1])

    def _sent(self, formdata: Any) -> list[int]:
        named = re.compile(rf"{re.escape(self.name)}-(\d{{1,4}})-", re.ASCII)
        # With files there are two parts, which forget their order when they are read as one.
        names = [name for part in getattr(formdata, "dicts", [formdata]) for name in part]
        return list(dict.fromkeys(int(found[1]) for name in names if (found := named.match(name))))

    def counting(self) -> list[Any]:
        """The rows that count, as forms."""
        return [entry.form for entry in self.entries if entry.form.counts]

    def kept(self) -> list[dict[str, Any]]:
        """What each row that counts keeps."""
        return [row.values() for row in self.counting()]

    @property
    def next_id(self) -> str:
        """The identifier that the next row will have."""
        return f"{self.id}-{self.last_index + 1}"

    def change(self, act: str, name: str) -> None:
        """Do what a button asks, if it is one of these rows."""
        if (act, name) == ("add", self.name) and len(self.entries) < self.most:
            self.append_entry()
        place = next((place for place, entry in enumerate(self.entries) if entry.name == name), None)
        if place is not None and act in ("drop", *_STEPS):
            entry = self.entries.pop(place)
            if act in _STEPS:
                self.entries.insert(max(place + _STEPS[act], 0), entry)


def change_rows(form: Form) -> bool:
    """Whether a button of rows was pressed: it is done, and nothing is to be saved."""
    asked = request.form.get("rows")
    if asked is None:
        return False
    act, _space, name = asked.partition(" ")
    for field in list(_fields(form)):
        field.change(act, name)
    return True


def _fields(form: Form) -> Iterator[Rows]:
    for field in form:
        if isinstance(field, Rows):
            yield field
            for entry in field:
                yield from _fields(entry.form)


def _is_written(field: Any) -> bool:
    if isinstance(field, Rows):
        return bool(field.counting())
    if isinstance(field, BooleanField | HiddenField | SelectField):
        return False
    return bool(field.data) or any(field.raw_data or ())
