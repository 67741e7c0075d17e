"""Where sessions stand: what a hall holds, and what a change of dates would leave outside."""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.i18n import plural
from app.platform.text import isolate
from app.programme.models import Session


def in_halls(hall_ids: Collection[int]) -> dict[int, str]:
    """«3 sessions» by hall; an empty one is left out."""
    counted = sa.select(Session.hall_id, sa.func.count()).where(Session.hall_id.in_(hall_ids))
    rows = db.session.execute(counted.group_by(Session.hall_id)).all()
    return {
        hall_id: str(plural("%(num)d session", "%(num)d sessions", count))
        for hall_id, count in rows
        if hall_id is not None
    }


def outside(forum: Forum, first: date | None, last: date | None) -> list[str]:
    """The titles of the sessions with an hour that is not between the two days (None: no day is left)."""
    found = sa.select(Session).where(Session.forum_id == forum.id, Session.starts_at.is_not(None))
    if first and last:
        after = at(last + timedelta(days=1), 0)
        found = found.where(sa.or_(Session.starts_at < at(first, 0), Session.starts_at >= after))
    return [isolate(one.title.said()) for one in db.session.scalars(found.order_by(Session.starts_at))]
