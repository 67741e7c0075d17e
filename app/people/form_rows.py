"""Rows inside a form, added and taken away without script: earlier names, sources."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, FieldList, FormField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from app.people import written
from app.people.dated import Fault
from app.people.words import SOURCE_WORDS
from app.platform.i18n import _, lazy
from app.ui.forms import Bilingual, Form

MOST_ROWS = 20
FAULT_WORDS = {
    Fault.REVERSED: lazy("The last day of this name comes before the first. Correct one of the two."),
    Fault.OVERLAPS: lazy("Two names would stand on one day. Correct the days."),
}


class Row(Form):
    """A part of a form; a row in which nothing is written does not count."""

    class Meta(Form.Meta):
        csrf = False

    drop = BooleanField(lazy("Remove this line"))

    @property
    def counts(self) -> bool:
        written = any(field.data for name, field in self._fields.items() if name not in ("drop", "kind"))
        return written and not self.drop.data


class NameRow(Row):
    """A name that an organisation bore."""

    called = Bilingual(lazy("Earlier name"), validators=[Length(max=written.ORGANISATION)])
    since = DateField(lazy("First day"), validators=[Optional()])
    until = DateField(lazy("Last day"), validators=[Optional()])


class SourceRow(Row):
    """Where something that is known comes from."""

    kind = SelectField(
        lazy("Kind of source"), choices=[SelectChoice(key, word) for key, word in SOURCE_WORDS.items()]
    )
    title = Bilingual(lazy("Title"), validators=[Length(max=300)])
    date = DateField(lazy("Date"), validators=[Optional()])
    note = Bilingual(lazy("Note"), validators=[Length(max=500)])


class Rows(FieldList):  # type: ignore[misc]
    """Rows of one kind. Draw them with `rows` of organisations/_rows.html."""

    def __init__(self, row: type[Row], label: Any, **kwargs: Any) -> None:
        super().__init__(FormField(row), label, max_entries=MOST_ROWS, **kwargs)

    def counting(self) -> list[Any]:
        """The rows that count, as forms."""
        return [entry.form for entry in self.entries if entry.form.counts]

    def summary(self) -> list[tuple[str, str]]:
        """As `Form.summary`, of all rows."""
        return [one for entry in self.entries for one in entry.form.summary()]

    def add(self) -> None:
        """One more row to write in."""
        if len(self.entries) < MOST_ROWS:
            self.append_entry()


def stored_names(rows: Rows) -> list[dict[str, Any]]:
    """Earlier names as the row of the organisation keeps them, the latest first."""
    found = [
        {
            "ar": row.called.data.get("ar", ""),
            "fr": row.called.data.get("fr", ""),
            "since": row.since.data.isoformat() if row.since.data else None,
            "until": row.until.data.isoformat() if row.until.data else None,
        }
        for row in rows.counting()
    ]
    return sorted(found, key=lambda one: one["until"] or one["since"] or "", reverse=True)


def stored_sources(rows: Rows) -> list[dict[str, Any]]:
    """Sources as records keep them."""
    return [
        {
            "kind": row.kind.data,
            "title": row.title.data,
            "date": row.date.data.isoformat() if row.date.data else None,
            "note": row.note.data,
        }
        for row in rows.counting()
    ]


def told_wrong(row: NameRow, fault: Fault) -> None:
    """Put what is wrong with the days of a name at its row."""
    row.until.errors = [*row.until.errors, str(FAULT_WORDS[fault])]


def unnamed(rows: Sequence[Row], field: str) -> bool:
    """Whether a row has days or a note and no name; said at the row."""
    wrong = [row for row in rows if not row[field].data]
    for row in wrong:
        label = row[field].label.text
        row[field].errors = [_("Please enter: %(field)s. One language is enough.", field=label)]
    return bool(wrong)
