"""What releases tell an organiser who prepares an event."""

from datetime import timedelta

import sqlalchemy as sa

from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.ports import Lack, Need
from app.forums.public_rules import is_over
from app.platform.clock import local, now, today
from app.platform.db import db
from app.platform.i18n import _, plural
from app.programme import checking, comparing, concerned, released, telling
from app.programme.diffing import differences
from app.programme.models import Session
from app.programme.release_rows import Release, ReleasedSession, Told

_PERMISSION = "programme.release"
_NEAR = timedelta(days=14)
_LETTERS_WAIT = timedelta(days=7)


def missing(forum: Forum, to: State) -> list[Lack]:
    """Before it is announced or opened: sessions of which the public sees none. Before it is under way: a
    draft that says something else than the public reads.
    """
    last = _last(forum)
    if to in (State.ANNOUNCED, State.OPEN) and last is None and _has_sessions(forum):
        sentence = _("The programme was never released: the public sees nothing of it.")
        return [Lack(sentence, "releases.index", blocks=False)]
    if to is State.UNDER_WAY and _differs(forum, last):
        sentence = _("The programme has changes that are not released yet.")
        return [Lack(sentence, "releases.index", blocks=False)]
    return []


def today_needs(forum: Forum) -> list[Need]:
    """Changes that wait for a release, conflicts that block one near the first day, letters not sent. Nothing
    of what is over.
    """
    if is_over(forum):
        return []
    last = _last(forum)
    return [*_waiting_changes(forum, last), *_blocked(forum), *_unsent(last)]


def at_stake(forum: Forum) -> str:
    """«12 sessions that the public reads»; "" without any."""
    current = sa.select(Release.id).where(Release.forum_id == forum.id, Release.is_current)
    shown = (ReleasedSession.release_id.in_(current), ReleasedSession.is_public)
    count = db.session.scalar(sa.select(sa.func.count(ReleasedSession.id)).where(*shown)) or 0
    if not count:
        return ""
    return str(
        plural("%(num)d session that the public reads", "%(num)d sessions that the public reads", count)
    )


def _waiting_changes(forum: Forum, last: Release | None) -> list[Need]:
    """Asked of the log first: while nobody touched a session nothing is compared."""
    if last is None:
        return []
    touched = (Entry.forum_id == forum.id, Entry.created_at > last.created_at)
    acts = sa.or_(Entry.act.startswith("session."), Entry.act.startswith("talk."))
    since = db.session.scalar(sa.select(sa.func.min(Entry.created_at)).where(*touched, acts))
    if since is None or not _differs(forum, last):
        return []
    count = (today() - local(since).date()).days
    title = _("The programme has changes that are not released yet")
    text = plural("For %(num)d day", "For %(num)d days", count) if count else _("Since today")
    return [Need(title, text, "releases.index", _PERMISSION)]


def _blocked(forum: Forum) -> list[Need]:
    if forum.starts_on is None or forum.starts_on - today() > _NEAR or not _has_sessions(forum):
        return []
    count = len(checking.blocking(checking.of(forum)))
    if not count:
        return []
    title = plural(
        "%(num)d conflict blocks the next release", "%(num)d conflicts block the next release", count
    )
    return [Need(title, "", "conflicts.index", "programme.edit", tone="urgent")]


def _unsent(last: Release | None) -> list[Need]:
    """Letters of the current release, while it is young and nobody has pressed the button."""
    if last is None or now() - last.created_at > _LETTERS_WAIT:
        return []
    if db.session.scalar(sa.select(sa.exists().where(Told.release_id == last.id))):
        return []
    count = len(telling.reachable(last, concerned.since(last, comparing.before(last))))
    if not count:
        return []
    title = plural(
        "%(num)d person does not know of the last release yet",
        "%(num)d persons do not know of the last release yet",
        count,
    )
    values = {"release_id": last.id}
    return [Need(title, _("Tell those concerned."), "releases.tell", _PERMISSION, values, tone="calm")]


def _last(forum: Forum) -> Release | None:
    found: Release | None = db.session.scalar(released.releases(forum.id).limit(1))
    return found


def _differs(forum: Forum, last: Release | None) -> bool:
    return bool(differences(comparing.released(last), comparing.draft(forum.id)))


def _has_sessions(forum: Forum) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(Session.forum_id == forum.id))))
