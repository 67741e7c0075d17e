"""Registrations of one event that are possibly the same person: found for the team, never merged."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.people import alike
from app.platform.db import db
from app.platform.text import fold
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.standing import LIVE

_CROWD = 30  # an association's one phone: whoever shares it is compared by the same name alone
_READ = (
    Registration.id,
    Registration.given_ar,
    Registration.family_ar,
    Registration.given_latin,
    Registration.family_latin,
    Registration.email,
    Registration.phone,
    sa.null().label("organisation_id"),
)


def groups(forum_id: int) -> list[list[int]]:
    """Keys of those that stand, of one folded name, or of one contact and a like name; in one statement.

    Each group has two at least; groups that share somebody are one.
    """
    rows = db.session.execute(
        sa.select(*_READ).where(
            Registration.forum_id == forum_id,
            Registration.state.in_(LIVE),
            Registration.erased_at.is_(None),
        )
    ).all()
    by_name, by_contact = defaultdict(list), defaultdict(list)
    for row in rows:
        for script, name in (("ar", _name(row.given_ar, row.family_ar)), ("", _latin(row))):
            if name:
                by_name[script, name].append(row)
        for contact in (row.phone, row.email.casefold()):
            if contact:
                by_contact[contact].append(row)
    found = _Groups()
    for same in by_name.values():
        for other in same[1:]:
            found.join(same[0].id, other.id)
    for same in by_contact.values():
        for one, other in _pairs(same):
            if alike.people(one, other).score >= alike.SUGGESTED:
                found.join(one.id, other.id)
    return found.sorted()


def rows(groups_: Iterable[list[int]]) -> list[list[Registration]]:
    """The registrations of these groups, with their categories, in one statement."""
    asked = list(groups_)
    keys = [key for group in asked for key in group]
    wanted = queries.all_of(keys)
    known = {row.id: row for row in db.session.scalars(wanted)}
    return [[known[key] for key in group if key in known] for group in asked]


def _name(given: str, family: str) -> str:
    """A whole name alone: a family name without a given one says nothing."""
    return fold(f"{given} {family}") if given and family else ""


def _latin(row: Any) -> str:
    return _name(row.given_latin, row.family_latin)


def _pairs(same: list[Any]) -> Iterable[tuple[Any, Any]]:
    if len(same) > _CROWD:
        return
    for at, one in enumerate(same):
        for other in same[at + 1 :]:
            yield one, other


class _Groups:
    """Keys joined step by step."""

    def __init__(self) -> None:
        self._of: dict[int, set[int]] = {}

    def join(self, one: int, other: int) -> None:
        whole = self._of.setdefault(one, {one}) | self._of.setdefault(other, {other})
        for key in whole:
            self._of[key] = whole

    def sorted(self) -> list[list[int]]:
        kept = {min(group): group for group in self._of.values()}
        return [sorted(kept[first]) for first in sorted(kept)]
