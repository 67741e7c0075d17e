"""What the programme holds about a person: parts in sessions, by the key of the person alone, and the page of
the speaker.
"""

from typing import Any

from app.accounts.models import User
from app.forums.models import Forum
from app.people import ports
from app.people.erased import erased_name
from app.people.ports import Record
from app.people.rights_finding import pointing, removed, stays
from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import day, hour, lazy, lazy_context
from app.platform.text import Translated
from app.programme.models import Participation, Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession, Told
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import ANSWER_WORDS, PART_WORDS, Answer


def declare() -> None:
    """The parts in sessions, which stay without a name; what the speaker said, which goes."""
    for table, label, column, told in (
        ("participation", lazy("Parts in sessions"), Participation.person_id, _told),
        ("released_part", lazy("Parts in released programmes"), ReleasedPart.person_id, _released_told),
    ):
        rows = pointing(column, "person")
        ports.know(Record(table, label, rows, told, stays, kept=_kept))
    _declare_speakers()
    ports.nothing_in(
        lazy("It says what a session is about; who has a part in it stands apart."),
        *("session", "talk", "release", "released_session", "released_talk"),
    )
    ports.nothing_in(
        lazy("It says what a programme is measured by."), "programme_rules", "prayer_day", "acceptance"
    )


def _declare_speakers() -> None:
    ports.know(
        Record(
            "speaker",
            lazy("Answers and biographies of speakers"),
            pointing(Speaker.person_id, "person"),
            _speaker_told,
            _forget,
            letters="programme.asked",
            ends=lazy("Biography and words to the team are emptied; the personal link opens nothing more."),
        )
    )
    ports.know(
        Record(
            "availability",
            lazy("Hours at which a speaker is there"),
            pointing(Availability.person_id, "person"),
            _availability_told,
            removed,
        )
    )
    ports.know(
        Record(
            "told",
            lazy("Letters about changes of a programme"),
            pointing(Told.person_id, "person"),
            _letter_told,
            removed,
            letters="programme.changed",
        )
    )


def _kept(_row: Any) -> Any:
    return lazy(
        "The programme keeps the part; in place of the name it says: %(words)s.", words=erased_name().said()
    )


def _told(row: Participation) -> dict[Any, Any]:
    session = db.session.get_one(Session, row.session_id)
    return _part_told(row, session, session.forum_id)


def _released_told(row: ReleasedPart) -> dict[Any, Any]:
    session = db.session.get_one(ReleasedSession, row.session_id)
    release = db.session.get_one(Release, session.release_id)
    return _part_told(row, session, release.forum_id) | {lazy_context("label", "Release"): release.number}


def _part_told(row: Any, session: Any, forum_id: int) -> dict[Any, Any]:
    return {
        lazy("Event"): db.session.get_one(Forum, forum_id).name,
        lazy("Session"): session.title,
        lazy("Part"): PART_WORDS[row.part],
    }


def _speaker_told(row: Speaker) -> dict[Any, Any]:
    return {
        lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
        lazy("Answer"): ANSWER_WORDS[row.answer],
        lazy("Answered on"): row.answered_at,
        lazy("A word to the team"): row.answer_note,
        lazy("Asked on"): row.asked_at,
        lazy("Biography"): row.biography,
    }


def _forget(row: Speaker, _by: User) -> bool:
    held = bool(row.biography or row.answer_note or row.answered_at)
    row.biography, row.answer_note = Translated(), ""
    row.answer, row.answered_at = Answer.OPEN, None
    return held


def _availability_told(row: Availability) -> dict[Any, Any]:
    begin, end = local(row.starts_at), local(row.ends_at)
    return {
        lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
        lazy("From"): f"{day(begin.date())} {hour(begin)}",
        lazy("Until"): f"{day(end.date())} {hour(end)}",
    }


def _letter_told(row: Told) -> dict[Any, Any]:
    release = db.session.get_one(Release, row.release_id)
    return {
        lazy("Event"): db.session.get_one(Forum, release.forum_id).name,
        lazy_context("label", "Release"): release.number,
    }
