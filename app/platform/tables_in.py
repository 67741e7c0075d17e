"""Tables that somebody uploads: workbooks (xlsx, xlsb, xls, ods) and files of separated values.

The name that a file bears proves nothing. Slow work: before a unit of work.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.platform import tables_csv, tables_workbook
from app.platform.i18n import lazy
from app.platform.tables_workbook import MOST_COLUMNS, MOST_ROWS, Cells, Unreadable

MOST_BYTES = 10 * 1024 * 1024
MOST_CHARACTERS = 2_000
_TITLES = 20  # so many lines may stand above the heads
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
SENTENCES: dict[str, Any] = {
    "empty": lazy("There is nothing in this file. Choose another one."),
    "bytes": lazy("This file is over 10 MB. Divide it into several files."),
    "rows": lazy("This file has over 20,000 rows. Divide it into several files."),
    "columns": lazy("This file has over 60 columns. Take out those that are not needed."),
    "cell": lazy(
        "One cell of this file holds over 130,000 characters. A quotation mark may be missing: correct it, "
        "then choose the file again."
    ),
    "one column": lazy(
        "Only one column was found. Put each piece of information into a column of its own, or save the file "
        "as .xlsx."
    ),
    "no rows": lazy("There is no row under the heads of the columns. Choose another file."),
    "password": lazy("This workbook is protected by a password. Save it without one, then choose it again."),
    "archive": lazy("This file is a zip archive, not a spreadsheet. Take the spreadsheet out of it first."),
    "bomb": lazy("Unpacked, this workbook is too large. Save the sheet that is needed as a new file."),
    "damaged": lazy("This workbook is damaged or incomplete. Save it again as .xlsx, then choose it."),
    "other": lazy("This file is not a spreadsheet. Choose a file .xlsx, .xls, .ods or .csv."),
}


class Mark(StrEnum):
    """What is odd about a cell."""

    FORMULA = "formula"  # its last value was taken
    NO_VALUE = "no_value"  # a formula that nobody computed
    ERROR = "error"  # #N/A, #REF! and their kind
    LONG = "long"  # cut


class NotATable(ValueError):
    """The bytes cannot be taken; `sentence` says why, for the person who sent them."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault, self.sentence = fault, SENTENCES[fault]


@dataclass(frozen=True)
class Line:
    """A row: its number in the file, from 1, and its texts; `marks` by column."""

    number: int
    cells: list[str]
    marks: dict[int, Mark] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The heads of the columns, the rows under them but for empty ones, the names of sheets left unread."""

    heads: list[str]
    lines: list[Line]
    other_sheets: tuple[str, ...] = ()


def read(data: bytes) -> Table:
    """The table in a file. Its heads are the first line with two cells. Raises NotATable."""
    if not data.strip():
        raise NotATable("empty")
    if len(data) > MOST_BYTES:
        raise NotATable("bytes")
    try:
        return _table(_reader(data)(data))
    except Unreadable as error:
        raise NotATable(error.fault) from error


def _reader(data: bytes) -> Callable[[bytes], Cells]:
    if data.startswith(tables_workbook.SIGNATURES):
        return tables_workbook.cells
    text = data.startswith(tables_csv.WIDE_MARKS) or b"\0" not in data
    if data.startswith(_OTHERS) or data.lstrip().startswith(b"<") or not text:
        raise NotATable("other")
    return tables_csv.cells


def _table(found: Cells) -> Table:
    rows = found.rows
    first = next((n for n, row in enumerate(rows[:_TITLES]) if sum(map(_filled, row)) > 1), None)
    if first is None:
        raise NotATable("one column" if any(_filled(cell) for row in rows for cell in row) else "empty")
    if len(rows) - first - 1 > MOST_ROWS:
        raise NotATable("rows")
    width = max(n + 1 for row in rows[first:] for n, cell in enumerate(row) if _filled(cell))
    if width > MOST_COLUMNS:
        raise NotATable("columns")
    marks = {
        row: here
        for row, odd in found.odd.items()
        if (here := {column: Mark(told) for column, told in odd.items() if column < width})
    }
    lines = [
        _line(number, row, width, marks.get(number, {}))
        for number, row in enumerate(rows)
        if number > first and (any(map(_filled, row)) or number in marks)
    ]
    if not lines:
        raise NotATable("no rows")
    heads = [cell[:MOST_CHARACTERS] for cell in _wide(rows[first], width)]
    return Table(heads, lines, found.others)


def _line(number: int, row: list[str], width: int, marks: dict[int, Mark]) -> Line:
    cells = _wide(row, width)
    for column, cell in enumerate(cells):
        if len(cell) > MOST_CHARACTERS:
            marks = marks | {column: Mark.LONG}
        elif marks.get(column) is Mark.FORMULA and not _filled(cell):
            marks = marks | {column: Mark.NO_VALUE}
    return Line(number + 1, [cell[:MOST_CHARACTERS] for cell in cells], marks)


def _wide(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * width][:width]


def _filled(cell: str) -> bool:
    return bool(cell.strip())
