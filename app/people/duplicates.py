"""Who in the directory may be the same as somebody: for hints while a person is entered or imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.people import alike, alike_words
from app.people.models import Person
from app.people.scope import Scope, own_people, visible_people
from app.platform.db import db

MOST = 5
COMPARED = (
    Person.id,
    Person.given_ar,
    Person.family_ar,
    Person.given_latin,
    Person.family_latin,
    Person.email,
    Person.phone,
    Person.organisation_id,
)


@dataclass(frozen=True)
class _Face:
    """Somebody by the names alone."""

    given_ar: str
    family_ar: str
    given_latin: str
    family_latin: str
    email: str = ""
    phone: str = ""
    organisation_id: int | None = None


def like(candidate: Person, where: Scope) -> list[Person]:
    """Persons who may be the same as `candidate`, likeliest first, at most five; the candidate is not among
    them. It is a Person that is not stored yet (made with the values of a form or of a row), or a stored one.

    Nobody outside the scope is revealed. Those of the asker's own forums are found by names, mail and phone;
    whom only the public sees is found by the names alone, so that nobody can ask whose phone a number is.
    """
    found = _scored(own_people(where), candidate, candidate.email, candidate.phone)
    if not where.everything:
        face = _Face(candidate.given_ar, candidate.family_ar, candidate.given_latin, candidate.family_latin)
        shown = visible_people(where).where(Person.id.not_in(own_people(where).with_only_columns(Person.id)))
        found |= _scored(shown, face)
    found.pop(candidate.id, None)
    best = sorted(found, key=lambda key: (-found[key], key))[:MOST]
    rows = {row.id: row for row in db.session.scalars(sa.select(Person).where(Person.id.in_(best)))}
    return [rows[key] for key in best]


def _scored(
    among: sa.Select[Any], candidate: alike.Described, email: str = "", phone: str = ""
) -> dict[int, float]:
    near: list[sa.ColumnElement[bool]] = [
        Person.search.contains(alike_words.mark(key), autoescape=True)
        for key in sorted(alike.keys(candidate))
    ]
    if email:
        near.append(Person.email == email)
    if phone:
        near.append(Person.phone == phone)
    if not near:
        return {}
    rows: Iterable[Any] = db.session.execute(among.where(sa.or_(*near)).with_only_columns(*COMPARED))
    scores = {row.id: alike.people(candidate, row).score for row in rows}
    return {key: score for key, score in scores.items() if score >= alike.SUGGESTED}
