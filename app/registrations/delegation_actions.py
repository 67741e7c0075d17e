"""What changes a delegation. The row of the forum is locked first: two editors are told in turn."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused, lock
from app.people.models import Organisation
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.registrations import actions
from app.registrations.models import Category, Delegation, Quota, Registration
from app.registrations.words import Covers

HELD = lazy("Somebody was registered in this delegation: it stays. To end it, close the time to give names.")


def add(forum: Forum, values: Mapping[str, Any], *, by: User | None) -> Delegation:
    """Add a delegation with its `places`. Raises PartRefused for a category that is no more."""
    lock(forum)
    settings = dict(values)
    places = settings.pop("places")
    _check(forum, settings)
    made = Delegation(forum_id=forum.id, **settings)
    db.session.add(made)
    db.session.flush()
    db.session.add(Quota(forum_id=forum.id, covers=Covers.DELEGATION, delegation_id=made.id, places=places))
    audit.record("delegation.added", made, by=by, places=places)
    return made


def edit(
    forum: Forum, delegation: Delegation, values: Mapping[str, Any], *, version: int, by: User | None
) -> None:
    """Change a delegation and its places; who is registered keeps the category. Raises Overtaken when it is
    no longer the version that was opened, PartRefused at `places` when more are taken.
    """
    lock(forum)
    if delegation.version != version:
        raise Overtaken()
    settings = dict(values)
    places = settings.pop("places")
    _check(forum, settings)
    for name, value in settings.items():
        setattr(delegation, name, value)
    changes = audit.changes(delegation)
    flag_modified(delegation, "names_until")  # the version is raised where only the places change, too
    db.session.flush()
    if changes:
        audit.record("delegation.edited", delegation, by=by, changes=changes)
    quota = db.session.scalars(sa.select(Quota).where(Quota.delegation_id == delegation.id)).one()
    if quota.places != places:
        actions.set_places(quota, places, by=by)


def remove(forum: Forum, delegation: Delegation, *, by: User | None) -> None:
    """Take away a delegation that never registered anybody. Raises Conflict for another."""
    lock(forum)
    if has_people(delegation):
        raise Conflict(HELD)
    audit.record("delegation.removed", delegation, by=by)
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Delegation).where(Delegation.id == delegation.id))
    except IntegrityError as error:
        raise Conflict(HELD) from error


def has_people(delegation: Delegation) -> bool:
    """Whether somebody is, or was, registered in it."""
    held = sa.select(Registration.id).where(Registration.delegation_id == delegation.id).limit(1)
    return db.session.scalar(held) is not None


def _check(forum: Forum, settings: Mapping[str, Any]) -> None:
    """Raise PartRefused for what went since a form was filled in. The forum is locked."""
    mine = sa.select(Category.id).where(Category.forum_id == forum.id)
    if db.session.scalar(mine.where(Category.id == settings["category_id"])) is None:
        raise PartRefused("category_id", lazy("This category is no longer there. Choose another."))
    key = settings["organisation_id"]
    if key is not None and db.session.get(Organisation, key) is None:
        gone = lazy("This organisation is no longer in the directory. Choose another.")
        raise PartRefused("organisation_id", gone)
