"""Where what is said about an event comes from."""

from datetime import date
from typing import Any

from wtforms import DateField, FieldList, FormField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from app.forums.forms import EventPart, RowForm
from app.forums.models import Forum
from app.forums.plausible import plausible
from app.forums.words import SOURCE_WORDS
from app.platform.i18n import lazy
from app.ui.forms import AnyLanguage, Bilingual

_DEMO = SelectChoice("demo", lazy("Demonstration"))


class Source(RowForm):
    """One source: what it is, its title and date, and what is to be said of it."""

    kind = SelectField(
        lazy("Kind of source"), choices=[SelectChoice(code, word) for code, word in SOURCE_WORDS.items()]
    )
    title = Bilingual(lazy("Title of the source"), validators=[AnyLanguage(), Length(max=300)])
    date = DateField(lazy("Date of the source"), validators=[Optional(), plausible])
    note = Bilingual(lazy("Note"), validators=[Length(max=500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kind.data == _DEMO.value:
            self.kind.choices = [*self.kind.choices, _DEMO]

    def values(self) -> dict[str, Any]:
        """The row as the column keeps it."""
        return {
            "kind": self.kind.data,
            "title": self.title.data,
            "date": self.date.data.isoformat() if self.date.data else None,
            "note": self.note.data or None,
        }


def source_row(kept: dict[str, Any]) -> dict[str, Any]:
    """What the column keeps, as the fields of `Source` take it."""
    return kept | {"date": date.fromisoformat(kept["date"]) if kept.get("date") else None}


class SourcesForm(EventPart):
    """The sources of an event."""

    sources = FieldList(FormField(Source), label=lazy("Sources"), max_entries=30)

    def __init__(self, *args: Any, forum: Forum | None = None, **kwargs: Any) -> None:
        if forum:
            kept = [source_row(one) for one in forum.sources]
            kwargs["data"] = {"sources": kept, "version": forum.version}
        super().__init__(*args, **kwargs)
        self.forum = forum
