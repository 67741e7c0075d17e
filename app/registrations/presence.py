"""What the directory tells of the registrations that a team linked to persons."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from app.people.ports import Part
from app.platform.db import db
from app.platform.i18n import _
from app.registrations.models import Registration
from app.registrations.words import STATE_WORDS


def within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the persons registered in these forums (None: in any)."""
    found = sa.select(Registration.person_id).where(Registration.person_id.is_not(None))
    return found if forum_ids is None else found.where(Registration.forum_id.in_(forum_ids))


def shown() -> sa.Select[Any]:
    """Nobody: the public never reads who is registered."""
    return sa.select(Registration.person_id).where(sa.false())


def told(keys: Collection[int]) -> Mapping[int, list[Part]]:
    """The registrations of some persons, by person, newest first."""
    found: dict[int, list[Part]] = {}
    mine = sa.select(Registration).where(Registration.person_id.in_(keys)).order_by(Registration.id.desc())
    for row in db.session.scalars(mine):
        text = _("Registration: %(state)s", state=STATE_WORDS[row.state])
        found.setdefault(row.person_id or 0, []).append(Part(row.forum_id, text, "", False))
    return found
