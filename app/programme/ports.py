"""What the programme asks of the features above it.

`concerns`: who is concerned by a change of sessions, besides those with a part in them. `tellers`: those who
write their own letters about a release, to people whom the directory need not know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.programme.diffing import Difference
from app.programme.release_rows import Release

# Of a release and what it changed: the persons by their keys, each with the `ref`s of the sessions that
# concern this person. In as many queries for many sessions as for one.
Finder = Callable[[Release, Sequence[Difference]], Mapping[int, frozenset[str]]]

concerns: dict[str, Finder] = {}


def concern(name: str, finder: Finder) -> None:
    """Have persons told of changes; the same name replaces the earlier."""
    concerns[name] = finder


@dataclass(frozen=True)
class Reach:
    """How many are to be written to about a release, were written to, and have no e-mail."""

    ready: int
    written: int
    unreachable: int


@dataclass(frozen=True)
class Teller:
    """`label`: to whom it writes, in words. `reach` and `write` are given what the release changed for the
    public; `write` (of the keys of the release and of the one its readers know, or none) opens its own units
    of work, writes to each once, and is harmless when repeated.
    """

    label: Any
    reach: Callable[[Release, Sequence[Difference]], Reach]
    write: Callable[[int, int | None, Sequence[Difference]], None]


tellers: dict[str, Teller] = {}


def also(name: str, teller: Teller) -> None:
    """Write to others too when a release is told; the same name replaces the earlier."""
    tellers[name] = teller
