"""A workbook: each cell of the kind of its column, and nothing that runs."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook

from app.platform.sheets import guarded
from app.platform.sheets_xlsx import FORMATS, Head, write_xlsx

TITLE = "Liste [1/2]: 'é' et bien plus de mots"
KINDS = [Head(kind, kind) for kind in FORMATS]
NINE = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)  # nine in Morocco


def written(rows: list[list[Any]], heads: list[Head] = KINDS, **how: Any) -> tuple[list[list[Any]], str, str]:
    """What a spreadsheet reads; the XML of the sheet, and that of the book."""
    out = io.BytesIO()
    assert write_xlsx(out, heads, rows, **how) == len(rows)
    with zipfile.ZipFile(out) as parts:
        inside, book = (parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "workbook"))
    out.seek(0)
    return CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python(), inside, book


def test_cells_come_back_as_they_were() -> None:
    row = ["الاسم\nثانيا", "+212612345678", "a@example.org", 1234.5, date(2026, 8, 1), NINE]
    (heads, read), _inside, _book = written([row])
    assert heads == list(FORMATS)
    assert read == [*row[:5], datetime(2026, 8, 1, 9, 0)]  # noqa: DTZ001 — a sheet knows no zone


def test_nothing_typed_is_a_formula_and_nothing_is_lost() -> None:
    typed = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://evil.example", "0612345678"]
    rows, inside, _book = written([[one] for one in typed], [Head("typed")])
    assert [row[0] for row in rows[1:]] == typed
    assert ("<f>" in inside, "<hyperlink" in inside) == (False, False)


def test_marks_of_direction_and_of_control_stay_behind_and_a_long_text_is_cut() -> None:
    (_head, row), _inside, _book = written([["\u202bفاس\u202c\x00", "x" * 40_000]], [Head("a"), Head("b")])
    assert row == ["فاس", "x" * 32_767]


def test_empty_cells_stay_empty() -> None:
    _rows, inside, _book = written([[None, "", None, None, None, None]])
    assert inside.count("<row") == 1


def test_numbers_are_numbers() -> None:
    rows, _inside, _book = written([[3], [Decimal("2.5")]], [Head("n", "number")])
    assert rows[1:] == [[3], [2.5]]


def test_an_arabic_sheet_stands_from_right_to_left_with_its_heads_in_sight() -> None:
    _rows, inside, book = written([["أ"]], [Head("الاسم")], title=TITLE, rtl=True)
    assert 'rightToLeft="1"' in inside
    assert 'state="frozen"' in inside
    assert '<autoFilter ref="A1:A2"/>' in inside
    assert 'name="Liste 1 2 é et bien plus de mot"' in book


def test_a_table_without_rows_has_its_heads() -> None:
    assert written([])[0] == [list(FORMATS)]


def test_days_and_moments_are_written_so_that_each_spreadsheet_knows_them() -> None:
    assert (guarded(date(2026, 8, 1)), guarded(NINE)) == ("2026-08-01", "2026-08-01 09:00")
