"""How many places an act on many asks of each quota, and how many are free: before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.platform.i18n import _
from app.registrations.list_choices import Choices
from app.registrations.models import Choice, Quota, Registration
from app.registrations.words import Covers


@dataclass(frozen=True)
class Asked:
    """What is asked of one quota. `free` is for showing: what decides is the database."""

    label: Any
    asked: int
    free: int

    @property
    def short(self) -> int:
        return max(0, self.asked - self.free)


def asked(forum_id: int, ids: Sequence[int], choices: Choices) -> list[Asked]:
    """Of each quota that these registrations touch, in four statements for any number of them."""
    mine = Registration.id.in_(ids)
    wanted = {
        Covers.CATEGORY: _counts(Registration.category_id, mine),
        Covers.DELEGATION: _counts(Registration.delegation_id, mine),
        Covers.WORKSHOP: _counts(Choice.workshop_id, Choice.registration_id.in_(ids)),
    }
    named = {
        Covers.CATEGORY: choices.categories,
        Covers.DELEGATION: choices.delegations,
        Covers.WORKSHOP: choices.workshops,
    }
    found = []
    rows = db.session.scalars(sa.select(Quota).where(Quota.forum_id == forum_id).order_by(Quota.id))
    for quota in sorted(rows, key=lambda one: list(Covers).index(one.covers)):
        if quota.covers is Covers.EVENT:
            found.append(Asked(_("Whole event"), len(ids), quota.free))
            continue
        key = quota.category_id or quota.delegation_id or quota.workshop_id or 0
        count = wanted[quota.covers].get(key, 0)
        if count:
            found.append(Asked(named[quota.covers].get(key, ""), count, quota.free))
    return found


def _counts(by: Any, where: sa.ColumnElement[bool]) -> dict[int, int]:
    rows = db.session.execute(sa.select(by, sa.func.count()).where(where, by.is_not(None)).group_by(by))
    return {row[0]: row[1] for row in rows}
