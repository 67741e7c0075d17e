"""Reading delegations."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.forums.models import Forum
from app.people.models import Organisation
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import current
from app.platform.text import Translated
from app.registrations import entry_links, typed_moments
from app.registrations.models import Category, Delegation


@dataclass(frozen=True)
class Line:
    """A delegation as the office lists it: the organisation where it bears another name, until when names
    may be given in words ("" without an end), whether that is over, and its link.
    """

    delegation: Delegation
    organisation: Translated
    until: str
    is_over: bool
    link: str


def delegations(forum_id: int) -> sa.Select[Delegation]:
    """The delegations of a forum with places and category, in the order in which they were added."""
    return (
        sa.select(Delegation)
        .where(Delegation.forum_id == forum_id)
        .order_by(Delegation.id)
        .options(joinedload(Delegation.quota), joinedload(Delegation.category).joinedload(Category.quota))
    )


def lines(forum: Forum) -> list[Line]:
    """The delegations of a forum by name, in the language of the reader: two statements for any number."""
    rows = db.session.scalars(delegations(forum.id)).all()
    keys = [one.organisation_id for one in rows if one.organisation_id]
    names = dict(
        db.session.execute(
            sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(keys))
        ).all()
        if keys
        else ()
    )
    found = [_line(one, Translated(names.get(one.organisation_id or 0) or {})) for one in rows]
    return sorted(found, key=lambda line: (line.delegation.name.said(), line.delegation.id))


def _line(one: Delegation, organisation: Translated) -> Line:
    return Line(
        one,
        organisation if organisation.said() != one.name.said() else Translated(),
        typed_moments.said_until(one.names_until) if one.names_until else "",
        one.names_until is not None and one.names_until <= now(),
        entry_links.url(one, current()),
    )
