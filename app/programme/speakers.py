"""Who has a part in a forum's programme."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.people import ties
from app.people.models import Person, Tie
from app.platform.clock import now
from app.platform.db import db
from app.programme.models import Participation, Session, new_ref
from app.programme.speaker_rows import Speaker


def take_up(forum_id: int, *, by: User | None, known: frozenset[int] = frozenset()) -> None:
    """Add everybody with a part in the draft to the event's directory, in the open unit of work: its team
    knows all of those in `known`, and of the others what the public knows.
    """
    db.session.flush()
    tied = sa.select(Tie.person_id).where(Tie.forum_id == forum_id, Tie.person_id.is_not(None))
    new = sa.select(Person).where(
        Person.id.in_(_in_draft(forum_id)), Person.id.not_in(tied), Person.erased_at.is_(None)
    )
    ties.tie_all(db.session.scalars(new).all(), forum_id, by=by, known=known)


def ensure(forum_id: int) -> None:
    """Give everybody with a part in the draft a row, in the open unit of work; two at once do no harm."""
    db.session.flush()
    known = sa.select(Speaker.person_id).where(Speaker.forum_id == forum_id)
    new = db.session.scalars(
        _in_draft(forum_id).where(Participation.person_id.not_in(known)).distinct()
    ).all()
    if not new:
        return
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    rows = [
        {"forum_id": forum_id, "person_id": key, "ref": new_ref(), "version": 1, "created_at": now()}
        for key in new
    ]
    db.session.execute(dialect.insert(Speaker).values(rows).on_conflict_do_nothing())


def _in_draft(forum_id: int) -> sa.Select[Any]:
    return (
        sa.select(Participation.person_id)
        .join(Session, Session.id == Participation.session_id)
        .where(Session.forum_id == forum_id, Participation.person_id.is_not(None))
    )
