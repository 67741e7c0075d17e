"""The table of Moroccan given and family names, and what it lets one say of a name in the other script. Pure.

Nothing is transliterated by rule: a name that the table does not know has no suggestion (page 3 §5.5 of the
design). Particles are kept as typed; here they are only carried across.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from app.platform.text import fold

Script = Literal["ar", "latin"]
Part = Literal["given", "family"]
_PARTICLES = {
    "مولاي": "Moulay",
    "سيدي": "Sidi",
    "لالة": "Lalla",
    "للا": "Lalla",
    "الحاج": "El Haj",
    "الحاجة": "El Haja",
    "آيت": "Aït",
    "بن": "Ben",
    "ابن": "Ibn",
    "بنت": "Bent",
    "أبو": "Abou",
    "بو": "Bou",
    "ولد": "Ould",
    "أولاد": "Oulad",
    "أو": "Ou",
}
_LONGEST = 4  # words of the longest entry, with its particle


@dataclass(frozen=True)
class Name:
    """A line of the table: `latin` holds the usual spellings, the most usual first; gender "m", "f" or ""."""

    part: Part
    gender: str
    arabic: str
    latin: tuple[str, ...]


@cache
def table() -> tuple[Name, ...]:
    """Every line, in the order of the file."""
    path = Path(__file__).parent / "data" / "names.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Name(cast(Part, row["part"]), row["gender"], row["arabic"], tuple(row["latin"].split("|")))
            for row in csv.DictReader(lines)
        )


def pairs(part: Part, gender: str = "") -> list[tuple[str, str]]:
    """(Arabic, its most usual Latin spelling) of all names of a kind."""
    return [(one.arabic, one.latin[0]) for one in table() if (one.part, one.gender) == (part, gender)]


def suggestion(text: str, part: Part, to: Script) -> str:
    """How a given or a family name is usually written in the other script; "" when a word is unknown."""
    found: list[str] = []
    for piece in _pieces(text, part):
        if piece is None:
            return ""
        found.append(_usual(piece, to))
    return " ".join(found)


def spellings(text: str) -> list[str]:
    """Every way in which the known names of a text are written, in both scripts: to find it, never shown."""
    found: dict[str, None] = {}
    whole = [piece for piece in _pieces(text, "family") if isinstance(piece, tuple)]
    for piece in (*whole, *(_named(word, "family") for word in text.split())):
        for one in piece:
            found |= dict.fromkeys((one.arabic, *one.latin))
    return list(found)


def _usual(piece: "str | tuple[Name, ...]", to: Script) -> str:
    if isinstance(piece, str):
        return _PARTICLES[piece] if to == "latin" else piece
    return piece[0].latin[0] if to == "latin" else piece[0].arabic


def _pieces(text: str, part: Part) -> Iterator["str | tuple[Name, ...] | None"]:
    """A text cut into names that the table knows (the longest first, those of `part` first), particles by
    their Arabic form, and None for each word that is neither.
    """
    words = text.replace("-", " ").split()
    while words:
        for length in range(min(_LONGEST, len(words)), 0, -1):
            known = _named(" ".join(words[:length]), part)
            if known:
                yield known
                break
        else:
            length = 1
            yield _particles().get(fold(words[0])) if len(words) > 1 else None
        words = words[length:]


def _named(text: str, part: Part) -> tuple[Name, ...]:
    key = _key(text)
    known = _index().get(key, ()) or _index().get(f"el{key[2:]}" if key.startswith("al") else "", ())
    return tuple(sorted(known, key=lambda one: one.part != part))


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


@cache
def _index() -> dict[str, tuple[Name, ...]]:
    """The lines of the table by the key of each spelling; those whose usual spelling it is come first."""
    found: dict[str, list[tuple[int, Name]]] = {}
    for one in table():
        for rank, spelling in enumerate((one.arabic, *one.latin)):
            found.setdefault(_key(spelling), []).append((max(0, rank - 1), one))
    return {
        key: tuple(name for _rank, name in sorted(rows, key=lambda row: row[0]))
        for key, rows in found.items()
    }


@cache
def _particles() -> dict[str, str]:
    latin = {fold(word): arabic for arabic, word in reversed(_PARTICLES.items())}
    return latin | {fold(arabic): arabic for arabic in _PARTICLES}
