"""Workbooks that an import gives out: the model to fill in, and the rows to correct."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest

from app.people.import_checking import EXAMPLES
from app.people.import_fields import FIELDS
from app.people.import_queries import wrong_rows
from app.people.import_rows import Import, ImportRow
from app.people.import_vocabulary import WORDS_SHEET, accepted
from app.people.import_words import ERRORS, SORT_WORDS, said
from app.people.merge_rows import Sort
from app.people.models import Civility, Kind
from app.people.regions import REGIONS
from app.people.words import CIVILITY_WORDS, KIND_WORDS
from app.platform.db import db
from app.platform.i18n import _, current, direction, language_name
from app.platform.sheets_xlsx import Head, Sheet, write_xlsx
from app.platform.text import FSI, PDI

_LISTED = frozenset({"civility", "degree", "locale", "kind", "region"})
_LEFT_OUT = frozenset({"full_ar", "full_latin"})  # a model asks for the names apart


def model(sort: Sort) -> BytesIO:
    """A workbook to fill in, in the reader's language, with an example that is not imported, and the
    words that the columns of a list accept.
    """
    fields = [field for key, field in FIELDS[sort].items() if key not in _LEFT_OUT]
    examples = {
        "civility": str(CIVILITY_WORDS[Civility.MS]),
        "kind": str(KIND_WORDS[Kind.ASSOCIATION]),
        "region": REGIONS["fem"].get(current(), REGIONS["fem"]["fr"]),
        "locale": language_name("ar"),
    }
    row = [examples.get(field.key, field.example) for field in fields]
    row[0] = EXAMPLES.get(current(), EXAMPLES["fr"]) + row[0]
    heads = [Head(str(field.label), field.kind) for field in fields]
    listed = [field for field in fields if field.key in _LISTED]
    words = zip_longest(*(accepted(field.key) for field in listed), fillvalue="")
    more = Sheet([Head(str(field.label)) for field in listed], words, str(WORDS_SHEET))
    return _book(heads, iter([row]), str(SORT_WORDS[sort]), [more])


def to_correct(row: Import) -> BytesIO:
    """The rows that are left out, as they stood in the file, with what is wrong, and apart what was only
    read differently."""
    heads = [Head(head) for head in row.heads]
    heads += [
        Head(_("Row")),
        Head(_("What is wrong")),
        Head(_("What was read differently from what is written")),
    ]
    rows = db.session.scalars(wrong_rows(row.id).execution_options(yield_per=500))
    lines = (
        [*_wide(one, row), str(one.number), _told(one, row, wrong=True), _told(one, row, wrong=False)]
        for one in rows
    )
    return _book(heads, lines, _("To correct"))


def _told(one: ImportRow, of: Import, *, wrong: bool) -> str:
    """The faults of a row or the remarks on it, a line for each with the head of its column."""
    lines = []
    for fault in one.faults:
        if (fault["code"] in ERRORS) is not wrong:
            continue
        head = of.heads[fault["column"]].strip() if "column" in fault else ""
        told = said(fault)
        lines.append(_("%(label)s: %(value)s", label=head, value=told) if head else told)
    return "\n".join(lines).replace(FSI, "").replace(PDI, "")


def _wide(one: ImportRow, of: Import) -> list[str]:
    return [*one.cells, *[""] * len(of.heads)][: len(of.heads)]


def _book(heads: list[Head], rows: Iterator[list[str]], title: str, more: Sequence[Sheet] = ()) -> BytesIO:
    out = BytesIO()
    write_xlsx(out, heads, rows, title=title, rtl=direction() == "rtl", more=more)
    out.seek(0)
    return out
