"""What an organiser sets about places."""

from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import queries
from app.registrations.models import Category, Quota
from app.registrations.words import Covers


def add_category(forum: Forum, *, name: Mapping[str, str], places: int, by: User | None) -> Category:
    """Add a category with its places."""
    category = Category(forum_id=forum.id, name=Translated(name))
    db.session.add(category)
    db.session.flush()
    db.session.add(Quota(forum_id=forum.id, covers=Covers.CATEGORY, category_id=category.id, places=places))
    audit.record("category.added", category, by=by, places=places)
    return category


def set_total(forum: Forum, places: int, *, by: User | None) -> None:
    """Say how many the whole event holds, whatever the categories. Raises Conflict below what is taken."""
    quota = db.session.scalar(queries.total(forum.id))
    if quota is None:
        held = sum(one.quota.taken for one in db.session.scalars(queries.categories(forum.id)))
        quota = Quota(forum_id=forum.id, covers=Covers.EVENT, places=held, taken=held)
        db.session.add(quota)
        db.session.flush()
    set_places(quota, places, by=by)


def set_places(quota: Quota, places: int, *, by: User | None) -> None:
    """Change how many places there are. Raises Conflict when more are taken already."""
    db.session.refresh(quota, with_for_update=True)  # what it was is told
    before = quota.places
    changed = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id, Quota.taken <= places)
        .values(places=places)
        .returning(Quota.id)
    )
    if changed is None:
        raise Conflict(lazy("More places are taken already. Choose a larger number."))
    audit.record("quota.changed", quota, by=by, changes={"places": [before, places]})
