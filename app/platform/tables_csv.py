"""The cells of a file of separated values, as spreadsheets and registers here write them."""

import codecs
import csv
import io
import re
from itertools import islice

from app.platform.tables_workbook import Cells, Unreadable

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's «Unicode text»
_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 20
_NAMED = re.compile(r"sep=(.)\r?\n")
# In windows-1252 these letters are accented capitals, which do not stand side by side without a small letter.
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_QUOTED = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"'\s*[=+\-@]")


def cells(data: bytes) -> Cells:
    """UTF-8 or UTF-16 with or without its mark, windows-1256, windows-1252; `;`, `,`, `|` or tabs between.

    A formula has no value here. Raises Unreadable.
    """
    text = _decoded(data)
    named = _NAMED.match(text)
    separator = named[1] if named else _separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("damaged") from error
    odd = {}
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            row[column] = _plain(cell)
            if row[column].lstrip().startswith("="):
                odd[number, column] = "no_value"
    return Cells([[], *rows[1:]] if named else rows, odd)


def _decoded(data: bytes) -> str:
    if data.startswith(WIDE_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = data.decode("windows-1256", errors="replace")
        words = re.findall(r"\w+", arabic)
        is_arabic = any(_ARABIC_WORD.fullmatch(word) for word in words)
        return arabic if is_arabic else data.decode("windows-1252", errors="replace")


def _separator(text: str) -> str:
    """The one that makes the most columns of most of the first lines."""

    def columns(separator: str) -> int:
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _LOOKED_AT))
        except csv.Error:
            return 0
        wide = sorted(len(row) for row in rows if row)
        return wide[len(wide) // 2] if wide else 0

    return max(_SEPARATORS, key=columns)


def _plain(cell: str) -> str:
    """A text that was protected from being taken for a number or a formula, without its protection."""
    quoted = _QUOTED.fullmatch(cell.strip())
    if quoted:
        return quoted[1]
    return cell[1:] if _GUARDED.match(cell) else cell
