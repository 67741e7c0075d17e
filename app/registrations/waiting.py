"""The waiting list of a category: who came onto it first is the first, and no newcomer goes before."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.platform.db import db
from app.registrations import seats
from app.registrations.models import Category, Quota, Registration
from app.registrations.words import State


def waited_for(category_id: Any, besides: int = 0) -> sa.Exists:
    """The condition that somebody waits in a category; `besides`: not counting this registration."""
    who = aliased(Registration)
    return sa.exists().where(
        who.category_id == category_id, who.state == State.WAITING, who.erased_at.is_(None), who.id != besides
    )


def is_waited_for(category_id: int, besides: int = 0) -> bool:
    """Whether somebody waits in this category, so that a newcomer waits too."""
    return bool(db.session.scalar(sa.select(waited_for(category_id, besides))))


def those_waited_for(forum_id: int) -> frozenset[int]:
    """The keys of the categories in which somebody waits."""
    here = sa.select(Category.id).where(Category.forum_id == forum_id, waited_for(Category.id))
    return frozenset(db.session.scalars(here))


def refuse(category_id: int, besides: int = 0) -> None:
    """Raise seats.Full where somebody waits: what is free there is theirs."""
    if is_waited_for(category_id, besides):
        raise seats.Full(db.session.scalars(sa.select(Quota).where(Quota.category_id == category_id)).one())
