"""Reading the log."""

import sqlalchemy as sa

from app.audit.models import Entry


def of_forum(forum_id: int) -> sa.Select[Entry]:
    """The acts of one forum, newest first."""
    return sa.select(Entry).where(Entry.forum_id == forum_id).order_by(Entry.id.desc())
