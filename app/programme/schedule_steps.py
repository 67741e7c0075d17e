"""The releases of a programme and what each changed, as the public may know it; the first changed nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.platform.db import db
from app.programme import released
from app.programme.release_rows import Change, Release


@dataclass(frozen=True)
class Step:
    """One release. Its changes were computed when it was made, and say nothing of internal sessions."""

    release: Release
    changes: Sequence[Change]


def steps(forum_id: int) -> list[Step]:
    """All releases, the latest first, in one query."""
    found = db.session.scalars(released.releases(forum_id)).all()
    return [*(Step(one, one.changes) for one in found[:-1]), *(Step(one, []) for one in found[-1:])]


def changed_in(found: Iterable[Step]) -> dict[str, int]:
    """The number of the release that changed a session last, by its `ref`."""
    numbers: dict[str, int] = {}
    for step in found:
        for change in step.changes:
            numbers.setdefault(change["ref"], step.release.number)
    return numbers
