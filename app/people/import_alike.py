"""Which rows of a spreadsheet are persons or organisations that are there already, in the directory or above.

All at once: the directory is read once and its names are looked up, so that 5,000 rows cost seconds. Nobody
outside the scope is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.people import alike
from app.people.alike_words import skeletons, sounds
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person
from app.people.scope import Scope, own_people
from app.platform.db import db
from app.platform.text import fold

_NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")


@dataclass(eq=False)
class Known:
    """Somebody as they are compared: by the key of a person, or by the number of a row of the file."""

    id: int | None = None
    row: int | None = None
    given_ar: str = ""
    family_ar: str = ""
    given_latin: str = ""
    family_latin: str = ""
    email: str = ""
    phone: str = ""
    organisation_id: int | None = None


class People:
    """The persons of a scope, and the rows that were looked at before."""

    def __init__(self, where: Scope) -> None:
        self._by_key: dict[str, list[Known]] = {}
        columns = [getattr(Person, name) for name in ("id", *_NAMES, "email", "phone", "organisation_id")]
        rows = own_people(where).with_only_columns(*columns).order_by(Person.id)
        for row in db.session.execute(rows.execution_options(yield_per=1000)).mappings():
            self._add(Known(**row))

    def find(self, number: int, values: Mapping[str, Any]) -> Known | None:
        """The likeliest one that is the same as this row, which from now on is known too."""
        mine = Known(
            row=number,
            **{key: values[key] for key in (*_NAMES, "email", "phone", "organisation_id") if key in values},
        )
        near = {id(one): one for key in _keys(mine) for one in self._by_key.get(key, ())}
        scored = [(alike.people(mine, one).score, one.row is None, one) for one in near.values()]
        best = max(scored, key=lambda told: told[:2], default=None)
        self._add(mine)
        return best[2] if best and best[0] >= alike.SUGGESTED else None

    def _add(self, one: Known) -> None:
        for key in _keys(one):
            self._by_key.setdefault(key, []).append(one)


def _keys(one: Known) -> Iterator[str]:
    """Mail, phone, and the name as it sounds in whichever script: rows that share none are not compared."""
    yield from (f"{kind}:{text}" for kind, text in (("mail", one.email), ("phone", one.phone)) if text)
    for given, family in {(one.given_ar, one.family_ar), (one.given_latin, one.family_latin)} - {("", "")}:
        heard = sounds(given) + sounds(family)
        yield from {" ".join(sorted(skeletons(sound)[0] for sound in heard))}


class Organisations:
    """The organisations by their names, and the rows that were looked at before."""

    def __init__(self, directory: Mapping[str, int]) -> None:
        self._known: dict[str, Known] = {name: Known(id=key) for name, key in directory.items()}

    def find(self, number: int, values: Mapping[str, Any]) -> Known | None:
        """The one that bears a name of this row."""
        names = [fold(values[key]) for key in ("name_ar", "name_fr") if values.get(key)]
        found = next((self._known[name] for name in names if name in self._known), None)
        for name in names:
            self._known.setdefault(name, Known(row=number))
        return found


def is_another(row: Known, values: Mapping[str, Any]) -> bool:
    """Whether phone and e-mail are known of both, and both differ: the names alone are the same."""
    phone, email = values.get("phone") or "", values.get("email") or ""
    known = all((row.phone, row.email, phone, email))
    return known and row.phone != phone and row.email.lower() != email.lower()


def of(sort: Sort, where: Scope, directory: Mapping[str, int]) -> People | Organisations:
    """What rows of this sort are compared with."""
    return People(where) if sort is Sort.PERSON else Organisations(directory)


MODELS: dict[Sort, type[Person] | type[Organisation]] = {Sort.PERSON: Person, Sort.ORGANISATION: Organisation}
