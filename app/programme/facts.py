"""The columns that the draft and a release share."""

from typing import Any

from app.programme.models import PartFacts, SessionFacts, TalkFacts
from app.programme.release_rows import ReleasedPart, ReleasedSession, ReleasedTalk

Facts = type[SessionFacts] | type[TalkFacts] | type[PartFacts]
_OWN = frozenset({"id", "created_at", "release_id", "session_id", "talk_id"})
# Those that a mixin gives to both.
NAMES: dict[Facts, list[str]] = {
    facts: [one.key for one in frozen.__table__.columns if one.key not in _OWN]
    for facts, frozen in (
        (SessionFacts, ReleasedSession),
        (TalkFacts, ReleasedTalk),
        (PartFacts, ReleasedPart),
    )
}


def take(row: Any, frozen: Any, facts: Facts) -> None:
    """Write into a row of the draft what a released one holds."""
    for name in NAMES[facts]:
        value = getattr(frozen, name)
        setattr(row, name, type(value)(value) if isinstance(value, dict | list) else value)
