"""What registrations tell an organiser who prepares an event: what is missing, new, and copied."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.ports import Lack, Need
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _, lazy, plural
from app.platform.text import Translated
from app.registrations import queries
from app.registrations.models import Category, Quota, Registration
from app.registrations.words import Covers, State


def missing(forum: Forum, to: ForumState) -> list[Lack]:
    """Registration opens on an event that has a category with places."""
    if to is not ForumState.OPEN:
        return []
    if any(one.quota.places for one in db.session.scalars(queries.categories(forum.id))):
        return []
    return [Lack(lazy("A category with at least one place is missing."), "registry.categories")]


def today(forum: Forum) -> list[Need]:
    """Who waits for a place, and who came since yesterday, while registration is open."""
    if forum.state is not ForumState.OPEN:
        return []
    here = Registration.forum_id == forum.id
    fresh = sa.and_(
        Registration.created_at > now() - timedelta(days=1), Registration.state == State.CONFIRMED
    )
    waiting, new = db.session.execute(
        sa.select(
            sa.func.count().filter(Registration.state == State.WAITING), sa.func.count().filter(fresh)
        ).where(here)
    ).one()
    found = []
    if waiting:
        title = plural("%(num)d person waits for a place", "%(num)d persons wait for a place", waiting)
        text = _("More places can be opened by category.")
        found.append(
            Need(title, text, "registry.index", "registrations.list", {"state": State.WAITING.value})
        )
    if new:
        title = plural("%(num)d registration since yesterday", "%(num)d registrations since yesterday", new)
        found.append(Need(title, "", "registry.index", "registrations.list", tone="calm"))
    return found


def concerned(forum: Forum) -> str:
    """«12 registrations», those that wait for a place among them; "" without any."""
    here = (Registration.forum_id == forum.id, Registration.state != State.CANCELLED)
    count = db.session.scalar(sa.select(sa.func.count(Registration.id)).where(*here)) or 0
    return str(plural("%(num)d registration", "%(num)d registrations", count)) if count else ""


def copy(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The categories with their places, all of them free, and the limit of the whole event."""
    for one in db.session.scalars(queries.categories(earlier.id)).all():
        made = Category(forum_id=new.id, name=Translated(one.name), colour=one.colour, position=one.position)
        db.session.add(made)
        db.session.flush()
        db.session.add(
            Quota(forum_id=new.id, covers=Covers.CATEGORY, category_id=made.id, places=one.quota.places)
        )
    whole = db.session.scalar(queries.total(earlier.id))
    if whole:
        db.session.add(Quota(forum_id=new.id, covers=Covers.EVENT, places=whole.places))
