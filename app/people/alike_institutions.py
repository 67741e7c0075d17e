"""How likely two rows are one organisation. Pure.

What is said of many («جمعية», "association", "pour le développement") weighs little; what is said of one
weighs all: «جماعة مكناس» and «جماعة تازة» share a word and are two.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

from app.people.alike import Likeness
from app.people.alike_terms import GENERIC, LITTLE, TERMS
from app.people.alike_words import closeness, skeletons, sounds
from app.platform.text import fold

_SAME_WORD = 0.8
_ACRONYM = re.compile(r"\b(?![IVX]+\b)[A-Z]{3,8}\b")
_ELISION = re.compile(r"\b[dlDL]['’]|\b[AaEe][lnrst][ -](?=\w)")
_JOINED = re.compile(r"^(?:و(?=ال)|[بل](?=ال))?(?:ال|لل)(?=..)|^ل(?=ل)")


class Described(Protocol):
    """What is compared: an Organisation, or a row with columns of these names."""

    @property
    def name(self) -> Any: ...
    @property
    def acronym(self) -> Any: ...
    @property
    def earlier_names(self) -> Sequence[Any]: ...
    @property
    def kind(self) -> Any: ...
    @property
    def city(self) -> Any: ...
    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...


def institutions(one: Described, other: Described) -> Likeness:
    """How likely the two are one organisation; from `alike.SUGGESTED` on it is worth a look."""
    score, because = _names(one, other), ["name"]
    if _acronyms(one) & _acronyms(other):
        score, because = max(score + 0.1, 0.9), [*because, "acronym"]
    if score < 0.6:
        return Likeness(score, ())
    for reason, change in _evidence(one, other):
        score += change
        if change > 0:
            because.append(reason)
    return Likeness(min(1.0, max(0.0, score)), tuple(because))


def keys(one: Described) -> frozenset[str]:
    """Two rows that share none of these are not compared: words that say which one it is, acronyms."""
    words = {
        word for name in _all_names(one) for word, weight in _words(name) if weight >= 1 or word[0] == "="
    }
    heard = {skeleton for word in words if word[0] != "=" for skeleton in skeletons(word)}
    return frozenset(heard | {word for word in words if word[0] == "="} | _acronyms(one))


def _all_names(one: Described) -> list[str]:
    earlier = [name.get(key) for name in one.earlier_names for key in ("ar", "fr")]
    return [text for text in (*one.name.values(), *earlier) if text]


def _names(one: Described, other: Described) -> float:
    city = frozenset(word for row in (one, other) for text in row.city.values() for word in sounds(text))
    here = city if _same_city(one, other) else frozenset()
    return max(
        (_likeness(mine, theirs, here) for mine in _all_names(one) for theirs in _all_names(other)),
        default=0.0,
    )


def _same_city(one: Described, other: Described) -> bool | None:
    """None where one of them names no city."""
    cities = [{word for text in row.city.values() for word in sounds(text)} for row in (one, other)]
    if not all(cities):
        return None
    return any(_close(mine, theirs) >= _SAME_WORD for mine in cities[0] for theirs in cities[1])


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[tuple[str, float], ...]:
    """The words of a name, each once, with their weight; what has a word in both languages as "=term"."""
    found: dict[str, float] = {}
    whole = _ELISION.sub("", _ACRONYM.sub("", name)) if _ACRONYM.sub("", name).strip() else name
    for folded in fold(whole).split():
        bare = _JOINED.sub("", folded)
        if not bare or bare in LITTLE:
            continue
        term = TERMS.get(bare) or TERMS.get(bare.removesuffix("s"))
        if term:
            found[f"={term}"] = 0.3 if term in GENERIC else 0.7
        else:
            found |= dict.fromkeys(sounds(bare), 1.0)
    return tuple(found.items())


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str, city: frozenset[str]) -> float:
    """Weighted share of words that both have; a word that says which one it is must not stand alone.

    The city that both are in counts in neither name.
    """
    mine, theirs = (
        {word: weight for word, weight in _words(name) if word not in city} for name in (one, other)
    )
    if not mine or not theirs:
        return 0.0
    met = shared = 0.0
    left = dict(theirs)
    alone = []
    for word, weight in mine.items():
        close, match = max(((_close(word, them), them) for them in left), default=(0.0, ""))
        if close >= _SAME_WORD:
            met += weight + left.pop(match)
            shared += close * (weight + theirs[match])
        else:
            alone.append(weight)
    total = sum(mine.values()) + sum(theirs.values())
    both_alone = min(max(alone, default=0.0), max(left.values(), default=0.0))
    return max(0.0, shared / total - 0.3 * both_alone)


def _close(word: str, other: str) -> float:
    if "=" in (word[0], other[0]) or word.isdigit() or other.isdigit() or min(len(word), len(other)) < 3:
        return 1.0 if word == other else 0.0
    return closeness(word, other)


def _acronyms(one: Described) -> frozenset[str]:
    given = {fold(text).replace(" ", "") for text in one.acronym.values() if text}
    written = {word.lower() for name in _all_names(one) for word in _ACRONYM.findall(name)}
    return frozenset(f"#{word}" for word in given | written if len(word) > 2)


def _evidence(one: Described, other: Described) -> Iterator[tuple[str, float]]:
    if str(one.kind) != str(other.kind) and "other" not in (str(one.kind), str(other.kind)):
        yield "kind", -0.15
    here = _same_city(one, other)
    if here is not None:
        yield "city", 0.05 if here else -0.2
    if one.email and other.email and one.email.lower() == other.email.lower():
        yield "mail", 0.15
    if one.phone and one.phone == other.phone:
        yield "phone", 0.1
