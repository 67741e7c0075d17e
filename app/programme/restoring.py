"""Restoring a release: the draft becomes what was released. What was never released is lost then."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.programme import comparing, released, speakers
from app.programme.diffing import Difference, differences
from app.programme.facts import take
from app.programme.models import PartFacts, Participation, Session, SessionFacts, Talk, TalkFacts
from app.programme.release_rows import Release, ReleasedSession
from app.programme.stillness import keep_still
from app.programme.words import Kind

MEANWHILE = lazy("The draft changed after you opened this page. Please look at the difference again.")


@dataclass(frozen=True)
class Restored:
    """What was done: how many sessions came to be as they were, and which have no hall or theme by it: it was
    removed since, or never stated.
    """

    count: int
    without_hall: list[Translated]
    without_theme: list[Translated]


def restore(release: Release, *, by: User | None, seen: str | None = None) -> Restored:
    """Make the draft what was released, by `ref`: changed, created again, removed. Notes for the team stay.

    `seen`: the digest of the draft that somebody agreed to lose. Raises Conflict when it is another by now,
    when the draft is this release already, and for an event in the archive.
    """
    keep_still(db.session.get_one(Forum, release.forum_id))
    was, now = comparing.draft(release.forum_id), comparing.released(release)
    if seen is not None and seen != comparing.digest(was):
        raise Conflict(MEANWHILE)
    found = {one.ref: one for one in differences(was, now)}
    if not found:
        raise Conflict(lazy("The draft is the same as this release already."))
    without = lacking(release, found.keys())
    _become(release, found, by=by)
    speakers.take_up(release.forum_id, by=by)
    speakers.ensure(release.forum_id)
    audit.record("programme.restored", release, by=by, release=release.number, count=len(found))
    return Restored(len(found), *without)


def lacking(release: Release, refs: Set[str]) -> tuple[list[Translated], list[Translated]]:
    """Of the sessions that come to be as they were, the titles of those that lose their hall by it, and of
    those that lose their theme; among those that are created again, of all but breaks that have none.
    """
    held = sa.select(Session.ref, Session.hall_id, Session.theme_id).where(
        Session.forum_id == release.forum_id, Session.ref.in_(refs)
    )
    draft = {row.ref: row for row in db.session.execute(held)}
    row = ReleasedSession
    columns = (row.ref, row.title, row.kind, row.hall_id, row.theme_id)
    rows = db.session.execute(_frozen(release, refs).with_only_columns(*columns)).all()
    halls, themes = (
        [
            Translated(row.title)
            for row in rows
            if getattr(row, name) is None and _had(name, row, draft.get(row.ref))
        ]
        for name in ("hall_id", "theme_id")
    )
    return halls, themes


def _frozen(release: Release, refs: Set[str]) -> sa.Select[ReleasedSession]:
    return released.bare(release.id).where(ReleasedSession.ref.in_(refs))


def _had(name: str, row: Any, draft: Any) -> bool:
    return getattr(draft, name) is not None if draft else row.kind is not Kind.BREAK


def _become(release: Release, found: Mapping[str, Difference], *, by: User | None) -> None:
    draft, rows = _read(release, found)
    known_talks = {talk.ref: (one, talk) for one in draft.values() for talk in one.talks}
    for row in rows:
        known = draft.get(row.ref)
        session = known or Session(forum_id=release.forum_id)
        take(session, row, SessionFacts)
        talks = _talks(session, row, known_talks)
        if _is_restaffed(found[row.ref]):
            _people(session, row, talks)
        if known:
            audit.record("session.edited", session, by=by, changes=audit.changes(session))
            flag_modified(session, "title")  # its version rises, also where only its talks or people changed
        else:
            db.session.add(session)
            audit.record("session.added", session, by=by)
    for ref in sorted(ref for ref, one in found.items() if one.after is None):
        audit.record("session.removed", draft[ref], by=by)
        db.session.delete(draft[ref])
    db.session.flush()


def _read(
    release: Release, found: Mapping[str, Difference]
) -> tuple[dict[str, Session], Sequence[ReleasedSession]]:
    """The sessions that change, of the draft and as they were released; with people where these change."""
    restaffed = {ref for ref, one in found.items() if _is_restaffed(one)}
    here = sa.select(Session).where(Session.forum_id == release.forum_id)
    draft = db.session.scalars(
        here.where(Session.ref.in_(found.keys())).options(selectinload(Session.talks))
    ).all()
    rows = db.session.scalars(
        _frozen(release, found.keys()).options(selectinload(ReleasedSession.talks))
    ).all()
    if restaffed:
        people = selectinload(Session.people)
        db.session.scalars(here.where(Session.ref.in_(restaffed)).options(people)).all()
        people = selectinload(ReleasedSession.people)
        db.session.scalars(_frozen(release, restaffed).options(people)).all()
    return {one.ref: one for one in draft}, rows


def _is_restaffed(one: Difference) -> bool:
    return not one.before or not one.after or one.before.people != one.after.people


def _talks(session: Session, row: ReleasedSession, known: dict[str, tuple[Session, Talk]]) -> dict[int, Talk]:
    """The talks of a session as they were; by the key of the released one."""
    made: dict[int, Talk] = {}
    for frozen in row.talks:
        owner, talk = known.get(frozen.ref, (session, Talk()))
        if owner is not session:  # it had been put into another session
            owner.talks.remove(talk)
        take(talk, frozen, TalkFacts)
        made[frozen.id] = talk
    session.talks = list(made.values())
    return made


def _people(session: Session, row: ReleasedSession, talks: dict[int, Talk]) -> None:
    parts = []
    for frozen in row.people:
        part = Participation(talk=talks.get(frozen.talk_id or 0))
        take(part, frozen, PartFacts)
        parts.append(part)
    session.people = parts
