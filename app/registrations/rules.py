"""The rules of a forum's registration."""

from datetime import datetime

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform import clock
from app.platform.db import db
from app.platform.once import once
from app.registrations.rule_rows import Rules


def of(forum_id: int) -> Rules:
    """What the organiser set; the defaults, in a row that nobody keeps, where nothing was set."""
    return once(("rules", forum_id), lambda: _read(forum_id))


def _read(forum_id: int) -> Rules:
    return db.session.scalar(sa.select(Rules).where(Rules.forum_id == forum_id)) or Rules(forum_id=forum_id)


def may_change(forum: Forum, now: datetime | None = None) -> bool:
    """Whether persons change their registration by themselves."""
    return _until(forum, of(forum.id).changes_until, now)


def may_cancel(forum: Forum, now: datetime | None = None) -> bool:
    """Whether persons cancel by themselves."""
    return _until(forum, of(forum.id).cancel_until, now)


def _until(forum: Forum, moment: datetime | None, now: datetime | None) -> bool:
    """Before the moment that was set, else before the first day of the event begins."""
    if moment is None and forum.starts_on:
        moment = clock.at(forum.starts_on, 0)
    return moment is None or (now or clock.now()) < moment
