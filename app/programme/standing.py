"""Where sessions stand: what a hall holds, and what a change of dates would leave outside."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.i18n import listing, plural
from app.platform.text import isolate
from app.programme.models import Session
from app.programme.release_rows import Release, ReleasedSession


def in_halls(hall_ids: Collection[int]) -> dict[int, str]:
    """By hall what stands in it, in the draft and in what the public reads; an empty one is left out."""
    draft = _counted(sa.select(Session.hall_id), Session.hall_id, hall_ids)
    public = _counted(_current(ReleasedSession.hall_id), ReleasedSession.hall_id, hall_ids)
    found: dict[int, list[str]] = {}
    for key, count in draft.items():
        found.setdefault(key, []).append(str(plural("%(num)d session", "%(num)d sessions", count)))
    for key, count in public.items():
        told = plural(
            "%(num)d session of the released programme", "%(num)d sessions of the released programme", count
        )
        found.setdefault(key, []).append(str(told))
    return {key: listing(told) for key, told in found.items()}


def outside(forum: Forum, first: date | None, last: date | None) -> list[str]:
    """The titles of the sessions with an hour that is not between the two days (None: no day is left), in the
    draft and in what the public reads.
    """
    draft: sa.Select[Any] = sa.select(Session).where(Session.forum_id == forum.id)
    public = _current(ReleasedSession).where(Release.forum_id == forum.id)
    found: dict[str, str] = {}
    for model, query in ((Session, draft), (ReleasedSession, public)):
        for one in db.session.scalars(_not_between(query, model, first, last).order_by(model.starts_at)):
            found.setdefault(one.ref, isolate(one.title.said()))
    return list(found.values())


def _not_between(query: sa.Select[Any], model: Any, first: date | None, last: date | None) -> sa.Select[Any]:
    if first is None or last is None:
        return query.where(model.starts_at.is_not(None))
    after = at(last + timedelta(days=1), 0)
    return query.where(sa.or_(model.starts_at < at(first, 0), model.starts_at >= after))


def _counted(query: sa.Select[Any], hall: Any, hall_ids: Collection[int]) -> Counter[int]:
    return Counter(db.session.scalars(query.where(hall.in_(hall_ids))))


def _current(*columns: Any) -> sa.Select[Any]:
    """Of the sessions of the releases that the public reads."""
    return (
        sa.select(*columns).join(Release, Release.id == ReleasedSession.release_id).where(Release.is_current)
    )
