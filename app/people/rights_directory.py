"""What the directory itself holds about a person."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts import ports as accounts
from app.accounts.models import User
from app.audit.telling import label
from app.people import ports
from app.people.merge_rows import Merge, Sort
from app.people.models import Organisation, Person, Tie
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import alike, pointing, removed
from app.people.words import CIVILITY_WORDS, DEGREE_WORDS
from app.platform import storage
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import language_name, lazy
from app.platform.text import Translated

NAMES = (
    ("given_ar", lazy("Given name in Arabic")),
    ("family_ar", lazy("Family name in Arabic")),
    ("given_latin", lazy("Given name in Latin letters")),
    ("family_latin", lazy("Family name in Latin letters")),
)


def declare() -> None:
    """The person with the rows merged into it, its ties to events, the merges."""
    ports.know(
        Record(
            "person",
            lazy("Directory"),
            _people,
            _person_told,
            _erase_person,
            ends=lazy("Emptied. Where the name stands in a programme, other words stand in its place."),
            alike=alike(Person),
            bears=_person_bears,
        )
    )
    ports.know(
        Record(
            "tie", lazy("Events that know the person"), pointing(Tie.person_id, "person"), _tie_told, removed
        )
    )
    ports.know(
        Record(
            "merge",
            lazy("Merged entries of the directory"),
            _merges,
            _merge_told,
            removed,
            ends=lazy("Removed: the merge cannot be undone any more."),
        )
    )
    ports.nothing_in(
        lazy("It holds an institution’s own names and addresses, which are nobody’s personal data."),
        "organisation",
    )
    ports.nothing_in(lazy("It holds two keys of rows and nothing else."), "apart")
    ports.nothing_in(lazy("It tells how many rows were handed over or erased, never whose."), "exercise")


def _people(subject: Subject) -> Iterable[Person]:
    """The rows, the one that they were merged into, and all that were merged into that one."""
    found: dict[int, Person] = {}
    asked: set[int] = set()
    wanted = set(subject.keys("person"))
    while wanted:
        reached = sa.or_(Person.id.in_(wanted), Person.merged_into_id.in_(wanted))
        rows = db.session.scalars(sa.select(Person).where(reached)).all()
        found |= {row.id: row for row in rows}
        asked |= wanted
        wanted = {key for row in rows for key in (row.id, row.merged_into_id) if key} - asked
    return sorted(found.values(), key=lambda row: (row.merged_into_id is not None, row.id))


def _person_bears(row: Person) -> Bears:
    return Bears(tuple(() if row.erased_at else row.name.values()), row.email, row.phone, row.locale)


def _person_told(row: Person) -> dict[Any, Any]:
    employer = db.session.get(Organisation, row.organisation_id) if row.organisation_id else None
    return {label: getattr(row, name) for name, label in NAMES} | {
        lazy("Name as it is printed"): row.printed,
        lazy("Name in Tifinagh"): row.tifinagh,
        lazy("Civility"): CIVILITY_WORDS.get(row.civility) if row.civility else "",
        lazy("Title before the name"): DEGREE_WORDS.get(row.degree) if row.degree else "",
        lazy("Capacity (function)"): row.function,
        lazy("Organisation"): employer.name if employer else "",
        lazy("E-mail"): row.email,
        lazy("Phone"): row.phone,
        lazy("Language"): language_name(row.locale) if row.locale else "",
        lazy("Photo"): lazy("yes") if row.photo_key else "",
        lazy("Note"): row.note,
        lazy("Entered on"): row.created_at,
        lazy("Erased on"): row.erased_at,
    }


def _erase_person(row: Person, _by: User) -> bool:
    if row.erased_at:
        return False
    if row.photo_key:
        storage.delete_after_commit(row.photo_key)
    for name in (
        "given_ar",
        "family_ar",
        "given_latin",
        "family_latin",
        "tifinagh",
        "email",
        "phone",
        "locale",
    ):
        setattr(row, name, "")
    row.note, row.printed, row.function = "", Translated(), Translated()
    row.civility = row.degree = row.organisation_id = row.photo_key = row.photo = None
    row.erased_at = now()
    return True


def _tie_told(row: Tie) -> dict[Any, Any]:
    event = accounts.event(row.forum_id)
    return {lazy("Event"): event.name if event else "", lazy("Entered on"): row.created_at}


def _merges(subject: Subject) -> Iterable[Merge]:
    keys = list(subject.keys("person"))
    touched = sa.or_(Merge.kept_id.in_(keys), Merge.gone_id.in_(keys))
    return db.session.scalars(sa.select(Merge).where(Merge.sort == Sort.PERSON, touched)).all()


def _merge_told(row: Merge) -> dict[Any, Any]:
    """Never what stood in the fields: of two that are apart again the one may not read about the other."""
    fields = {
        label(key.rpartition(".")[2].removesuffix("_key").removesuffix("_id")): lazy("yes")
        for key in row.filled
    }
    return {lazy("Merged on"): row.created_at, lazy("Undone on"): row.undone_at} | fields
