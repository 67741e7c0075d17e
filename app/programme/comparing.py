"""The draft and the releases of a programme as `diffing` compares them: three statements each."""

from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.programme.diffing import (
    Difference,
    Lecture,
    Programme,
    Spot,
    Staff,
    Standing,
    Turn,
    differences,
    lectures,
    shown,
)
from app.programme.models import Participation, Session, Talk
from app.programme.release_rows import Change, Release, ReleasedPart, ReleasedSession, ReleasedTalk

_DETAILS = ("abstract", "note", "theme_id", "languages", "interpretation", "needs_registration")
# On no public page; the position only orders what begins at one hour.
_UNSEEN = ("capacity", "position")


def draft(forum_id: int) -> Programme:
    """The programme that is being worked on."""
    return _read(Session, Talk, Participation, Session.forum_id == forum_id)


def released(release: Release | None) -> Programme:
    """The programme of a release; of none, an empty one."""
    if release is None:
        return {}
    return _read(ReleasedSession, ReleasedTalk, ReleasedPart, ReleasedSession.release_id == release.id)


def before(release: Release) -> Release | None:
    """The release before it."""
    earlier = (Release.forum_id == release.forum_id, Release.number < release.number)
    return db.session.scalar(sa.select(Release).where(*earlier).order_by(Release.number.desc()).limit(1))


def changes(was: Programme, now: Programme) -> list[Change]:
    """What the public is told, kept with a release: nothing of internal sessions, no names of persons."""
    return [_change(one) for one in differences(shown(was), shown(now))]


def digest(programme: Programme) -> str:
    """The same for the same programme: so that what is released is what somebody looked at."""
    told = repr(sorted(programme.items(), key=lambda item: item[0]))
    return sha256(told.encode()).hexdigest()[:32]


def _change(one: Difference) -> Change:
    spot = one.before.spot if one.before and Turn.MOVED in one.turns else None
    was = {"starts_at": spot.starts_at, "minutes": spot.minutes, "hall_id": spot.hall_id} if spot else {}
    kinds = [turn.value for turn in one.turns]
    return Change(ref=one.ref, kinds=kinds, title=dict(one.stands.title), was=was)


def _read(session: Any, talk: Any, part: Any, here: sa.ColumnElement[bool]) -> Programme:
    def below(model: Any, *columns: Any) -> sa.Select[Any]:
        found = sa.select(model.session_id, *columns).join(session, session.id == model.session_id)
        return found.where(here).order_by(model.position, model.id)

    talks = _grouped(below(talk, talk.ref, talk.title, talk.minutes, talk.abstract), lambda row: row[1:])
    parts = below(part, part.person_id, part.unnamed, part.part, talk.ref)
    people = _grouped(parts.outerjoin(talk, talk.id == part.talk_id), _told)
    rows = db.session.execute(
        sa.select(session.id, *(getattr(session, name) for name in _COLUMNS))
        .where(here)
        .order_by(session.starts_at.is_(None), session.starts_at, session.position, session.id)
    )
    return {row.ref: _standing(row, people[row.id], talks[row.id]) for row in rows}


_COLUMNS = ("ref", "kind", "title", "starts_at", "minutes", "hall_id", "is_public", *_DETAILS, *_UNSEEN)


def _grouped(query: sa.Select[Any], made: Callable[[Any], Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.session_id].append(made(row))
    return found


def _told(row: Any) -> Staff:
    unnamed = "" if row.person_id else " / ".join(f"{key}: {row.unnamed[key]}" for key in sorted(row.unnamed))
    return Staff(row.person_id, unnamed, row.part.value, row.ref)


def _standing(row: Any, people: list[Staff], talks: list[Any]) -> Standing:
    starts_at = row.starts_at.isoformat() if row.starts_at else None
    held: tuple[Lecture, ...] = lectures((ref, dict(title), minutes) for ref, title, minutes, _text in talks)
    details = [_plain(getattr(row, name)) for name in _DETAILS]
    return Standing(
        ref=row.ref,
        title=dict(row.title),
        spot=Spot(starts_at, row.minutes, row.hall_id),
        is_public=row.is_public,
        people=tuple(people),
        talks=held,
        kind=row.kind.value,
        details=(*details, *(_plain(text) for *_talk, text in talks)),
        unseen=tuple(getattr(row, name) for name in _UNSEEN),
    )


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value
