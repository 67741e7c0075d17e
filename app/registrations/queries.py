"""Reading registrations."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.platform import i18n
from app.platform.db import db
from app.registrations.models import Category, Choice, Quota, Registration
from app.registrations.words import Covers, State

# Since when one stands in the order: on the waiting list, or else registered.
came_at = sa.func.coalesce(Registration.waits_since, Registration.created_at)


def categories(forum_id: int) -> sa.Select[Category]:
    """The categories of a forum with their places."""
    return (
        sa.select(Category)
        .where(Category.forum_id == forum_id)
        .order_by(Category.position, Category.id)
        .options(joinedload(Category.quota))
    )


def quota_ids(
    forum_id: int, category_id: int, delegation_id: int | None = None, workshop_ids: Collection[int] = ()
) -> list[int]:
    """The quotas that a registration touches: the forum's, if it has one, the category's, the delegation's,
    and those of its workshops.
    """
    mine = [Quota.covers == Covers.EVENT, Quota.category_id == category_id]
    if delegation_id is not None:
        mine.append(Quota.delegation_id == delegation_id)
    if workshop_ids:
        mine.append(Quota.workshop_id.in_(workshop_ids))
    return list(db.session.scalars(sa.select(Quota.id).where(Quota.forum_id == forum_id, sa.or_(*mine))))


def touched(registration: Registration) -> list[int]:
    """The quotas that a registration touches as it stands."""
    return quota_ids(
        registration.forum_id,
        registration.category_id,
        registration.delegation_id,
        list(db.session.scalars(chosen(registration.id))),
    )


def chosen(registration_id: int) -> sa.Select[int]:
    """The keys of the workshops that a registration chose."""
    return sa.select(Choice.workshop_id).where(Choice.registration_id == registration_id)


def locked_categories(forum_id: int) -> sa.Select[Quota]:
    """The quotas of a forum's categories, locked in the order in which places are claimed, and read anew."""
    return (
        sa.select(Quota)
        .where(Quota.forum_id == forum_id, Quota.covers == Covers.CATEGORY)
        .order_by(Quota.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def total(forum_id: int) -> sa.Select[Quota]:
    """How many the whole event holds, where it is said."""
    return sa.select(Quota).where(Quota.forum_id == forum_id, Quota.covers == Covers.EVENT)


def free_places(forum_id: int) -> int:
    """How many can still register: the free places of the categories, within those of the whole event."""
    in_categories = sum(one.quota.free for one in db.session.scalars(categories(forum_id)))
    whole = db.session.scalar(total(forum_id))
    return min(in_categories, whole.free) if whole else in_categories


def free_number(forum_id: int) -> sa.ScalarSelect[Any]:
    """What `free_places` counts, inside another statement; NULL where nobody can register yet."""
    free = sa.case((Quota.taken < Quota.places, Quota.places - Quota.taken), else_=0)
    in_categories = sa.func.sum(sa.case((Quota.covers == Covers.CATEGORY, free)))
    whole = sa.func.min(sa.case((Quota.covers == Covers.EVENT, free)))
    number = sa.case((whole < in_categories, whole), else_=in_categories)
    return sa.select(number).where(Quota.forum_id == forum_id).scalar_subquery()


def quota(forum_id: int, category_id: int) -> sa.Select[Quota]:
    """The places of a category, found through its forum."""
    return sa.select(Quota).where(Quota.forum_id == forum_id, Quota.category_id == category_id)


def by_public_id(public_id: str) -> sa.Select[Registration]:
    """The registration of a personal link or a badge, with its category."""
    return (
        sa.select(Registration)
        .where(Registration.public_id == public_id)
        .options(joinedload(Registration.category))
    )


def by_id(registration_id: int) -> sa.Select[Registration]:
    """A registration with its category."""
    return (
        sa.select(Registration)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.category))
    )


def with_card(forum_id: int, number: int) -> sa.Select[Registration]:
    """The registration of a number, where it keeps an identity card."""
    here = (Registration.forum_id == forum_id, Registration.number == f"{number:06}")
    return sa.select(Registration).where(*here, Registration.cin_sealed != "")


def by_form_token(token: str) -> sa.Select[Registration]:
    """The registration that a form made already, when it is sent twice."""
    return sa.select(Registration).where(Registration.form_token == token)


def of_forum(forum_id: int) -> sa.Select[Registration]:
    """The registrations of a forum with their categories, in the reader's order."""
    order = Registration.sort_ar if i18n.current() == "ar" else Registration.sort_fr
    return (
        sa.select(Registration)
        .where(Registration.forum_id == forum_id)
        .options(joinedload(Registration.category))
        .order_by(order, Registration.id)
    )


def with_badge(forum_id: int) -> sa.Select[Registration]:
    """Those of them for whom a badge is printed."""
    confirmed = Registration.state == State.CONFIRMED
    return of_forum(forum_id).where(confirmed, Registration.erased_at.is_(None))


def counts(forum_id: int) -> dict[State, int]:
    """How many registrations stand in each state."""
    rows = db.session.execute(
        sa.select(Registration.state, sa.func.count())
        .where(Registration.forum_id == forum_id)
        .group_by(Registration.state)
    )
    return {row[0]: row[1] for row in rows}


def rank(registration: Registration) -> int:
    """The place of a waiting registration in its category's list, from 1: by when one came onto it."""
    since = registration.waits_since or registration.created_at
    before = sa.select(sa.func.count()).where(
        Registration.category_id == registration.category_id,
        Registration.state == State.WAITING,
        sa.or_(came_at < since, sa.and_(came_at == since, Registration.id <= registration.id)),
    )
    return db.session.scalar(before) or 0


def all_of(ids: Collection[int]) -> sa.Select[Registration]:
    """The registrations with these keys, with their categories."""
    return sa.select(Registration).where(Registration.id.in_(ids)).options(joinedload(Registration.category))
