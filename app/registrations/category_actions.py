"""What changes a category. The row of the forum is locked first: two editors are told in turn."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused, lock
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.registrations import actions, queries
from app.registrations.models import Category, Delegation, Registration
from app.registrations.question_rows import Question
from app.registrations.same_words import first_same

# The log has other words for the opening of doors.
_TOLD = {"opens_at": "category_opens", "closes_at": "category_closes", "about": "category_line"}
_HELD = lazy("Somebody is registered in this category, or was: it stays. To end it, fill in “Closes on”.")
_OF_A_DELEGATION = lazy("A delegation enters this category. Give it another category first.")
_OF_A_QUESTION = lazy("A question is put to this category. Change the question first.")


def add(forum: Forum, values: Mapping[str, Any], *, by: User | None) -> Category:
    """Add a category at the end, with its `places`. Raises PartRefused for the name of another."""
    lock(forum)
    _refuse_same_name(forum, values["name"], None)
    return actions.add_category(forum, by=by, **values)


def edit(
    forum: Forum, category: Category, values: Mapping[str, Any], *, version: int, by: User | None
) -> None:
    """Change a category and its places. Raises Overtaken when it is no longer the version that was opened,
    PartRefused at `places` when more are taken, at `name_` for the name of another.
    """
    lock(forum)
    if category.version != version:
        raise Overtaken()
    if values["name"] != category.name:
        _refuse_same_name(forum, values["name"], category)
    settings = dict(values)
    places = settings.pop("places")
    for name, value in settings.items():
        setattr(category, name, value)
    changes = audit.changes(category)
    flag_modified(category, "position")  # the version is raised where only the places change, too
    db.session.flush()
    if changes:
        told = {_named(name): pair for name, pair in changes.items()}
        audit.record("category.edited", category, by=by, changes=told)
    quota = db.session.scalars(queries.quota(forum.id, category.id)).one()
    if quota.places != places:
        actions.set_places(quota, places, by=by)


def shift(forum: Forum, category: Category, up: bool, *, by: User | None) -> None:
    """Move a category one place up or down; at the end of the list nothing happens."""
    lock(forum)
    row = list(db.session.scalars(queries.categories(forum.id)))
    if category not in row:
        raise Overtaken()
    place = row.index(category)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    for position, one in enumerate(row, 1):
        one.position = position
    audit.record("category.shifted", category, by=by, position=other + 1)


def remove(forum: Forum, category: Category, *, by: User | None) -> None:
    """Take away a category in which nobody ever was. Raises Conflict for another."""
    lock(forum)
    why_not = standing(category)
    if why_not:
        raise Conflict(why_not)
    audit.record("category.removed", category, by=by)
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Category).where(Category.id == category.id))
    except IntegrityError as error:
        raise Conflict(_HELD) from error


def standing(category: Category) -> Any:
    """Why a category cannot be removed; nothing of one that can."""
    for rows, sentence in (
        (sa.select(Registration.id).where(Registration.category_id == category.id), _HELD),
        (sa.select(Delegation.id).where(Delegation.category_id == category.id), _OF_A_DELEGATION),
    ):
        if db.session.scalar(rows.limit(1)) is not None:
            return sentence
    asked = db.session.scalars(sa.select(Question.category_ids).where(Question.forum_id == category.forum_id))
    return _OF_A_QUESTION if any(category.id in keys for keys in asked) else None


def renew_link(forum: Forum, row: Category | Delegation, *, version: int, by: User | None) -> None:
    """Make another link: the one before opens nothing any more. Raises Overtaken when somebody did."""
    lock(forum)
    if row.version != version:
        raise Overtaken()
    row.link_serial += 1
    audit.record(f"{row.__tablename__}.link_renewed", row, by=by)


def _refuse_same_name(forum: Forum, name: Mapping[str, str], category: Category | None) -> None:
    others = [one.name for one in db.session.scalars(queries.categories(forum.id)) if one is not category]
    same = first_same([name], others)
    if same:
        sentence = lazy("Another category has this name already: %(name)s. Choose another.", name=same)
        raise PartRefused("name_", sentence)


def _named(name: str) -> str:
    field, dot, locale = name.partition(".")
    return f"{_TOLD.get(field, field)}{dot}{locale}"
