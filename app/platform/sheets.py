"""Tables for spreadsheets. What people typed is text there, never a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from app.platform.clock import local

# Excel and LibreOffice take a cell that begins so for a formula; in East Asia the wide signs too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_DIALLED = re.compile(r"\+?[0-9]+([ \u00a0][0-9]+)+")
# Direction marks would travel unseen into comparisons and searches.
_MARKS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0])


class Dialled(str):
    """A telephone number in groups of figures, which no spreadsheet takes for a number or a formula."""


def csv_rows(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The lines of a file that Excel opens as it is: UTF-8 with its mark, semicolons between the cells."""
    yield "\ufeff".encode()
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def plain(text: str) -> str:
    """The text without direction marks."""
    return text.translate(_MARKS)


def guarded(cell: object) -> object:
    """A text that would be a formula begins with an apostrophe; numbers stay numbers.

    Days and moments, on the wall clock of Morocco, are written so that each spreadsheet knows them.
    """
    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return cell
    text = plain(cell)
    if isinstance(cell, Dialled) and _DIALLED.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text
