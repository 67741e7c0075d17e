"""The cells of a workbook, read in a process of its own (tables_child.py); where its formulas stand."""

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CHILD = Path(__file__).with_name("tables_child.py")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (_ZIP, _OLE)
_UNPACKED = 150 * 1024 * 1024
_MEMBERS = 5_000
_PATIENCE_S = 60
MOST_ROWS, MOST_COLUMNS = 20_000, 60
ROWS, COLUMNS = MOST_ROWS + 100, 200  # as far as a sheet is read: what lies beyond is refused, not cut
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Without "<" or ">" inside, so that no file can make them look for long. Producers may prefix the names.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*?\b\w+:id=[\"']([^\"'<>]+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]+)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]{0,400}[^<>/])>\s*(?:<(?:\w+:)?(f)\b)?")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")


@dataclass(frozen=True)
class Cells:
    """Rows of texts from the first line on; row → column, from 0 → what is odd there; sheets left unread."""

    rows: list[list[str]]
    odd: dict[int, dict[int, str]] = field(default_factory=dict)
    others: tuple[str, ...] = ()


class Unreadable(ValueError):
    """A file that is no table, and why, in a word of tables_in.SENTENCES."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def cells(data: bytes) -> Cells:
    """Those of the first visible sheet that holds anything. Raises Unreadable."""
    archive = _opened(data) if data.startswith(_ZIP) else None
    if archive is None and _ENCRYPTED in data:
        raise Unreadable("password")
    found = _read_apart(data)
    odd = _odd(archive, found["sheet"]) if archive and "xl/workbook.xml" in archive.namelist() else {}
    return Cells(found["rows"], odd, tuple(found["others"]))


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, once it has said that it unpacks to something of a size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("damaged") from error
    members = archive.infolist()
    if len(members) > _MEMBERS or sum(one.file_size for one in members) > _UNPACKED:
        raise Unreadable("bomb")
    names = {one.filename for one in members}
    if not names & {"xl/workbook.xml", "xl/workbook.bin"} and not {"content.xml", "mimetype"} <= names:
        raise Unreadable("archive")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise Unreadable("password")
    return archive


def _read_apart(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_CHILD), str(ROWS), str(COLUMNS)]
    try:
        done = subprocess.run(  # noqa: S603 — our own program; the file goes in as its input
            command, input=data, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("bomb") from error
    if done.returncode:
        raise Unreadable("bomb" if done.returncode < 0 else "damaged")
    found: dict[str, Any] = json.loads(done.stdout)
    if "fault" in found:
        raise Unreadable(found["fault"])
    return found


def _odd(archive: zipfile.ZipFile, sheet: int) -> dict[int, dict[int, str]]:
    """Cells with a formula or an error: the reader of the cells tells only the values."""
    found: dict[int, dict[int, str]] = {}
    for match in _CELL.finditer(_sheet(archive, sheet)):
        told = "error" if _IS_ERROR.search(match[1]) else "formula" if match[2] else ""
        if told and (place := _PLACE.search(match[1])):
            found.setdefault(int(place[2]) - 1, {})[_column(place[1])] = told
    return found


def _sheet(archive: zipfile.ZipFile, number: int) -> bytes:
    """The source of a sheet, found as the workbook names it; nothing where it does not."""
    named = _SHEET.findall(_member(archive, "xl/workbook.xml"))
    targets = {}
    for attributes in _RELATION.findall(_member(archive, "xl/_rels/workbook.xml.rels")):
        pairs = dict(re.findall(rb"(\w+)=[\"']([^\"']*)[\"']", attributes))
        targets[pairs.get(b"Id")] = pairs.get(b"Target", b"").decode(errors="replace")
    target = targets.get(named[number], "") if number < len(named) else ""
    return _member(archive, target[1:] if target.startswith("/") else f"xl/{target}")


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable("damaged") from error


def _column(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
