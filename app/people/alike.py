"""How likely two rows are one person. Pure: the same rows always get the same score.

Names decide: in the same script, else across the two. Mail, telephone and organisation speak for it or
against it, never alone: an office shares its mailbox, a family its telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from app.people.alike_words import closeness, initials, skeletons, sounds

# From here on two rows are shown as perhaps the same: see tests/people/test_alike.py for what it costs.
SUGGESTED = 0.86
_SHARED = frozenset(
    ["contact", "info", "secretariat", "secretariatgeneral", "admin", "administration", "cabinet", "bureau"]
)


class Named(Protocol):
    """Whose names are compared: a row with columns of these names. Empty texts are unknown."""

    @property
    def given_ar(self) -> str: ...
    @property
    def family_ar(self) -> str: ...
    @property
    def given_latin(self) -> str: ...
    @property
    def family_latin(self) -> str: ...


class Described(Named, Protocol):
    """What is compared: a Person, or a row with columns of these names."""

    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 1, and what spoke for it: "name", "mail", "phone", "organisation" and the like."""

    score: float
    because: tuple[str, ...]


def people(one: Described, other: Described) -> Likeness:
    """How likely the two are one person; from `SUGGESTED` on it is worth a look."""
    score = names(one, other)
    if score < 0.6:
        return Likeness(score, ())
    because = ["name"]
    for reason, change in _evidence(one, other):
        score += change
        if change > 0:
            because.append(reason)
    return Likeness(min(1.0, max(0.0, score)), tuple(because))


def keys(one: Described) -> frozenset[str]:
    """Two rows that share none of these are not compared: how one word begins, and how another sounds."""
    return frozenset(
        key
        for given, family in ((one.given_ar, one.family_ar), (one.given_latin, one.family_latin))
        for key in _keys(sounds(given) + sounds(family))
    )


@lru_cache(maxsize=100_000)
def _keys(words: tuple[str, ...]) -> frozenset[str]:
    if len(words) == 1:
        return frozenset(skeletons(words[0]))
    return frozenset(
        f"{first}_{skeleton}"
        for at, word in enumerate(words)
        for there, whole in enumerate(words)
        if at != there
        for first in initials(word)
        for skeleton in skeletons(whole)
    )


def names(one: Named, other: Named) -> float:
    """How alike the names are, in the script in which they are most; from 0 to 1."""
    arabic, latin = (one.given_ar, one.family_ar), (one.given_latin, one.family_latin)
    their_arabic, their_latin = (other.given_ar, other.family_ar), (other.given_latin, other.family_latin)
    same = [
        _name(*mine, *theirs)
        for mine, theirs in ((arabic, their_arabic), (latin, their_latin))
        if any(mine) and any(theirs)
    ]
    if same:
        return 0.7 * max(same) + 0.3 * min(same)
    mine, theirs = (arabic, their_latin) if any(arabic) else (latin, their_arabic)
    return _name(*mine, *theirs)


@lru_cache(maxsize=200_000)
def _name(given: str, family: str, their_given: str, their_family: str) -> float:
    """How alike two full names are. Order may differ, a second given name may be missing."""
    words, their_words = (sounds(given), sounds(family)), (sounds(their_given), sounds(their_family))
    score = _paired(words, their_words)
    if len(words[0]) != len(their_words[0]) and words[0] and their_words[0]:
        joined = (_joined(words[0]), words[1]), (_joined(their_words[0]), their_words[1])
        score = max(score, _paired(*joined))  # Fatima Zahra, Fatimazahra
    return score


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    text = "".join(word.lstrip("*") for word in words)
    return ("*" + text if words[0][0] == "*" else text,)


def _paired(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> float:
    mine, theirs = (
        [(word, bool(at)) for at, words in enumerate(side) for word in words] for side in (one, other)
    )
    fewer, more = sorted((mine, theirs), key=len)
    if not fewer:
        return 0.0
    found = list(_pairs(fewer, more))
    mean = sum(close for close, _swapped in found) / len(fewer)
    worst = min(close for close, _swapped in found)
    score = mean - 0.6 * (1 - worst) - 0.1 * (len(more) - len(fewer))
    if any(swapped for _close, swapped in found):
        score -= 0.03
    if len(fewer) == 1:
        score -= 0.2  # a name of one word tells little
    return max(0.0, score)


def _pairs(fewer: list[tuple[str, bool]], more: list[tuple[str, bool]]) -> Iterator[tuple[float, bool]]:
    """Each word of the shorter name with the closest of the other, each taken once: (closeness, swapped)."""
    ranked = sorted(
        (
            (closeness(word, other), family == theirs, at, there)
            for at, (word, family) in enumerate(fewer)
            for there, (other, theirs) in enumerate(more)
        ),
        reverse=True,
    )
    mine, taken = set[int](), set[int]()
    for close, in_place, at, there in ranked:
        if at not in mine and there not in taken:
            mine.add(at)
            taken.add(there)
            yield close, not in_place


def _evidence(one: Described, other: Described) -> Iterator[tuple[str, float]]:
    mail, their_mail = one.email.lower(), other.email.lower()
    if mail and their_mail:
        local, their_local = mail.split("@")[0], their_mail.split("@")[0]
        shared = local.replace("-", "").replace(".", "") in _SHARED
        if mail == their_mail:
            yield "mail", 0.05 if shared else 0.25
        else:
            yield "mail", 0.05 if local == their_local and not shared else -0.05
    if one.phone and other.phone:
        yield "phone", 0.2 if one.phone == other.phone else -0.05
    if one.organisation_id and other.organisation_id:
        yield "organisation", 0.08 if one.organisation_id == other.organisation_id else -0.06
