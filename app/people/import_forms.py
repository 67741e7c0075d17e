"""What is filled in for an import: the file, then what each of its columns holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.people import events
from app.people.import_fields import FIELDS, NAMES
from app.people.import_words import SORT_WORDS
from app.people.merge_rows import Sort
from app.people.scope import Scope
from app.platform.i18n import _, lazy
from app.platform.tables_in import MOST_BYTES, NotATable, Table, read
from app.platform.text import isolate
from app.ui.forms import Form, Version

NOWHERE = 0  # in the directory alone, for administrators


class UploadForm(Form):
    """What comes, for which event, and the file; `table` and `data` are what was read."""

    sort = RadioField(
        lazy("What the file holds"),
        choices=[SelectChoice(key.value, word) for key, word in SORT_WORDS.items()],
        default=Sort.PERSON.value,
        validators=[InputRequired()],
    )
    forum_id = SelectField(lazy("Event whose team will see them"), coerce=int, validators=[InputRequired()])
    file = FileField(lazy("File (.xlsx, .xls, .ods or .csv, 10 MB at most)"), validators=[FileRequired()])

    def __init__(self, where: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table: Table | None = None
        self.data_read = b""
        offered: list[tuple[int, Any]] = [(key, name.said()) for key, name in events.choosable(where).items()]
        if where.everything:
            offered.insert(0, (NOWHERE, _("No event: administrators alone see them")))
        self.forum_id.choices = [SelectChoice(*one) for one in offered]

    def validate_file(self, field: FileField) -> None:
        self.data_read = field.data.stream.read(MOST_BYTES + 1)
        try:
            self.table = read(self.data_read)
        except NotATable as refused:
            raise ValidationError(str(refused.sentence)) from refused


class _Columns(Form):
    """A choice for each column of a file; made by `columns_form`."""

    version = Version()
    sort: Sort
    heads: Sequence[str]

    def columns(self) -> list[tuple[int, Any]]:
        """(column, its field)."""
        return [(number, self[f"column-{number}"]) for number in range(len(self.heads))]

    def mapping(self) -> dict[str, str]:
        """Column as a word → key of a field; what is left out is absent."""
        return {str(number): field.data for number, field in self.columns() if field.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that no field has two columns, and that a row has a name."""
        sound: bool = super().validate(extra_validators)
        first: dict[str, int] = {}
        for number, field in self.columns():
            if field.data and first.setdefault(field.data, number) != number:
                told = _(
                    "The column %(column)s holds this already.",
                    column=shown_head(self.heads, first[field.data]),
                )
                field.errors = [*field.errors, told]
                sound = False
        if not first.keys() & set(NAMES[self.sort]):
            unsaid = next((field for _number, field in self.columns() if not field.data), self["column-0"])
            unsaid.errors = [
                *unsaid.errors,
                _("Say which column holds the name: without it no row can be saved."),
            ]
            sound = False
        return sound


def columns_form(sort: Sort, heads: Sequence[str], mapping: Mapping[str, str], version: int) -> _Columns:
    """The form of a file with these heads, filled with a mapping."""
    choices = [SelectChoice("", _("Leave out"))]
    choices += [SelectChoice(key, field.label) for key, field in FIELDS[sort].items()]
    fields = {
        f"column-{number}": SelectField(shown_head(heads, number), choices=choices)
        for number in range(len(heads))
    }
    made = type("ColumnsForm", (_Columns,), fields | {"sort": sort, "heads": heads})
    told = {f"column-{number}": mapping.get(str(number), "") for number in range(len(heads))}
    form: _Columns = made(data=told | {"version": version})
    return form


def shown_head(heads: Sequence[str], number: int) -> str:
    """The head of a column, or its number where it has none."""
    return isolate(heads[number].strip()) or _("Column %(number)s", number=number + 1)
