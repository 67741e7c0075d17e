"""Words of a civility, a kind, a region or a language in the spreadsheets of here: folded word → value."""

import csv
from functools import lru_cache
from pathlib import Path

from app.people.models import Kind
from app.people.regions import REGIONS
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


def kind_of(name: str) -> str | None:
    """What an organisation is by how its name begins: «جمعية …» is an association."""
    words = folded(name).split()
    for count in (3, 2, 1):
        found = KINDS.get(" ".join(words[:count]))
        if found and found != Kind.OTHER.value and len(words) > count:
            return found
    return None
