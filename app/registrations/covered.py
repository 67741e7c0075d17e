"""What a quota counts the places of, by its name."""

from app.platform.db import db
from app.platform.text import Translated
from app.registrations import workshop_reading
from app.registrations.models import Category, Delegation, Quota


def name(quota: Quota) -> Translated | None:
    """The category's, the delegation's, or the workshop's as the public last read it; None: the event."""
    if quota.category_id:
        return db.session.get_one(Category, quota.category_id).name
    if quota.delegation_id:
        return db.session.get_one(Delegation, quota.delegation_id).name
    offered = workshop_reading.every(quota.forum_id) if quota.workshop_id else []
    return next((one.title for one in offered if one.workshop.id == quota.workshop_id), None)
