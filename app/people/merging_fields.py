"""What the two rows of a merge say, field by field, and which of it is kept unless somebody chooses."""

from dataclasses import dataclass, replace
from typing import Any

from app.people.merge_rows import Sort
from app.people.models import Organisation, Person
from app.platform.i18n import lazy
from app.platform.text import Translated

Row = Person | Organisation
MODELS: dict[Sort, type[Person] | type[Organisation]] = {
    Sort.PERSON: Person,
    Sort.ORGANISATION: Organisation,
}


@dataclass(frozen=True)
class Field:
    """Columns that stand or fall together. `needed`: an empty one never replaces a filled one.

    `picture`: they lead to a file.
    """

    key: str
    label: Any
    columns: tuple[str, ...]
    needed: bool = False
    picture: bool = False

    def value(self, row: Row) -> list[Any]:
        """What the row holds, as it is; empty values are falsy."""
        return [getattr(row, name) for name in self.columns]


@dataclass(frozen=True)
class Difference:
    """A field in which the rows differ; `taken`: the value of the one that goes is kept, unless chosen
    otherwise. Not `open`: there is nothing to choose.
    """

    field: Field
    kept: list[Any]
    gone: list[Any]
    taken: bool
    open: bool

    def result(self, *, taken: bool) -> list[Any]:
        """What is kept. A language that is missing on the chosen side comes from the other."""
        chosen, other = (self.gone, self.kept) if taken else (self.kept, self.gone)
        return [
            Translated({**theirs, **mine}) if isinstance(mine, Translated) else mine
            for mine, theirs in zip(chosen, other, strict=True)
        ]


FIELDS: dict[Sort, tuple[Field, ...]] = {
    Sort.PERSON: (
        Field("arabic", lazy("Name in Arabic letters"), ("given_ar", "family_ar"), needed=True),
        Field("latin", lazy("Name in Latin letters"), ("given_latin", "family_latin"), needed=True),
        Field("printed", lazy("Name as printed"), ("printed",)),
        Field("tifinagh", lazy("Name in Tifinagh"), ("tifinagh",)),
        Field("civility", lazy("Civility"), ("civility",)),
        Field("degree", lazy("Title before the name"), ("degree",)),
        Field("function", lazy("Function"), ("function",)),
        Field("organisation", lazy("Organisation"), ("organisation_id",)),
        Field("email", lazy("E-mail"), ("email",)),
        Field("phone", lazy("Phone"), ("phone",)),
        Field("locale", lazy("Language"), ("locale",)),
        Field("photo", lazy("Photo"), ("photo_key", "photo"), picture=True),
        Field("note", lazy("Note"), ("note",)),
    ),
    Sort.ORGANISATION: (
        Field("name", lazy("Name"), ("name", "named_since"), needed=True),
        Field("acronym", lazy("Acronym"), ("acronym",)),
        Field("tifinagh", lazy("Name in Tifinagh"), ("tifinagh",)),
        Field("earlier", lazy("Earlier names"), ("earlier_names",)),
        Field("gender_ar", lazy("Gender of the Arabic name"), ("gender_ar",)),
        Field("gender_fr", lazy("Gender of the French name"), ("gender_fr",)),
        Field("kind", lazy("Kind"), ("kind",), needed=True),
        Field("region", lazy("Region"), ("region",)),
        Field("city", lazy("City"), ("city",)),
        Field("address", lazy("Address"), ("address",)),
        Field("email", lazy("E-mail"), ("email",)),
        Field("phone", lazy("Phone"), ("phone",)),
        Field("website", lazy("Website"), ("website",)),
        Field("logo", lazy("Logo"), ("logo_key", "logo"), picture=True),
        Field("note", lazy("Note"), ("note",)),
        Field("sources", lazy("Sources"), ("sources",)),
        Field("took_over", lazy("Took over the attributions of"), ("took_over_from_id",)),
        Field("parent", lazy("Part of"), ("parent_id",)),
    ),
}


def differences(sort: Sort, kept: Row, gone: Row) -> list[Difference]:
    """The fields in which the rows differ. By itself the value of the one that is kept stays, where it has
    one.
    """
    found = []
    for field in FIELDS[sort]:
        mine, theirs = field.value(kept), field.value(gone)
        if mine != theirs and (any(mine) or any(theirs)):
            both = any(mine) and any(theirs)
            one = Difference(field, mine, theirs, taken=not any(mine), open=False)
            choice = both or not field.needed
            found.append(replace(one, open=choice and one.result(taken=True) != one.result(taken=False)))
    return found


def picture_columns(sort: Sort) -> frozenset[str]:
    """The columns that lead to files."""
    return frozenset(name for field in FIELDS[sort] if field.picture for name in field.columns)
