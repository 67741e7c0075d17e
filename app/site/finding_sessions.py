"""What the public search finds in programmes: sessions and talks, by their titles."""

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated
from app.programme.release_rows import Release, ReleasedSession, ReleasedTalk
from app.site.finding import LOOKED_AT, MOST, holds


def sessions(query: str) -> list[tuple[str, Translated, Forum]]:
    """The sessions whose title, or that of one of their talks, holds each word: ref, that title, event."""
    own = _shown(ReleasedSession.title)
    talks = _shown(ReleasedTalk.title).join(ReleasedTalk, ReleasedTalk.session_id == ReleasedSession.id)
    rows = [row for found in (own, talks) for row in db.session.execute(found)]
    once: dict[str, tuple[str, Translated, Forum]] = {}
    for ref, title, forum in rows:
        if holds(title, query):
            once.setdefault(ref, (ref, Translated(title), forum))  # a column alone is a plain dict
    return list(once.values())[:MOST]


def _shown(title: InstrumentedAttribute[Translated]) -> sa.Select[str, Translated, Forum]:
    """Titles of what the public reads, those of the latest events first."""
    return (
        sa.select(ReleasedSession.ref, title, Forum)
        .select_from(ReleasedSession)
        .join(Release, Release.id == ReleasedSession.release_id)
        .join(Forum, Forum.id == Release.forum_id)
        .where(Release.is_current, ReleasedSession.is_public, Forum.state != State.DRAFT)
        .order_by(Forum.starts_on.desc(), ReleasedSession.starts_at, ReleasedSession.id)
        .limit(LOOKED_AT)
    )
