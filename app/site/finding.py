"""What the public search finds: events, signed agreements, people named in a programme."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public_queries import found
from app.memoranda.models import Agreement
from app.memoranda.models import State as AgreementState
from app.people.models import Person
from app.platform.db import db
from app.platform.text import Translated, search_key, search_words
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession
from app.programme.speaker_rows import Speaker

MOST = 20
LOOKED_AT = 2_000


def events(query: str) -> Sequence[Forum]:
    """The events whose name, city or motto holds each word."""
    return db.session.scalars(found(query, MOST)).all()


def agreements(query: str) -> list[tuple[Agreement, Forum]]:
    """The signed agreements whose title holds each word, the latest first."""
    signed = (
        sa.select(Agreement, Forum)
        .join(Forum, Forum.id == Agreement.forum_id)
        .where(Agreement.state == AgreementState.SIGNED, Forum.state != State.DRAFT)
        .order_by(Agreement.signed_on.desc(), Agreement.id)
        .limit(LOOKED_AT)
    )
    rows = db.session.execute(signed)
    return [(one, forum) for one, forum in rows if holds(one.title, query)][:MOST]


def people(query: str) -> list[tuple[Person, Forum, str | None]]:
    """The persons whom a programme names so: with the event, and the `ref` of their page there, if any.

    A phone or an e-mail finds nobody here.
    """
    words = [Person.search.contains(word, autoescape=True) for word in search_words(query)]
    named = (
        sa.select(Person, Forum, Speaker.ref)
        .join(ReleasedPart, ReleasedPart.person_id == Person.id)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .join(Forum, Forum.id == Release.forum_id)
        .outerjoin(Speaker, sa.and_(Speaker.person_id == Person.id, Speaker.forum_id == Forum.id))
        .where(Release.is_current, ReleasedSession.is_public)
        .where(Forum.state != State.DRAFT, Person.erased_at.is_(None), *words)
        .order_by(Forum.starts_on.desc(), Person.sort_fr, Person.id)
        .limit(LOOKED_AT)
    )
    # Whoever speaks twice at an event is named once; PostgreSQL tells no two JSON columns apart.
    once: dict[tuple[int, int], tuple[Person, Forum, str | None]] = {
        (one.id, forum.id): (one, forum, ref) for one, forum, ref in db.session.execute(named)
    }
    return [row for row in once.values() if holds(row[0].name, query)][:MOST]


def holds(name: Translated, query: str) -> bool:
    """Whether a text has each word of a query, in whatever spelling."""
    key = search_key(name.values())
    return all(word in key for word in search_words(query))
