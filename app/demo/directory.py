"""The organisations and persons of the demonstration, known by the keys of its content."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.accounts.models import User
from app.audit import actions as audit
from app.demo.content import read, sources
from app.people.models import Civility, Degree, Gender, Kind, Organisation, Person
from app.platform.db import db

Row = TypeVar("Row", Organisation, Person)


@dataclass(frozen=True)
class Directory:
    """Rows that were added, by key."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)


def load(*, by: User) -> Directory:
    """Add those of the past, who are real and carry their sources, and those of the fictional event."""
    directory = Directory()
    for name in ("history", "live"):
        for one in read(name)["organisations"]:
            directory.organisations[one["key"]] = _organisation(one, directory, by)
        for one in read(name)["people"]:
            directory.people[one["key"]] = _person(one, directory, by)
    return directory


def _organisation(content: dict[str, Any], directory: Directory, by: User) -> Organisation:
    earlier = content.get("took_over_from")
    row = Organisation(
        name=content["name"],
        acronym={locale: text for locale, text in content.get("acronym", {}).items() if text},
        kind=Kind(content["kind"]),
        gender_ar=Gender(content["gender_ar"]),
        gender_fr=Gender(content["gender_fr"]),
        region=content["region"],
        city=content["city"],
        note=content["note"],
        sources=sources(content["sources"]),
        took_over_from_id=directory.organisations[earlier].id if earlier else None,
    )
    return _added(row, by)


def _person(content: dict[str, Any], directory: Directory, by: User) -> Person:
    names = {name: content[name] for name in ("given_ar", "family_ar", "given_latin", "family_latin")}
    employer = content["organisation"]
    civility, degree = content.get("civility"), content.get("degree")
    row = Person(
        function=content["title"],
        organisation_id=directory.organisations[employer].id if employer else None,
        civility=Civility(civility) if civility else None,
        degree=Degree(degree) if degree else None,
        **{name: content.get(name, "") for name in ("email", "phone", "locale")},
        **names,
    )
    return _added(row, by)


def _added(row: Row, by: User) -> Row:
    db.session.add(row)
    audit.record(f"{row.__tablename__}.added", row, by=by)
    return row
