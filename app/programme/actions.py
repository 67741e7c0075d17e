"""What changes a session of the draft."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum, Hall, Theme
from app.forums.parts_rules import PartRefused, lock
from app.platform.db import db
from app.platform.errors import Overtaken
from app.platform.i18n import lazy
from app.programme import queries, talks_people
from app.programme.models import Session

# Read by the team alone, who may write there about somebody.
_UNTOLD = frozenset({"team_note"})


def add(
    forum: Forum, values: Mapping[str, Any], *, by: User | None, known: frozenset[int] | None = None
) -> Session:
    """Add a session, with its `talks` and `people` where they are given: see `talks_people` for them and for
    `known`. Raises PartRefused for a hall, a theme or a person that is no more.
    """
    lock(forum)
    facts = dict(values)
    talks, people = facts.pop("talks", ()), facts.pop("people", ())
    check(forum, facts)
    last = sa.select(sa.func.max(Session.position)).where(Session.forum_id == forum.id)
    facts.setdefault("position", (db.session.scalar(last) or 0) + 1)
    session = Session(forum_id=forum.id, **facts)
    db.session.add(session)
    if talks or people:
        talks_people.put(session, talks, people, known=known, by=by)
    audit.record("session.added", session, by=by)
    return session


def edit(
    session: Session,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User | None,
    known: frozenset[int] | None = None,
) -> None:
    """Change a session, as `add` takes it; talks and people only where they are given. Its version covers
    them too.

    Raises Overtaken when it is no longer the version that was opened, or a PartRefused.
    """
    forum = db.session.get_one(Forum, session.forum_id)
    lock(forum)
    session = _again(session)
    if session.version != version:
        raise Overtaken()
    facts = dict(values)
    talks, people = facts.pop("talks", None), facts.pop("people", None)
    check(forum, facts)
    for name, value in facts.items():
        setattr(session, name, value)
    changes = audit.changes(session)
    fields = sorted(_UNTOLD & set(changes))
    if talks is not None and people is not None:
        rows = talks_people.put(session, talks, people, known=known, by=by)
        if rows and not changes:
            flag_modified(session, "position")  # the version is raised where the row itself is written
        fields += rows
    told = {name: pair for name, pair in changes.items() if name not in _UNTOLD}
    details: dict[str, Any] = {"fields": fields} if fields else {}
    audit.record("session.edited", session, by=by, changes=told, **details)


def remove(session: Session, *, by: User | None) -> None:
    """Take a session out of the programme, with its talks and parts. A release that has it keeps it."""
    lock(db.session.get_one(Forum, session.forum_id))
    session = _again(session)
    audit.record("session.removed", session, by=by)
    db.session.delete(session)


def _again(session: Session) -> Session:
    """The session as it is now, with talks and people. Raises Overtaken for one that is gone."""
    found = queries.with_parts(queries.session(session.forum_id, session.id))
    row = db.session.scalar(found.execution_options(populate_existing=True))
    if row is None:
        raise Overtaken()
    return row


def check(forum: Forum, facts: Mapping[str, Any]) -> None:
    """Raise PartRefused for a hall or theme that went since a form was filled in. The forum is locked."""
    for model, name, gone in (
        (Hall, "hall_id", lazy("This hall is no longer there. Choose another.")),
        (Theme, "theme_id", lazy("This theme is no longer there. Choose another.")),
    ):
        key = facts.get(name)
        held = sa.select(model.id).where(model.forum_id == forum.id, model.id == key)
        if key is not None and db.session.scalar(held) is None:
            raise PartRefused(name, gone)
