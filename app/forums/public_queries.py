"""What the public reads about events."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.forums.lifecycle import State
from app.forums.models import Contact, Document, Forum, Partner
from app.people.models import Organisation
from app.platform.db import db
from app.platform.text import search_words


def whole(forum_id: int) -> sa.Select[Forum]:
    """An event with all that stands on its pages; of contacts and documents those meant for the public."""
    return (
        sa.select(Forum)
        .where(Forum.id == forum_id, Forum.state != State.DRAFT)
        .options(
            joinedload(Forum.series),
            selectinload(Forum.days),
            selectinload(Forum.halls),
            selectinload(Forum.themes),
            selectinload(Forum.partners).joinedload(Partner.organisation),
            selectinload(Forum.contacts.and_(Contact.is_public)),
            selectinload(Forum.documents.and_(Document.is_public)),
        )
        .execution_options(populate_existing=True)
    )


def listed() -> sa.Select[Forum]:
    """Every event that the public sees, the latest first; those without a date come last."""
    return (
        sa.select(Forum)
        .where(Forum.state != State.DRAFT)
        .order_by(Forum.starts_on.is_(None), Forum.starts_on.desc(), Forum.id.desc())
    )


def found(query: str, limit: int) -> sa.Select[Forum]:
    """The events in whose names, city or motto each word stands, in whatever spelling."""
    words = search_words(query)
    return listed().where(*(Forum.search.contains(word, autoescape=True) for word in words)).limit(limit)


def editions(forum: Forum) -> Sequence[Forum]:
    """The other editions of the same series: by their numbers where all have one, else by their dates."""
    if forum.series_id is None:
        return []
    others = sa.select(Forum).where(
        Forum.series_id == forum.series_id, Forum.state != State.DRAFT, Forum.id != forum.id
    )
    found = db.session.scalars(others).all()
    return sorted(found, key=_order([forum, *found]))


def around(forum: Forum, others: Sequence[Forum]) -> tuple[Forum | None, Forum | None]:
    """Of the other editions the one before this and the one after."""
    place = _order([forum, *others])
    before = [one for one in others if place(one) < place(forum)]
    after = [one for one in others if place(one) > place(forum)]
    return (before[-1] if before else None), (after[0] if after else None)


def logo(forum_id: int, digest: str) -> sa.Select[Any]:
    """The storage keys of the logos of an event's partners that have this digest."""
    return (
        sa.select(Organisation.logo_key)
        .join(Partner, Partner.organisation_id == Organisation.id)
        .where(Partner.forum_id == forum_id, Organisation.logo["digest"].as_string() == digest)
    )


def document(forum: Forum, ref: str) -> sa.Select[Document]:
    """A document of an event that is meant for the public."""
    return sa.select(Document).where(
        Document.forum_id == forum.id, Document.ref == ref, Document.is_public.is_(True)
    )


def _order(forums: Sequence[Forum]) -> Callable[[Forum], tuple[Any, ...]]:
    if all(one.edition for one in forums):
        return lambda one: (one.edition, one.id)
    return lambda one: (one.starts_on or date.max, one.id)
