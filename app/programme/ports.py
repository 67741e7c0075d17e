"""What the programme asks of the features above it.

`concerns`: who is concerned by a change of sessions, besides those with a part in them.
"""

from collections.abc import Callable, Mapping, Sequence

from app.programme.diffing import Difference
from app.programme.release_rows import Release

# Of a release and what it changed: the persons by their keys, each with the `ref`s of the sessions that
# concern this person. In as many queries for many sessions as for one.
Finder = Callable[[Release, Sequence[Difference]], Mapping[int, frozenset[str]]]

concerns: dict[str, Finder] = {}


def concern(name: str, finder: Finder) -> None:
    """Have persons told of changes; the same name replaces the earlier."""
    concerns[name] = finder
