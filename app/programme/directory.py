"""What the directory tells of the parts that persons have in programmes: drafted, and released."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from flask import url_for

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.people.ports import Part
from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import isolate
from app.programme.models import Participation, Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession
from app.programme.speaker_rows import Speaker
from app.programme.words import KIND_WORDS, PART_WORDS


def told(keys: Collection[int]) -> Mapping[int, list[Part]]:
    """The parts of some persons, by person, in the order of the days. What the public reads leads to the
    public page of the speaker; what stands in a draft alone is its team's to know.
    """
    pages = {(one, forum): ref for one, forum, ref in db.session.execute(_refs(keys))}
    released = db.session.execute(_released(keys)).all()
    shown = {_of(part, session, forum) for part, session, forum in released}
    drafted = [row for row in db.session.execute(_drafted(keys)) if _of(*row) not in shown]
    found: dict[int, list[Part]] = {}
    rows: list[Any] = [*released, *drafted]
    for part, session, forum in sorted(rows, key=_order):
        is_public, key = _of(part, session, forum) in shown, part.person_id or 0
        ref = pages.get((key, forum.id), "")
        url = url_for("schedule.person", forum=forum, ref=ref) if is_public and ref else ""
        title = session.title.said() or str(KIND_WORDS[session.kind])
        text = _("%(part)s: %(session)s", part=PART_WORDS[part.part], session=isolate(title))
        found.setdefault(key, []).append(Part(forum.id, text, url, is_public))
    return found


def _refs(keys: Collection[int]) -> sa.Select[int, int, str]:
    return sa.select(Speaker.person_id, Speaker.forum_id, Speaker.ref).where(Speaker.person_id.in_(keys))


def _drafted(keys: Collection[int]) -> sa.Select[Participation, Session, Forum]:
    return (
        sa.select(Participation, Session, Forum)
        .join(Session, Session.id == Participation.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .where(Participation.person_id.in_(keys))
    )


def _released(keys: Collection[int]) -> sa.Select[ReleasedPart, ReleasedSession, Forum]:
    return (
        sa.select(ReleasedPart, ReleasedSession, Forum)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .join(Forum, Forum.id == Release.forum_id)
        .where(ReleasedPart.person_id.in_(keys), Release.is_current, ReleasedSession.is_public)
        .where(Forum.state != State.DRAFT)
    )


def _of(part: Any, session: Any, _forum: Forum) -> tuple[int | None, str, str]:
    return part.person_id, session.ref, part.part


def _order(row: Any) -> tuple[bool, float, int]:
    part, session, _forum = row
    return session.starts_at is None, session.starts_at.timestamp() if session.starts_at else 0.0, part.id
