"""The search for duplicates in the whole directory: at night, and when somebody asks."""

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from app.people import alike, alike_institutions
from app.people.alike import Likeness
from app.people.duplicates import COMPARED
from app.people.merge_rows import Apart, Pair, Sort
from app.people.models import Organisation, Person
from app.platform import jobs
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs_rows import Job, State, add_once

MOST = 2000
_BLOCK = 100
_TOO_MANY = 1000  # rows with one key, such as a mailbox that a spreadsheet repeats: nobody reads those pairs
_EVERY = 500
_JOB = "people.duplicates"
_LABEL = lazy("Search for duplicates in the directory")
Found = dict[tuple[int, int], Likeness]


def search_soon() -> None:
    """Have the search run now, unless it waits or runs already."""
    if not is_searching():
        jobs.later(_JOB)


def is_searching() -> bool:
    """Whether a search that somebody asked for waits or runs."""
    waits = sa.select(Job.id).where(Job.name == _JOB, Job.state.in_([State.QUEUED, State.RUNNING]))
    return db.session.scalar(waits.limit(1)) is not None


@jobs.job(_JOB, label=_LABEL)
def search() -> None:
    """Find the pairs that may be the same, keep the likeliest, forget those that are no more."""
    _keep(Sort.PERSON, _people())
    _keep(Sort.ORGANISATION, _organisations())


@jobs.every(24 * 3600, "people.duplicates_nightly", label=_LABEL)
def search_nightly() -> None:
    """The same, every day."""
    search()


def _people() -> Found:
    stands = Person.merged_into_id.is_(None), Person.erased_at.is_(None)
    rows = db.session.execute(sa.select(*COMPARED).where(*stands)).all()
    blocks: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for key in alike.keys(row):
            blocks[key].append(row)
        for known in filter(None, (row.email, row.phone)):
            blocks[f"@{known}"].append(row)
    return _compared(blocks, alike.people)


def _organisations() -> Found:
    rows = db.session.scalars(sa.select(Organisation).where(Organisation.merged_into_id.is_(None))).all()
    blocks: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for key in alike_institutions.keys(row):
            blocks[key].append(row)
    found = _compared(blocks, alike_institutions.institutions)
    linked = {(row.id, other) for row in rows for other in (row.took_over_from_id, row.parent_id) if other}
    return {
        pair: likeness for pair, likeness in found.items() if pair not in linked and pair[::-1] not in linked
    }


def _compared(blocks: dict[str, list[Any]], compare: Callable[[Any, Any], Likeness]) -> Found:
    found: Found = {}
    seen: set[tuple[int, int]] = set()
    for number, rows in enumerate(blocks.values()):
        if number % _EVERY == 0:
            jobs.progress(number, len(blocks))
        if len(rows) > _TOO_MANY:
            continue
        for one, other in combinations(rows, 2):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair in seen:
                continue
            seen.add(pair)
            likeness = compare(one, other)
            if likeness.score >= alike.SUGGESTED:
                found[pair] = likeness
    return found


def _keep(sort: Sort, found: Found) -> None:
    """Write the difference to what was found before, in blocks; a pair that stays keeps its key."""
    apart = sa.select(Apart.lower_id, Apart.higher_id).where(Apart.sort == sort)
    for pair in db.session.execute(apart):
        found.pop((pair.lower_id, pair.higher_id), None)
    best = dict(sorted(found.items(), key=lambda one: -one[1].score)[:MOST])
    before = {
        (row.lower_id, row.higher_id): row
        for row in db.session.scalars(sa.select(Pair).where(Pair.sort == sort))
    }
    gone = [row.id for pair, row in before.items() if pair not in best or row.score != best[pair].score]
    for start in range(0, len(gone), _BLOCK):
        with unit_of_work():
            db.session.execute(sa.delete(Pair).where(Pair.id.in_(gone[start : start + _BLOCK])))
    changed = [pair for pair in best if pair not in before or before[pair].score != best[pair].score]
    for start in range(0, len(changed), _BLOCK):
        with unit_of_work():
            for lower, higher in changed[start : start + _BLOCK]:
                likeness = best[lower, higher]
                values = {"score": likeness.score, "because": list(likeness.because)}
                add_once(Pair, sort=sort, lower_id=lower, higher_id=higher, **values)
