"""What spreadsheets brought about a person: the lines, and the files that they stood in."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.people import importing, ports
from app.people.import_rows import Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import full_name
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import removed
from app.platform import storage, tables_in
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import digits, fold

_PARTS = ("given_ar", "family_ar", "given_latin", "family_latin")
_BETWEEN = re.compile(r"[\s,;<>()|/]+|mailto:")
_PEOPLE = sa.select(Import.id).where(Import.sort == Sort.PERSON)


def declare() -> None:
    """The lines, which name people by themselves, and the spreadsheets of the lines."""
    ports.know(
        Record(
            "import_row",
            lazy("Lines of imported spreadsheets"),
            _lines,
            _line_told,
            removed,
            ends=lazy("The line is removed."),
            alike=_lines_alike,
            bears=_line_bears,
        )
    )
    ports.know(
        Record(
            "import",
            lazy("Imported spreadsheets"),
            _spreadsheets,
            lambda row: {lazy("File"): row.filename, lazy("Imported on"): row.created_at},
            _erase_file,
            ends=lazy("The file is removed, with the lines of all others in it; what it brought stays."),
            alike=_spreadsheets_alike,
            bears=lambda row: Bears(called=row.filename),
            exact=True,
        )
    )


def _lines(subject: Subject) -> Iterable[ImportRow]:
    """Those that were chosen, and those that made the person."""
    made = ImportRow.made_id.in_(subject.keys("person")) & ImportRow.import_id.in_(_PEOPLE)
    found = sa.select(ImportRow).where(sa.or_(ImportRow.id.in_(subject.keys("import_row")), made))
    return db.session.scalars(found.order_by(ImportRow.id)).all()


def _lines_alike(subject: Subject) -> Iterable[ImportRow]:
    """Lines in which an address stands, or a name. JSON keeps Arabic letters as escapes: names are read.

    What was saved holds nothing any more but the key of what it made.
    """
    values: Any = sa.cast(ImportRow.values, sa.Text)
    addresses = [
        values.icontains(json.dumps(one)[1:-1], autoescape=True) for one in subject.emails | subject.phones
    ]
    held = ImportRow.import_id.in_(_PEOPLE) & ImportRow.made_id.is_(None) & (values != "{}")
    keys = set(db.session.scalars(sa.select(ImportRow.id).where(held, sa.or_(sa.false(), *addresses))))
    if subject.names:
        every = db.session.execute(sa.select(ImportRow.id, ImportRow.values).where(held))
        keys |= {key for key, line in every if {fold(name) for name in _names(line)} & subject.names}
    return db.session.scalars(sa.select(ImportRow).where(ImportRow.id.in_(keys))).all()


def _names(held: dict[str, Any]) -> tuple[str, ...]:
    in_parts = full_name(*(str(held.get(part) or "") for part in _PARTS))
    whole = (str(held.get(key) or "") for key in ("full_ar", "full_latin"))
    return tuple(filter(None, (*in_parts.values(), *whole)))


def _line_bears(row: ImportRow) -> Bears:
    return Bears(_names(row.values), str(row.values.get("email") or ""), str(row.values.get("phone") or ""))


def _line_told(row: ImportRow) -> dict[Any, Any]:
    heads = db.session.get_one(Import, row.import_id).heads
    return {lazy("Line"): str(row.number)} | dict(zip(heads, row.cells, strict=False))


def _spreadsheets(subject: Subject) -> Iterable[Import]:
    """Those that were chosen, and those of the lines."""
    of = {row.import_id for row in _lines(subject)} | subject.keys("import")
    return db.session.scalars(sa.select(Import).where(Import.id.in_(of)).order_by(Import.id)).all()


def _spreadsheets_alike(subject: Subject) -> Iterable[Import]:
    """Those that bear a mail or a phone of the subject in one of their cells: a name alone proves nothing.

    While the columns are chosen and the rows checked the whole file is read: this may take seconds.
    """
    if not (subject.emails or subject.phones):
        return ()
    kept = sa.or_(Import.file_key.is_not(None), sa.cast(Import.sample, sa.Text) != "[]")
    found = db.session.scalars(sa.select(Import).where(Import.sort == Sort.PERSON, kept).order_by(Import.id))
    return [one for one in found.all() if any(_reaches(cell, subject) for cell in _cells(one))]


def _cells(row: Import) -> Iterator[str]:
    yield from (cell for line in row.sample for cell in line)
    if row.file_key and row.step in (Step.MAPPING, Step.CHECKING):
        try:
            with storage.open(row.file_key) as stored:
                lines = tables_in.read(stored.read()).lines
        except (storage.Missing, tables_in.NotATable):
            return
        yield from (cell for line in lines for cell in line.cells)


def _reaches(cell: object, subject: Subject) -> bool:
    """Whether a cell holds one of the mails or phones, perhaps beside others."""
    text = str(cell)
    words = set(_BETWEEN.split(text.casefold()))
    figures = "".join(one for one in digits(text) if one.isdigit())
    return not words.isdisjoint(subject.emails) or any(phone[-9:] in figures for phone in subject.phones)


def _erase_file(row: Import, by: User) -> bool:
    """An import that still needs its file is over: it begins anew with another."""
    if row.file_key is None and not row.sample:
        return False
    if row.step in (Step.MAPPING, Step.CHECKING):
        importing.drop(row, by=by)
        return True
    if row.file_key:
        storage.delete_after_commit(row.file_key)
    row.file_key, row.sample = None, []
    return True
