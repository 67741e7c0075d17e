"""What the desk holds about a person: where and when a badge was read, by the key of the registration."""

from typing import Any

from app.checkin.models import Admission, Gate, Scan
from app.checkin.words import WORDS
from app.forums.models import Forum
from app.people import ports
from app.people.ports import Record
from app.people.rights_finding import pointing, stays
from app.platform.db import db
from app.platform.i18n import lazy

_COUNTED = lazy("It counts who came in, and names nobody once the registration is emptied.")


def declare() -> None:
    """Admissions and readings, which stay as figures."""
    for table, label, column in (
        ("admission", lazy("Entries at the gates"), Admission.registration_id),
        ("scan", lazy("Readings of the badge"), Scan.registration_id),
    ):
        rows = pointing(column, "registration")
        ports.know(Record(table, label, rows, _told, stays, kept=lambda _row: _COUNTED))
    ports.nothing_in(lazy("It names a door."), "gate")


def _told(row: Admission | Scan) -> dict[Any, Any]:
    answer = WORDS[row.answer] if isinstance(row, Scan) else ""
    return {
        lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
        lazy("Gate"): db.session.get_one(Gate, row.gate_id).name,
        lazy("When"): row.created_at,
        lazy("Answer"): answer,
    }
