"""A table opens in a spreadsheet as it is, and runs nothing there."""

import csv
import io

import pytest

from app.platform.sheets import csv_rows, guarded


def read_back(rows: list[list[object]]) -> list[list[str]]:
    data = b"".join(csv_rows(rows))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_cells_come_back_as_they_were() -> None:
    rows: list[list[object]] = [["الاسم", 'é; "x"'], ["two\nlines", -3], ["", None]]
    assert read_back(rows) == [["الاسم", 'é; "x"'], ["two\nlines", "-3"], ["", ""]]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "＝1", "\u200f=1+1", "\u2068=1+1"]
)
def test_a_text_that_would_be_a_formula_is_text(typed: str) -> None:
    ((cell,),) = read_back([[typed]])
    assert cell.startswith("'")


def test_direction_marks_stay_behind() -> None:
    assert guarded("\u202bفاس\u202c \u2066Fès\u2069\u200e") == "فاس Fès"
