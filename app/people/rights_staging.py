"""What spreadsheets brought about a person: the lines, and the files that they stood in."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.people import ports
from app.people.import_rows import Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import full_name
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import removed
from app.platform import storage
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import digits, fold

_PARTS = ("given_ar", "family_ar", "given_latin", "family_latin")
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
            ends=lazy("Removed."),
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
        )
    )


def _lines(subject: Subject) -> Iterable[ImportRow]:
    """Those that were chosen, and those that made the person."""
    made = ImportRow.made_id.in_(subject.keys("person")) & ImportRow.import_id.in_(_PEOPLE)
    found = sa.select(ImportRow).where(sa.or_(ImportRow.id.in_(subject.keys("import_row")), made))
    return db.session.scalars(found.order_by(ImportRow.id)).all()


def _lines_alike(subject: Subject) -> Iterable[ImportRow]:
    """Lines in which an address stands, or a name. JSON keeps Arabic letters as escapes: names are read."""
    values: Any = sa.cast(ImportRow.values, sa.Text)
    addresses = [
        values.icontains(json.dumps(one)[1:-1], autoescape=True) for one in subject.emails | subject.phones
    ]
    of_people = ImportRow.import_id.in_(_PEOPLE)
    keys = set(db.session.scalars(sa.select(ImportRow.id).where(of_people, sa.or_(sa.false(), *addresses))))
    if subject.names:
        every = db.session.execute(sa.select(ImportRow.id, ImportRow.values).where(of_people))
        keys |= {key for key, held in every if {fold(name) for name in _names(held)} & subject.names}
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
    """Those of the lines, and those whose first rows are kept for showing and name the person."""
    of = {row.import_id for row in _lines(subject)}
    found = db.session.scalars(sa.select(Import).where(Import.sort == Sort.PERSON).order_by(Import.id)).all()
    return [one for one in found if one.id in of or any(_is_about(cells, subject) for cells in one.sample)]


def _is_about(cells: Iterable[str], subject: Subject) -> bool:
    text = " ".join(map(str, cells))
    words, figures = set(fold(text).split()), "".join(one for one in digits(text) if one.isdigit())
    return (
        any(set(name.split()) <= words for name in subject.names)
        or any(email in text.lower() for email in subject.emails)
        or any(phone[-9:] in figures for phone in subject.phones)
    )


def _erase_file(row: Import, _by: User) -> bool:
    """An import that still needs its file is over: it begins anew with another."""
    if row.file_key is None and not row.sample:
        return False
    if row.file_key:
        storage.delete_after_commit(row.file_key)
    row.file_key, row.sample = None, []
    if row.step in (Step.MAPPING, Step.CHECKING):
        row.step = Step.DROPPED
    return True
