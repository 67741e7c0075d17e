"""Tables that somebody uploads: what is read, and what is refused in a clear sentence."""

import io
import struct
import tracemalloc
import zipfile
from datetime import date

import pytest
import xlsxwriter

from app.platform import tables_in
from app.platform.tables_in import Line, Mark, NotATable, read

ROWS = [["Nom", "Tél."], ["Élodie", "0612345678"], ["خديجة", "+212 6 00 00 00 00"]]


def book(rows: list[list[object]], **options: str) -> bytes:
    """An xlsx of these rows."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, **options})
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    made.close()
    return out.getvalue()


def changed(data: bytes, name: str, before: str, after: str) -> bytes:
    """A workbook with other words in one of its parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.namelist():
            text = source.read(one)
            target.writestr(one, text.replace(before.encode(), after.encode()) if one == name else text)
    return out.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separated_values_are_read_as_they_were_written(separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    table = read(text.encode(encoding))
    assert (table.heads, [line.cells for line in table.lines]) == (ROWS[0], ROWS[1:])


@pytest.mark.parametrize(
    ("encoding", "name"), [("windows-1256", "خديجة العلمي"), ("windows-1252", "École Île-Ô")]
)
def test_the_letters_of_older_windows_are_told_by_their_words(encoding: str, name: str) -> None:
    table = read(f"Nom;Tél.\r\n{name};06\r\n".encode(encoding))
    assert table.lines == [Line(2, [name, "06"])]


def test_a_workbook_is_read_from_its_first_sheet_that_holds_anything() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("vide")
    sheet = made.add_worksheet("liste")
    sheet.write(0, 0, "Liste des participants")
    sheet.write_row(2, 1, ["Nom", "Tél.", "Né le", "N"])
    sheet.write_row(4, 1, ["Sara", 612345678, "", 1.5])
    sheet.write_datetime(4, 3, date(2019, 6, 22), made.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_blank(900, 50, None, made.add_format({"bold": True}))
    made.close()
    table = read(out.getvalue())
    assert table.heads == ["", "Nom", "Tél.", "Né le", "N"]
    assert table.lines == [Line(5, ["", "Sara", "612345678", "2019-06-22", "1.5"])]
    assert table.other_sheets == ("vide",)


def test_a_sheet_of_libreoffice_is_read() -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}manifest:1.0"/>')
        made.writestr("content.xml", content)
    table = read(out.getvalue())
    assert (table.heads, [line.cells for line in table.lines]) == (ROWS[0], ROWS[1:])


def test_formulas_errors_and_long_cells_are_marked() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", "c", "d"])
    sheet.write_formula(1, 0, "=1+1", None, 2)
    sheet.write_formula(1, 1, "=1+1", None, "")
    sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    sheet.write_string(1, 3, "x" * 3000)
    made.close()
    [line] = read(out.getvalue()).lines
    assert line.marks == {0: Mark.FORMULA, 1: Mark.NO_VALUE, 2: Mark.ERROR, 3: Mark.LONG}
    assert [line.cells[0], len(line.cells[3])] == ["2", 2000]


def test_a_formula_of_separated_values_has_no_value_but_a_protected_text_has() -> None:
    [line] = read(b'a;b;c\r\n=A1&B1;="0612";\'+212600000000\r\n').lines
    assert line.marks == {0: Mark.NO_VALUE}
    assert line.cells[1:] == ["0612", "+212600000000"]


def test_excels_own_word_for_the_separator_and_lines_inside_cells_are_read() -> None:
    table = read(b'sep=,\r\nNom,Note\r\nSara,"a\r\nb"\r\nOmar,c\r\n')
    assert (table.heads, [line.number for line in table.lines]) == (["Nom", "Note"], [3, 4])


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (160 * 1024 * 1024))
    return out.getvalue()


def far_away() -> bytes:
    """A small workbook whose only sheet says that it has a cell in its last corner."""
    data = book([["a", "b"], ["c", "d"]])
    return changed(data, "xl/worksheets/sheet1.xml", 'r="B2"', 'r="XFD1048576"')


def locked() -> bytes:
    """The beginning of an encrypted workbook, as Office lays it: an OLE file that holds EncryptedPackage."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<I", 0) * 120 + name + bytes(500)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("liste.csv", "Nom;Tél.")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"Nom;Mail\r\n", "no rows"),
        (b"Nom\r\nSara\r\n", "one column"),
        (book([]), "empty"),
        (book([["Nom", "Tél."]]), "no rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "other"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "other"),
        (b"%PDF-1.7 a;b", "other"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "other"),
        (b"a;b\r\n\0\0\0", "other"),
        (archive(), "archive"),
        (bomb(), "bomb"),
        (locked(), "password"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
        (book([["a", "b"], ["c", "d"]])[:-200], "damaged"),
        (far_away(), "bomb"),
        (b"a;b\r\n" + b"1;2\r\n" * 20_001, "rows"),
        (b";".join([b"a"] * 61) + b"\r\n" + b";".join([b"a"] * 61), "columns"),
        (b"a;b\r\n" + b"x" * (10 * 1024 * 1024), "bytes"),
        (b"a;b\r\n1;" + b"x" * 140_000, "cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, fault: str) -> None:
    with pytest.raises(NotATable) as refused:
        read(data)
    assert refused.value.fault == fault
    assert refused.value.sentence is tables_in.SENTENCES[fault]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"=\n" * 5_000_000, "rows"),
        (b"\n" * 10_000_000, "rows"),
        (b";" * 10_000_000, "columns"),
        ((b"=;" * 150 + b"\n") * 20_000, "columns"),
    ],
)
def test_what_is_over_the_limits_is_refused_before_it_takes_memory(data: bytes, fault: str) -> None:
    data = (b"a;b\n" + data)[: tables_in.MOST_BYTES]
    tracemalloc.start()
    try:
        with pytest.raises(NotATable) as refused:
            read(data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (refused.value.fault, most < 8 * len(data)) == (fault, True)
