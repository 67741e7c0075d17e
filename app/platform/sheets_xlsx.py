"""Workbooks written row after row: memory does not grow with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from app.platform.clock import local
from app.platform.sheets import plain

FORMATS = {
    "text": "@",
    "phone": "@",
    "mail": "@",
    "number": "#,##0.###",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
_LEAST_WIDTH, _MOST_WIDTH = 8, 60  # letters
_LONGEST_TEXT = 32_767  # of a cell: Excel's own limit, beyond which the writer would drop it whole
_TITLE_FORBIDS = str.maketrans("[]:*?/\\'", "        ")


@dataclass(frozen=True)
class Head:
    """What stands above a column, and how its cells are written: a key of FORMATS."""

    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """One more sheet, after the first."""

    heads: Sequence[Head]
    rows: Iterable[Sequence[Any]]
    title: str


def write_xlsx(
    out: BinaryIO,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    rtl: bool = False,
    more: Sequence[Sheet] = (),
) -> int:
    """Write a workbook; returns how many rows came under the heads of its first sheet.

    Texts are cells of text, whatever they begin with; moments stand as the wall clock of Morocco showed them.
    """
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    count = _write_sheet(book, Sheet(heads, rows, title), rtl)
    for one in more:
        _write_sheet(book, one, rtl)
    book.close()
    return count


def sheet_name(title: str) -> str:
    """A title as a workbook may name a sheet."""
    return " ".join(title.translate(_TITLE_FORBIDS).split())[:31]


def _write_sheet(book: Any, told: Sheet, rtl: bool) -> int:
    heads = told.heads
    sheet = book.add_worksheet(sheet_name(told.title) or None)
    styles = [book.add_format({"num_format": FORMATS[head.kind], "valign": "top"}) for head in heads]
    if rtl:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head.label, bold)
    widths = [len(head.label) + 4 for head in heads]  # with the button of the filter
    count = 0
    for count, row in enumerate(told.rows, 1):
        for column, (cell, style) in enumerate(zip(row, styles, strict=True)):
            widths[column] = max(widths[column], _write(sheet, count, column, cell, style))
    for column, (width, style) in enumerate(zip(widths, styles, strict=True)):
        sheet.set_column(column, column, min(max(width + 1, _LEAST_WIDTH), _MOST_WIDTH), style)
    sheet.autofilter(0, 0, count, len(heads) - 1)
    return count


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> int:
    """One cell; the letters it takes."""
    if cell is None or cell == "":
        return 0
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, local(cell).replace(tzinfo=None), style)
        return 16
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
        return 10
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, style)
        return len(str(cell))
    text = plain(str(cell))[:_LONGEST_TEXT]
    sheet.write_string(row, column, text, style)
    return max(map(len, text.split("\n")))
