"""What an organiser sets about places."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import queries
from app.registrations.models import Category, Quota
from app.registrations.words import Covers


def add_category(forum: Forum, *, places: int, by: User | None, **settings: Any) -> Category:
    """Add a category at the end, with its places."""
    settings["name"] = Translated(settings["name"])
    last = sa.select(sa.func.max(Category.position)).where(Category.forum_id == forum.id)
    settings.setdefault("position", (db.session.scalar(last) or 0) + 1)
    category = Category(forum_id=forum.id, **settings)
    db.session.add(category)
    db.session.flush()
    db.session.add(Quota(forum_id=forum.id, covers=Covers.CATEGORY, category_id=category.id, places=places))
    audit.record("category.added", category, by=by, places=places)
    return category


def set_total(forum: Forum, places: int, *, by: User | None) -> None:
    """Say how many the whole event holds, whatever the categories. Raises PartRefused below what is taken."""
    quota = db.session.scalar(queries.total(forum.id))
    if quota is None:
        # Nobody registers in between: who waits here claims the new quota too (`seats.claim_all`).
        held = sum(one.taken for one in db.session.scalars(queries.locked_categories(forum.id)))
        quota = Quota(forum_id=forum.id, covers=Covers.EVENT, places=held, taken=held)
        db.session.add(quota)
        db.session.flush()
    set_places(quota, places, by=by)


def set_places(quota: Quota, places: int, *, by: User | None) -> None:
    """Change how many places there are. Raises PartRefused when more are taken already."""
    db.session.refresh(quota, with_for_update=True)  # what it was is told
    before = quota.places
    changed = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id, Quota.taken <= places)
        .values(places=places)
        .returning(Quota.id)
    )
    if changed is None:
        told = lazy("%(taken)s places are taken already. Choose a larger number.", taken=quota.taken)
        raise PartRefused("places", told)
    audit.record("quota.changed", quota, by=by, changes={"places": [before, places]})
