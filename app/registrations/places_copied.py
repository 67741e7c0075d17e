"""What a new edition takes of the places of an earlier one: no dates, no links, nobody's name."""

from app.accounts.models import User
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated
from app.registrations import delegation_queries, queries
from app.registrations.models import Category, Delegation, Quota
from app.registrations.words import Covers

_SETTINGS = ("colour", "position", "entry", "seen", "hold_hours", "badge_design")


def categories(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The categories with their places, all of them free, and the limit of the whole event."""
    for one in db.session.scalars(queries.categories(earlier.id)).all():
        made = Category(
            forum_id=new.id,
            name=Translated(one.name),
            about=Translated(one.about),
            **{name: getattr(one, name) for name in _SETTINGS},
        )
        db.session.add(made)
        db.session.flush()
        db.session.add(_quota(new, Covers.CATEGORY, one.quota.places, category_id=made.id))
    whole = db.session.scalar(queries.total(earlier.id))
    if whole:
        db.session.add(_quota(new, Covers.EVENT, whole.places))


def delegations(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The delegations with their places, nobody named; those alone whose category came along."""
    db.session.flush()
    # They were copied in their order, where they were copied at all.
    keys = dict(zip(_keys(earlier), _keys(new), strict=False))
    for one in db.session.scalars(delegation_queries.delegations(earlier.id)).all():
        if one.category_id not in keys:
            continue
        made = Delegation(
            forum_id=new.id,
            category_id=keys[one.category_id],
            organisation_id=one.organisation_id,
            name=Translated(one.name),
        )
        db.session.add(made)
        db.session.flush()
        db.session.add(_quota(new, Covers.DELEGATION, one.quota.places, delegation_id=made.id))


def _keys(forum: Forum) -> list[int]:
    return [one.id for one in db.session.scalars(queries.categories(forum.id))]


def _quota(new: Forum, covers: Covers, places: int, **of: int) -> Quota:
    return Quota(forum_id=new.id, covers=covers, places=places, **of)
