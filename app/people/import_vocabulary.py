"""Words of a civility, a kind, a region or a language in the spreadsheets of here: folded word → value."""

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from app.people.models import Kind
from app.people.regions import REGIONS
from app.people.words import CIVILITY_WORDS, DEGREE_WORDS, KIND_WORDS
from app.platform.i18n import current, language_name, lazy, locales, using
from app.platform.sheets_xlsx import sheet_name
from app.platform.text import fold

# The same words and organisations come back in thousands of rows.
folded = lru_cache(maxsize=50_000)(fold)


def _listed(name: str) -> dict[str, str]:
    """A list of data/vocabulary.csv: folded word → value."""
    path = Path(__file__).parent / "data" / "vocabulary.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["list"] == name]
    return {fold(word): row["value"] for row in rows for word in row["words"].split("|")}


CIVILITIES, DEGREES, KINDS, LOCALES = map(_listed, ("civility", "degree", "kind", "locale"))
_BEFORE_REGION = ("", "جهة ", "région ", "région de ", "région du ", "région d’")
REGIONS_NAMED = {
    fold(f"{before}{written}"): code
    for code, names in REGIONS.items()
    for name in names.values()
    for before in _BEFORE_REGION
    for written in (name, name.removeprefix("L’"))
} | {fold(name).replace(" ", ""): code for code, names in REGIONS.items() for name in names.values()}

# The sheet of a model file that names them.
WORDS_SHEET = lazy("Accepted words")
_Words = Mapping[Any, Any]
LABELLED: dict[str, _Words] = {"civility": CIVILITY_WORDS, "degree": DEGREE_WORDS, "kind": KIND_WORDS}


@cache
def labels(code: str) -> dict[str, str]:
    """The words of the product itself in each of its languages: folded word → value."""
    found: dict[str, str] = {}
    for locale in locales():
        with using(locale):
            found |= {fold(str(word)): key.value for key, word in LABELLED[code].items()}
    return found


def accepted(code: str) -> list[str]:
    """The words of a list that a cell may hold, as the reader's language says them."""
    if code == "region":
        return [names.get(current(), names["fr"]) for names in REGIONS.values()]
    if code == "locale":
        return [language_name(one) for one in locales() if one in LOCALES.values()]
    return list(dict.fromkeys(str(word) for word in LABELLED[code].values()))


def is_of_words(sheet: str) -> bool:
    """Whether this is the name of the sheet with the accepted words of a model file, in any language."""
    titles = set()
    for locale in locales():
        with using(locale):
            titles.add(sheet_name(str(WORDS_SHEET)))
    return sheet in titles


def kind_of(name: str) -> str | None:
    """What an organisation is by how its name begins: «جمعية …» is an association."""
    words = folded(name).split()
    for count in (3, 2, 1):
        found = KINDS.get(" ".join(words[:count]))
        if found and found != Kind.OTHER.value and len(words) > count:
            return found
    return None
