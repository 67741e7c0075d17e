"""Releasing a programme: the draft as it stands is frozen under a number."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import Moment, db
from app.platform.errors import Conflict
from app.platform.i18n import lazy, plural
from app.platform.text import Translated
from app.programme import checking, comparing, released, speakers
from app.programme.diffing import Programme, differences
from app.programme.facts import NAMES
from app.programme.models import PartFacts, Participation, Session, SessionFacts, Talk, TalkFacts
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession, ReleasedTalk
from app.programme.restoring import restore as restore
from app.programme.stillness import keep_still

NOTHING_NEW = lazy("Nothing has changed since the last release.")
MEANWHILE = lazy("The draft or its release changed after you opened this page. Please look at it again.")
MEANWHILE_RELEASED = lazy("Somebody else has just released this programme. Please look at it again.")


def release(
    forum: Forum, *, name: Translated, note: Translated, by: User | None, seen: str | None = None
) -> Release:
    """Freeze the draft under the next number; from the commit on the public reads it.

    `seen`: what `sight` gave to who decided. Raises Conflict when that is no longer so, when nothing has
    changed, when a conflict of the draft blocks, for the slower of two who release at once, in the archive.
    """
    keep_still(forum)
    last = db.session.scalar(released.releases(forum.id).limit(1))
    draft = comparing.draft(forum.id)
    _refuse_unseen(seen, last, draft)
    before = comparing.released(last)
    if not differences(before, draft):
        raise Conflict(NOTHING_NEW)
    _refuse_blocked(forum)
    made = Release(forum_id=forum.id, name=name, note=note, by_id=by.id if by else None)
    made.changes = comparing.changes(before, draft)
    _number(made, last)
    _freeze(forum.id, made.id)
    speakers.ensure(forum.id)
    audit.record("programme.released", made, by=by, release=made.number, count=len(made.changes))
    return made


def sight(last: Release | None, draft: Programme) -> str:
    """Stands for the draft and the release before it that somebody looks at."""
    return f"{last.number if last else 0}-{comparing.digest(draft)}"


def _refuse_unseen(seen: str | None, last: Release | None, draft: Programme) -> None:
    now_seen = sight(last, draft)
    if seen is not None and seen != now_seen:
        by_another = seen.partition("-")[0] != now_seen.partition("-")[0]
        raise Conflict(MEANWHILE_RELEASED if by_another else MEANWHILE)


def _refuse_blocked(forum: Forum) -> None:
    count = len(checking.blocking(checking.of(forum)))
    if count:
        raise Conflict(
            plural(
                "%(num)d conflict blocks the release. Nothing was released.",
                "%(num)d conflicts block the release. Nothing was released.",
                count,
            )
        )


def _number(made: Release, last: Release | None) -> None:
    """Add it under the next number."""
    if last:
        last.is_current = False
        db.session.flush()  # before the new one: only one is current
    made.number = last.number + 1 if last else 1
    db.session.add(made)
    db.session.flush()


def _freeze(forum_id: int, release_id: int) -> None:
    """Three statements, however large the programme: the draft's rows by their `ref`."""
    of_forum, frozen = Session.forum_id == forum_id, ReleasedSession.release_id == release_id
    sessions = sa.select(sa.literal(release_id), *_stamped(Session, SessionFacts)).where(of_forum)
    talks = (
        sa.select(ReleasedSession.id, *_stamped(Talk, TalkFacts))
        .join(Session, Session.id == Talk.session_id)
        .join(ReleasedSession, ReleasedSession.ref == Session.ref)
        .where(of_forum, frozen)
    )
    parts = (
        sa.select(ReleasedSession.id, ReleasedTalk.id, *_stamped(Participation, PartFacts))
        .select_from(Participation)
        .join(Session, Session.id == Participation.session_id)
        .join(ReleasedSession, ReleasedSession.ref == Session.ref)
        .outerjoin(Talk, Talk.id == Participation.talk_id)
        .outerjoin(
            ReleasedTalk,
            sa.and_(ReleasedTalk.ref == Talk.ref, ReleasedTalk.session_id == ReleasedSession.id),
        )
        .where(of_forum, frozen)
    )
    for model, key, query, facts in (
        (ReleasedSession, ["release_id"], sessions, SessionFacts),
        (ReleasedTalk, ["session_id"], talks, TalkFacts),
        (ReleasedPart, ["session_id", "talk_id"], parts, PartFacts),
    ):
        columns = [*key, *NAMES[facts], "created_at"]
        db.session.execute(sa.insert(model).from_select(columns, query))


def _stamped(model: type[Any], facts: type[Any]) -> list[Any]:
    return [*(getattr(model, name) for name in NAMES[facts]), sa.literal(now(), Moment())]
