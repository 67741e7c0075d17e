"""An event in the archive is read, not changed: refused here for every page of its office, and asked again
where the change is made.
"""

import sqlalchemy as sa
from flask import request

from app.forums import parts_rules
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import SAFE, db
from app.platform.errors import Conflict

# What leaves the archive, what makes another event, and what is sent by POST but only reads.
_ALLOWED = frozenset({"forums.move", "copying.copy", "ticked_badges.write"})


def refuse_changes() -> None:
    """Raise Conflict before a view that would change an archived event. It stands behind the door: who may
    not open that view is answered there, and learns nothing here.
    """
    forum = (request.view_args or {}).get("forum")
    if not isinstance(forum, Forum) or forum.state is not State.ARCHIVED or request.method in SAFE:
        return
    if request.endpoint not in _ALLOWED:
        raise Conflict(parts_rules.IN_THE_ARCHIVE)


def refuse(forum_id: int) -> None:
    """Raise Conflict for an archived event. Who archives another waits for the open unit of work."""
    state = sa.select(Forum.state).where(Forum.id == forum_id)
    if db.session.scalar(state.with_for_update(read=True)) is State.ARCHIVED:
        raise Conflict(parts_rules.IN_THE_ARCHIVE)
