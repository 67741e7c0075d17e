"""The order of sessions that begin at the same hour, or have none."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import lock
from app.platform.db import db
from app.platform.errors import Overtaken
from app.programme.models import Session


def shift(forum: Forum, session: Session, up: bool, *, by: User | None) -> None:
    """Move a session one place up or down among those of its hour; at the end nothing happens.

    Versions stay: who has one of them open is not disturbed. Raises Overtaken for one that is gone.
    """
    lock(forum)
    at = Session.starts_at.is_(None) if session.starts_at is None else Session.starts_at == session.starts_at
    found = sa.select(Session.id).where(Session.forum_id == forum.id, at)
    keys = list(db.session.scalars(found.order_by(Session.position, Session.id)))
    if session.id not in keys:
        raise Overtaken()
    place = keys.index(session.id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(keys):
        return
    keys[place], keys[other] = keys[other], keys[place]
    for position, key in enumerate(keys, 1):
        db.session.execute(sa.update(Session).where(Session.id == key).values(position=position))
    audit.record("session.shifted", session, by=by, position=other + 1)
