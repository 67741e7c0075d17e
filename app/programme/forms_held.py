"""A session of the draft as its form takes it."""

from typing import Any

from app.platform import clock
from app.programme.forms_rows import is_usual
from app.programme.forms_time import end_of
from app.programme.models import Participation, Session

_PLAIN = (
    *("kind", "title", "abstract", "note", "minutes", "capacity", "languages", "interpretation"),
    *("needs_registration", "is_public", "team_note", "version", "ref"),
)


def held(session: Session) -> dict[str, Any]:
    """What the form of a session shows at first; the session has its talks and people."""
    found = {name: getattr(session, name) for name in _PLAIN}
    found |= {"hall_id": _choice(session.hall_id), "theme_id": _choice(session.theme_id)}
    if session.starts_at:
        begin = clock.local(session.starts_at)
        found |= {"day": begin.date(), "hour": begin.time()}
        if session.minutes:
            found["ends"] = end_of(session.starts_at, session.minutes)
    parts = [(one.talk_id, _part(one)) for one in session.people]
    found["people"] = [part for talk_id, part in parts if talk_id is None]
    found["talks"] = [
        {name: getattr(talk, name) for name in ("title", "abstract", "minutes")}
        | {"key": talk.id, "people": [part for talk_id, part in parts if talk_id == talk.id]}
        for talk in session.talks
    ]
    lists = [found["people"], *(talk["people"] for talk in found["talks"])]
    return found | {"usual_order": all(map(is_usual, lists))}


def copied(session: Session, *, people: bool) -> dict[str, Any]:
    """The same for a new session that begins as a copy: its rows are new ones; with the people, if asked."""
    found = held(session)
    parts = [one | {"key": 0} for one in found["people"]] if people else []
    talks = [
        talk | {"key": 0, "people": [one | {"key": 0} for one in talk["people"]] if people else []}
        for talk in found["talks"]
    ]
    return found | {"people": parts, "talks": talks, "version": 0, "ref": ""}


def _part(one: Participation) -> dict[str, Any]:
    return {"key": one.id, "person_id": one.person_id, "unnamed": one.unnamed, "part": one.part}


def _choice(key: int | None) -> str:
    return str(key) if key is not None else ""
