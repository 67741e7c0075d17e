"""What agreements tell an organiser who prepares an event."""

import sqlalchemy as sa

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.ports import Need
from app.memoranda.models import Agreement, State
from app.platform.db import db
from app.platform.i18n import _, plural

_WHEN = (ForumState.OPEN, ForumState.UNDER_WAY, ForumState.CLOSED)


def concerned(forum: Forum) -> str:
    """«2 signed agreements»; "" without any."""
    signed = (Agreement.forum_id == forum.id, Agreement.state == State.SIGNED)
    count = db.session.scalar(sa.select(sa.func.count(Agreement.id)).where(*signed)) or 0
    return str(plural("%(num)d signed agreement", "%(num)d signed agreements", count)) if count else ""


def today(forum: Forum) -> list[Need]:
    """Agreements that nobody signed yet, from the opening of registration on."""
    if forum.state not in _WHEN:
        return []
    open_ones = (Agreement.forum_id == forum.id, Agreement.state != State.SIGNED)
    count = db.session.scalar(sa.select(sa.func.count(Agreement.id)).where(*open_ones)) or 0
    if not count:
        return []
    title = plural("%(num)d agreement is not signed yet", "%(num)d agreements are not signed yet", count)
    return [Need(title, _("See what each still needs."), "memoranda.index", "memoranda.list", tone="calm")]
