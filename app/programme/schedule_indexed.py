"""The pages of programmes that search engines are told of."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.people.models import Person
from app.platform.db import db
from app.programme import released
from app.programme.release_rows import Release, ReleasedSession
from app.programme.speaker_rows import Speaker


def pages(forums: Mapping[int, Forum]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(endpoint, values) of each page of what these forums have released, in two queries."""
    sessions = db.session.execute(
        sa.select(Release.forum_id, ReleasedSession.ref)
        .join(ReleasedSession, ReleasedSession.release_id == Release.id)
        .where(Release.is_current, Release.forum_id.in_(forums), ReleasedSession.is_public)
        .order_by(Release.forum_id, ReleasedSession.starts_at, ReleasedSession.id)
    )
    begun: set[int] = set()
    for forum_id, ref in sessions:
        if forum_id not in begun:
            begun.add(forum_id)
            for endpoint in ("schedule.show", "schedule.people", "schedule.changes"):
                yield endpoint, {"forum": forums[forum_id]}
        yield "schedule.session", {"forum": forums[forum_id], "ref": ref}
    for forum_id, ref in db.session.execute(_speakers(begun)):
        yield "schedule.person", {"forum": forums[forum_id], "ref": ref}


def _speakers(forum_ids: set[int]) -> sa.Select[int, str]:
    """Those with a page: a public part in the programme of that forum."""
    return (
        sa.select(Speaker.forum_id, Speaker.ref)
        .join(Person, Person.id == Speaker.person_id)
        .where(Speaker.forum_id.in_(forum_ids), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .where(Speaker.person_id.in_(released.people_shown().where(Release.forum_id == Speaker.forum_id)))
        .order_by(Speaker.id)
    )
