"""What the programme holds about a person: parts in sessions, by the key of the person alone."""

from typing import Any

from app.forums.models import Forum
from app.people import ports
from app.people.erased import erased_name
from app.people.ports import Record
from app.people.rights_finding import pointing, stays
from app.platform.db import db
from app.platform.i18n import lazy
from app.programme.models import PART_WORDS, Participation, Session


def declare() -> None:
    """The parts in sessions, which stay without a name."""
    ports.know(
        Record(
            "participation",
            lazy("Parts in sessions"),
            pointing(Participation.person_id, "person"),
            _told,
            stays,
            kept=lambda _row: lazy(
                "The programme keeps the part; in place of the name it says: %(words)s.",
                words=erased_name().said(),
            ),
        )
    )
    ports.nothing_in(lazy("It says what a session is about; who has a part in it stands apart."), "session")


def _told(row: Participation) -> dict[Any, Any]:
    session = db.session.get_one(Session, row.session_id)
    return {
        lazy("Event"): db.session.get_one(Forum, session.forum_id).name,
        lazy("Session"): session.title,
        lazy("Part"): PART_WORDS[row.part],
    }
