"""The rows of forms in which names over time and sources are written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from app.people import written
from app.people.dated import Fault
from app.people.words import SOURCE_WORDS
from app.platform.i18n import lazy
from app.ui.forms import AnyLanguage, Bilingual
from app.ui.rows import Row

FAULT_WORDS = {
    Fault.REVERSED: lazy("The last day of this name comes before the first. Correct one of the two."),
    Fault.OVERLAPS: lazy("Two names would stand on one day. Correct the days."),
}


class NameRow(Row):
    """A name that an organisation bore."""

    called = Bilingual(lazy("Earlier name"), validators=[AnyLanguage(), Length(max=written.ORGANISATION)])
    since = DateField(lazy("First day"), validators=[Optional()])
    until = DateField(lazy("Last day"), validators=[Optional()])

    def values(self) -> dict[str, Any]:
        """The row as the column keeps it."""
        names = {locale: self.called.data.get(locale, "") for locale in ("ar", "fr")}
        return names | {"since": _told(self.since.data), "until": _told(self.until.data)}

    def told_wrong(self, fault: Fault) -> None:
        """Say what is wrong with the days."""
        self.until.errors = [*self.until.errors, str(FAULT_WORDS[fault])]


class SourceRow(Row):
    """Where something that is known comes from: what it is, its title and date, what is to be said of it."""

    title = Bilingual(lazy("Title of the source"), validators=[AnyLanguage(), Length(max=300)])
    kind = SelectField(lazy("Kind of source"))
    date = DateField(lazy("Date of the source"), validators=[Optional()])
    note = Bilingual(lazy("Note"), validators=[Length(max=500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody writes demo data; what is some stays it.
        offered = [key for key in SOURCE_WORDS if key != "demo" or self.kind.data == "demo"]
        self.kind.choices = [SelectChoice(key, SOURCE_WORDS[key]) for key in offered]

    def values(self) -> dict[str, Any]:
        """The row as the column keeps it."""
        return {
            "kind": self.kind.data,
            "title": self.title.data,
            "date": _told(self.date.data),
            "note": self.note.data or None,
        }


def as_rows(kept: Sequence[dict[str, Any]], *days: str) -> list[dict[str, Any]]:
    """What a column keeps, as the rows take it: the days that it names are days."""
    return [one | {name: date.fromisoformat(one[name]) for name in days if one.get(name)} for one in kept]


def _told(on: date | None) -> str | None:
    return on.isoformat() if on else None
