"""The cells of a file of separated values, as spreadsheets and registers here write them."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from app.platform.tables_workbook import COLUMNS, MOST_COLUMNS, ROWS, Cells, Unreadable

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's «Unicode text»
_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 20
_MOST_MARKS = 20_000  # that separate, in one line: more of them are no table, and a list of millions of cells
_NAMED = re.compile(r"sep=(.)\r?\n")
# In windows-1252 these letters are accented capitals, which do not stand side by side without a small letter.
_ARABIC_WORD = re.compile(r"(?<!\w)[\u0621-\u064a]{2,}+(?!\w)")
_QUOTED = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"'\s*[=+\-@]")


def cells(data: bytes) -> Cells:
    """UTF-8 or UTF-16 with or without its mark, windows-1256, windows-1252; `;`, `,`, `|` or tabs between.

    A formula has no value here. What is over the limits is not read on. Raises Unreadable.
    """
    text = _decoded(data)
    named = _NAMED.match(text)
    separator = named[1] if named else _separator(text)
    rows: list[list[str]] = []
    odd: dict[int, dict[int, str]] = {}
    try:
        for number, row in enumerate(_records(text, separator)):
            if number >= ROWS:
                raise Unreadable("rows")
            rows.append(kept := _kept(row))
            if formulas := {n: "no_value" for n, cell in enumerate(kept) if cell.lstrip().startswith("=")}:
                odd[number] = formulas
    except csv.Error as error:
        raise Unreadable("cell") from error  # all that a reader that is not strict refuses
    return Cells([[], *rows[1:]] if named else rows, odd)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(_lines(text, separator), delimiter=separator)


def _lines(text: str, separator: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > _MOST_MARKS:
            raise Unreadable("columns")
        yield line


def _kept(row: list[str]) -> list[str]:
    """The cells without their protection, as far as a table may be wide."""
    if sum(1 for cell in row if cell.strip()) > MOST_COLUMNS or any(row[COLUMNS:]):
        raise Unreadable("columns")
    return [_plain(cell) for cell in row[:COLUMNS]]


def _decoded(data: bytes) -> str:
    if data.startswith(WIDE_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = data.decode("windows-1256", errors="replace")
        return arabic if _ARABIC_WORD.search(arabic) else data.decode("windows-1252", errors="replace")


def _separator(text: str) -> str:
    """The one that makes the most columns of most of the first lines."""

    def columns(separator: str) -> int:
        try:
            wide = sorted(len(row) for row in islice(_records(text, separator), _LOOKED_AT) if row)
        except (csv.Error, Unreadable):
            return 0
        return wide[len(wide) // 2] if wide else 0

    return max(_SEPARATORS, key=columns)


def _plain(cell: str) -> str:
    """A text that was protected from being taken for a number or a formula, without its protection."""
    quoted = _QUOTED.fullmatch(cell.strip())
    if quoted:
        return quoted[1]
    return cell[1:] if _GUARDED.match(cell) else cell
