"""What is full, in words for the team."""

import sqlalchemy as sa

from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import isolate
from app.registrations import workshop_reading
from app.registrations.models import Category, Delegation, Quota
from app.registrations.words import Covers


def named(quota: Quota) -> str:
    """«The category: Associations», isolated for plain text."""
    if quota.covers is Covers.EVENT:
        return str(_("the whole event"))
    if quota.covers is Covers.CATEGORY:
        name = isolate(db.session.get_one(Category, quota.category_id).name.said())
        return str(_("the category %(name)s", name=name))
    if quota.covers is Covers.DELEGATION:
        name = isolate(db.session.get_one(Delegation, quota.delegation_id).name.said())
        return str(_("the delegation %(name)s", name=name))
    return str(_("the workshop %(name)s", name=isolate(workshop_title(quota))))


def nothing_left(quota: Quota) -> str:
    """The sentence of a refusal."""
    return str(_("No place is left: %(what)s.", what=named(quota)))


def workshop_title(quota: Quota) -> str:
    """The title of the session that it is."""
    every = workshop_reading.every(quota.forum_id)
    return next((one.title.said() for one in every if one.workshop.id == quota.workshop_id), "")


def full_workshops(forum_id: int, workshop_ids: list[int]) -> list[int]:
    """Those of these workshops that have no place left, for showing."""
    full = sa.select(Quota.workshop_id).where(
        Quota.forum_id == forum_id, Quota.workshop_id.in_(workshop_ids), Quota.taken >= Quota.places
    )
    return [key for key in db.session.scalars(full) if key is not None]
