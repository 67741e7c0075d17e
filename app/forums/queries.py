"""Reading forums."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.forums.lifecycle import State
from app.forums.models import Forum, Partner
from app.platform.db import db


def by_slug(slug: str) -> sa.Select[Forum]:
    """The forum of an address."""
    return sa.select(Forum).where(Forum.slug == slug)


def whole(forum_id: int) -> sa.Select[Forum]:
    """A forum with its halls, themes and partners."""
    return (
        sa.select(Forum)
        .where(Forum.id == forum_id)
        .options(
            selectinload(Forum.halls),
            selectinload(Forum.themes),
            selectinload(Forum.partners).joinedload(Partner.organisation),
        )
        .execution_options(populate_existing=True)
    )


def part(model: type[Any], forum_id: int, part_id: int) -> sa.Select[Any]:
    """A hall, theme or partner, found through its forum."""
    found = sa.select(model).where(model.forum_id == forum_id, model.id == part_id)
    return found.options(joinedload(Partner.organisation)) if model is Partner else found


def public() -> sa.Select[Forum]:
    """What the public sees, in the order of the dates; events without a date come first."""
    return (
        sa.select(Forum)
        .where(Forum.state != State.DRAFT)
        .order_by(Forum.starts_on.is_not(None), Forum.starts_on, Forum.id)
    )


def names() -> dict[int, Any]:
    """The name of every event by its key, newest first."""
    return {forum.id: forum.name for forum in db.session.scalars(of(None))}


def of(forum_ids: frozenset[int] | None) -> sa.Select[Forum]:
    """The forums of an account (None: all), newest first."""
    found = sa.select(Forum).order_by(Forum.starts_on.is_(None), Forum.starts_on.desc(), Forum.id.desc())
    return found if forum_ids is None else found.where(Forum.id.in_(forum_ids))


def organisations_within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the partners of these forums (None: of any)."""
    found = sa.select(Partner.organisation_id)
    return found if forum_ids is None else found.where(Partner.forum_id.in_(forum_ids))


def organisations_shown() -> sa.Select[Any]:
    """The keys of the partners whom the public sees."""
    return (
        organisations_within(None).join(Forum, Forum.id == Partner.forum_id).where(Forum.state != State.DRAFT)
    )
