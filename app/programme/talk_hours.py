"""When the talks of a session begin. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.programme.models import TalkFacts


def begins(starts_at: datetime | None, talks: Sequence[TalkFacts]) -> dict[int, datetime]:
    """By the key of a talk: each begins where the one before it ends. After one whose length is not known
    nothing is known; nor is anything of a session without an hour.
    """
    found: dict[int, datetime] = {}
    for talk in talks:
        if starts_at is None:
            break
        found[talk.id] = starts_at  # type: ignore[attr-defined]
        starts_at = starts_at + timedelta(minutes=talk.minutes) if talk.minutes else None
    return found
