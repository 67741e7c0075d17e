"""What a column of a spreadsheet may hold, and how it is guessed from its head in three languages."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.people import written
from app.people.merge_rows import Sort
from app.platform.i18n import lazy, locales, using
from app.platform.text import fold

_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True)
class Field:
    """`example`: what stands in the model file. `twin`: the same in the other script, told by the cells."""

    key: str
    label: Any
    example: str = ""
    twin: str = ""
    longest: int = 200
    kind: str = "text"


_PEOPLE = (
    Field("given_ar", lazy("Given name in Arabic"), "خديجة", twin="given_latin", longest=written.NAME_PART),
    Field(
        "family_ar", lazy("Family name in Arabic"), "العلمي", twin="family_latin", longest=written.NAME_PART
    ),
    Field(
        "given_latin",
        lazy("Given name in Latin letters"),
        "Khadija",
        twin="given_ar",
        longest=written.NAME_PART,
    ),
    Field(
        "family_latin",
        lazy("Family name in Latin letters"),
        "El Alami",
        twin="family_ar",
        longest=written.NAME_PART,
    ),
    Field("full_ar", lazy("Full name in Arabic"), twin="full_latin", longest=written.PRINTED),
    Field("full_latin", lazy("Full name in Latin letters"), twin="full_ar", longest=written.PRINTED),
    Field("civility", lazy("Civility")),
    Field("degree", lazy("Title before the name")),
    Field("function_ar", lazy("Function in Arabic"), "رئيسة", twin="function_fr", longest=written.FUNCTION),
    Field(
        "function_fr", lazy("Function in French"), "Présidente", twin="function_ar", longest=written.FUNCTION
    ),
    Field("organisation", lazy("Organisation"), "جمعية النموذج", longest=written.ORGANISATION),
    Field("email", lazy("E-mail"), "khadija@exemple.ma", longest=written.EMAIL, kind="mail"),
    Field("phone", lazy("Phone"), "06 12 34 56 78", longest=40, kind="phone"),
    Field("locale", lazy("Language")),
    Field("tifinagh", lazy("Name in Tifinagh"), longest=written.TIFINAGH),
    Field("note", lazy("Note"), longest=written.NOTE),
)
_ORGANISATIONS = (
    Field("name_ar", lazy("Name in Arabic"), "جمعية النموذج", twin="name_fr", longest=written.ORGANISATION),
    Field(
        "name_fr", lazy("Name in French"), "Association Exemple", twin="name_ar", longest=written.ORGANISATION
    ),
    Field("acronym_ar", lazy("Acronym in Arabic"), twin="acronym_fr", longest=written.ACRONYM),
    Field("acronym_fr", lazy("Acronym in French"), twin="acronym_ar", longest=written.ACRONYM),
    Field("tifinagh", lazy("Name in Tifinagh"), longest=written.TIFINAGH),
    Field("kind", lazy("Kind")),
    Field("region", lazy("Region")),
    Field("city_ar", lazy("City in Arabic"), "مكناس", twin="city_fr", longest=written.CITY),
    Field("city_fr", lazy("City in French"), "Meknès", twin="city_ar", longest=written.CITY),
    Field("address_ar", lazy("Address in Arabic"), twin="address_fr", longest=written.ADDRESS),
    Field("address_fr", lazy("Address in French"), twin="address_ar", longest=written.ADDRESS),
    Field("email", lazy("E-mail"), "contact@exemple.ma", longest=written.EMAIL, kind="mail"),
    Field("phone", lazy("Phone"), "05 35 00 00 00", longest=40, kind="phone"),
    Field("website", lazy("Website"), "www.exemple.ma", longest=written.WEBSITE),
)
FIELDS: dict[Sort, dict[str, Field]] = {
    Sort.PERSON: {field.key: field for field in _PEOPLE},
    Sort.ORGANISATION: {field.key: field for field in _ORGANISATIONS},
}
# One of these must be there, else a row has no name.
NAMES: dict[Sort, tuple[str, ...]] = {
    Sort.PERSON: ("given_ar", "given_latin", "full_ar", "full_latin", "family_ar", "family_latin"),
    Sort.ORGANISATION: ("name_ar", "name_fr"),
}


def guess(sort: Sort, heads: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """Column (a number as a word) → field, where the head is one that is known; each field once."""
    known = _known(sort)
    found: dict[str, str] = {}
    for column, head in enumerate(heads):
        field = known.get(_plain(head))
        if field is None:
            continue
        cells = " ".join(row[column] for row in sample if column < len(row))
        key = field.twin if field.twin and _in_the_other(field.key, cells) else field.key
        if key in found.values() and field.key not in found.values():
            key = field.key
        if key not in found.values():
            found[str(column)] = key
    return found


def _known(sort: Sort) -> dict[str, Field]:
    """Head → field: those of data/heads.csv, and the labels that the model file bears in each language."""
    known = {head: FIELDS[sort][key] for of, key, head in _heads() if of == sort.value}
    for locale in locales():
        with using(locale):
            known |= {_plain(str(field.label)): field for field in FIELDS[sort].values()}
    return known


@cache
def _heads() -> list[tuple[str, str, str]]:
    """(sort, field, head), the heads folded."""
    path = Path(__file__).parent / "data" / "heads.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [(row["sort"], row["field"], _plain(head)) for row in rows for head in row["heads"].split("|")]


def _plain(head: str) -> str:
    """«الهاتف:», « Tél. », "Nom & prénom" as they are listed."""
    return fold(head.replace("&", " et ").replace("+", " et ").replace("N°", "n "))


def _in_the_other(key: str, cells: str) -> bool:
    """Whether the cells of a column are in the script that is not that of its field."""
    if not any(letter.isalpha() for letter in cells):
        return False
    return bool(_ARABIC.search(cells)) is not key.endswith("_ar")
