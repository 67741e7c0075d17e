"""What the log asks of the features above it.

`heads`: who is told the head of the chain once a day. `events`: the events, by key, in their order.
`values`: the words of a field whose values are words of ours, by (kind of subject, field).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Head:
    """The end of the chain, and how many operations were chained in the last day."""

    position: int
    hash: str
    fresh: int


heads: list[Callable[[Head], None]] = []
events: list[Callable[[], dict[int, Any]]] = []
values: dict[tuple[str, str], Mapping[Any, Any]] = {}


def tell(somebody: Callable[[Head], None]) -> None:
    """Have somebody told the head each day."""
    if somebody not in heads:
        heads.append(somebody)
