"""Who sees whom: an organiser the persons of their own forums, and what the public sees of the others.

Every page, list, hint and export of the directory starts from here.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import g

from app.accounts import queries
from app.people import ports
from app.people.models import Organisation, Person, Tie


@dataclass(frozen=True)
class Scope:
    """The forums in which somebody may do something; None: all of them, for the administrators alone."""

    forums: frozenset[int] | None

    @property
    def everything(self) -> bool:
        return self.forums is None


def scope(permission: str) -> Scope:
    """That of the person who asks."""
    return Scope(queries.forums_with(g.memberships, permission))


def own_people(where: Scope) -> sa.Select[Person]:
    """Persons whom the teams of the scope know, by a tie or by a part that opens: all that is known of them
    may be read.
    """
    found = sa.select(Person).where(Person.merged_into_id.is_(None), Person.erased_at.is_(None))
    if where.forums is None:
        return found
    opening = [one for one in ports.people if one.opens]
    return found.where(_with_a_part(where.forums, opening, Person, Tie.knows.is_(True)))


def visible_people(where: Scope) -> sa.Select[Person]:
    """The same, whoever else has a part there, and whoever the public sees: of these others, only what the
    public sees is shown.
    """
    found = sa.select(Person).where(Person.merged_into_id.is_(None), Person.erased_at.is_(None))
    if where.forums is None:
        return found
    shown = [Person.id.in_(one.shown()) for one in ports.people]
    return found.where(sa.or_(_with_a_part(where.forums, ports.people, Person), *shown))


def own_organisations(where: Scope) -> sa.Select[Organisation]:
    """Those with a part in the forums of the scope, which may be changed there. All may be read everywhere:
    what is known of an institution is nobody's secret.
    """
    found = sa.select(Organisation).where(Organisation.merged_into_id.is_(None))
    return (
        found
        if where.forums is None
        else found.where(_with_a_part(where.forums, ports.organisations, Organisation))
    )


def _with_a_part(
    forums: frozenset[int],
    presences: list[ports.Presence],
    model: type[Person] | type[Organisation],
    *ties: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    key = Tie.person_id if model is Person else Tie.organisation_id
    tied = sa.select(key).where(Tie.forum_id.in_(forums), key.is_not(None), *ties)
    return sa.or_(model.id.in_(tied), *(model.id.in_(one.within(forums)) for one in presences))
