"""Where sessions stand: what a hall holds, and what a change of dates would leave outside."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.i18n import plural
from app.platform.text import isolate
from app.programme.models import Session


def in_hall(hall_id: int) -> str:
    """«3 sessions»; "" for an empty hall."""
    count = db.session.scalar(sa.select(sa.func.count(Session.id)).where(Session.hall_id == hall_id)) or 0
    return str(plural("%(num)d session", "%(num)d sessions", count)) if count else ""


def outside(forum: Forum, first: date | None, last: date | None) -> list[str]:
    """The titles of the sessions with an hour that is not between the two days (None: no day is left)."""
    found = sa.select(Session).where(Session.forum_id == forum.id, Session.starts_at.is_not(None))
    if first and last:
        after = at(last + timedelta(days=1), 0)
        found = found.where(sa.or_(Session.starts_at < at(first, 0), Session.starts_at >= after))
    return [isolate(one.title.said()) for one in db.session.scalars(found.order_by(Session.starts_at))]
