"""Whose acts the log holds."""

import sqlalchemy as sa

from app.audit.models import Entry


def people(forum_id: int | None = None) -> sa.Select[int | None, str]:
    """Whoever acted in a forum, or anywhere: key and name, each once. The name is the latest in that forum;
    without one, in the forum where the order of the index ends.

    The index is asked for one key after the other: reading it whole takes long in a long log.
    """
    actors = sa.select(sa.func.min(Entry.actor_id).label("id")).cte("actors", recursive=True)
    following = sa.select(sa.func.min(Entry.actor_id)).where(Entry.actor_id > actors.c.id)
    actors = actors.union_all(sa.select(following.scalar_subquery()).where(actors.c.id.is_not(None)))
    latest = sa.select(Entry.id).where(Entry.actor_id == actors.c.id)
    latest = latest.order_by(Entry.forum_id.desc(), Entry.id.desc()).limit(1)
    if forum_id is not None:
        latest = latest.where(Entry.forum_id == forum_id)
    return sa.select(Entry.actor_id, Entry.actor).where(
        Entry.id.in_(sa.select(latest.correlate(actors).scalar_subquery()).select_from(actors))
    )
