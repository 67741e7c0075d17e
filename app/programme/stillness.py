"""Keeping a programme still while all of it is read and written."""

import sqlalchemy as sa

from app.forums import parts_rules
from app.forums.models import Forum
from app.people.models import Person
from app.platform.db import db
from app.programme.models import Participation, Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession


def keep_still(forum: Forum) -> None:
    """Until the end of the unit of work nobody changes the draft, what its conflicts hang on, or who stands
    in it or in a release: whoever does so locks the forum first, whoever merges or erases persons those, in
    the order of their keys as here. Raises Conflict for an event in the archive.
    """
    parts_rules.lock(forum)
    drafted = sa.select(Participation.person_id).join(Session, Session.id == Participation.session_id)
    released = (
        sa.select(ReleasedPart.person_id)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
    )
    known = sa.or_(
        Person.id.in_(drafted.where(Session.forum_id == forum.id)),
        Person.id.in_(released.where(Release.forum_id == forum.id)),
    )
    people = sa.select(Person.id).where(known).order_by(Person.id)
    db.session.execute(people.with_for_update(read=True, key_share=True))
