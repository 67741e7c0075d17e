"""What earlier releases tell of sessions: which are no more, and which release changed each last."""

import sqlalchemy as sa

from app.platform.db import db
from app.programme.release_rows import Release, ReleasedSession


def gone(forum_id: int) -> sa.Select[ReleasedSession]:
    """The sessions that the public read once with an hour, and now does not: each as it stood last.

    Cancelled ones, those that became internal, those whose hour is not known any more.
    """
    return _no_more(forum_id, ReleasedSession.is_public)


def left(forum_id: int, mine: sa.ColumnElement[bool]) -> sa.Select[ReleasedSession]:
    """The same for a person, of whose sessions `mine` holds, internal ones too: also those left meanwhile."""
    return _no_more(forum_id, mine)


def _no_more(forum_id: int, read: sa.ColumnExpressionArgument[bool]) -> sa.Select[ReleasedSession]:
    here, timed = Release.forum_id == forum_id, ReleasedSession.starts_at.is_not(None)
    known = sa.select(ReleasedSession.ref).join(Release, Release.id == ReleasedSession.release_id)
    stands = known.where(here, Release.is_current, read, timed)
    last = (
        sa.select(sa.func.max(ReleasedSession.id))
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(here, read, timed, ReleasedSession.ref.not_in(stands))
        .group_by(ReleasedSession.ref)
    )
    return (
        sa.select(ReleasedSession)
        .where(ReleasedSession.id.in_(last))
        .order_by(ReleasedSession.starts_at, ReleasedSession.id)
    )


def changed_by(forum_id: int) -> dict[str, int]:
    """By the name of a session that the public read, the number of the release that changed it last.

    A session that no release tells of as changed has the number of the first that shows it, one that is gone
    without a word that of the release after its last.
    """
    numbered = sa.select(Release.number, Release.changes).where(Release.forum_id == forum_id)
    releases = db.session.execute(numbered.order_by(Release.number)).all()
    spans = (
        sa.select(ReleasedSession.ref, sa.func.min(Release.number), sa.func.max(Release.number))
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(
            Release.forum_id == forum_id, ReleasedSession.is_public, ReleasedSession.starts_at.is_not(None)
        )
        .group_by(ReleasedSession.ref)
    )
    latest = releases[-1][0] if releases else 0
    found: dict[str, int] = {}
    for ref, first, last in db.session.execute(spans):
        found[ref] = first if last == latest else last + 1
    for number, changes in releases:
        for one in changes:
            found[one["ref"]] = max(number, found.get(one["ref"], 0))
    return found
