"""Workbooks that an import gives out: the model to fill in, and the rows to correct."""

from collections.abc import Iterator
from io import BytesIO

from app.people.import_checking import EXAMPLES
from app.people.import_fields import FIELDS
from app.people.import_queries import wrong_rows
from app.people.import_rows import Import, ImportRow
from app.people.import_words import SORT_WORDS, said
from app.people.merge_rows import Sort
from app.people.models import Civility, Kind
from app.people.regions import REGIONS
from app.people.words import CIVILITY_WORDS, KIND_WORDS
from app.platform.db import db
from app.platform.i18n import _, current, direction, language_name
from app.platform.sheets_xlsx import Head, write_xlsx
from app.platform.text import FSI, PDI

_LEFT_OUT = frozenset({"full_ar", "full_latin"})  # a model asks for the names apart


def model(sort: Sort) -> BytesIO:
    """A workbook to fill in, in the reader's language, with an example that is not imported."""
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
    return _book(heads, iter([row]), str(SORT_WORDS[sort]))


def to_correct(row: Import) -> BytesIO:
    """The rows that are left out, as they stood in the file, with what is wrong in two columns more."""
    heads = [Head(head) for head in row.heads]
    heads += [Head(_("Row")), Head(_("What is wrong"))]
    rows = db.session.scalars(wrong_rows(row.id).execution_options(yield_per=500))
    return _book(
        heads, ([*_wide(one, row), str(one.number), faults(one, row)] for one in rows), _("To correct")
    )


def faults(one: ImportRow, of: Import) -> str:
    """What is said of a row, a line for each fault with the head of its column."""
    lines = []
    for fault in one.faults:
        head = of.heads[fault["column"]].strip() if "column" in fault else ""
        lines.append(f"{head}: {said(fault)}" if head else said(fault))
    return "\n".join(lines).replace(FSI, "").replace(PDI, "")


def _wide(one: ImportRow, of: Import) -> list[str]:
    return [*one.cells, *[""] * len(of.heads)][: len(of.heads)]


def _book(heads: list[Head], rows: Iterator[list[str]], title: str) -> BytesIO:
    out = BytesIO()
    write_xlsx(out, heads, rows, title=title, rtl=direction() == "rtl")
    out.seek(0)
    return out
