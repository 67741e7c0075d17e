"""Reading imports: whoever started one sees it where they may still import, and the administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import forums_with, memberships
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.scope import Scope
from app.platform.db import db
from app.platform.jobs_rows import Job, State

PERMISSION = "people.import"
_REMEMBERED = 30
_SAVED = (Step.SAVED, Step.TAKING_BACK, Step.TAKEN_BACK)
_AT_WORK = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class Counts:
    """What becomes of the rows of an import."""

    add: int = 0
    fill: int = 0
    skip: int = 0
    wrong: int = 0

    @property
    def saved(self) -> int:
        return self.add + self.fill


def visible(where: Scope, user: User) -> sa.Select[Import]:
    """Those that somebody may see, newest first."""
    found = sa.select(Import).where(Import.step != Step.DROPPED).order_by(Import.id.desc())
    if where.everything:
        return found
    return found.where(Import.by_id == user.id, Import.forum_id.in_(where.forums or ()))


def one(where: Scope, user: User, import_id: int) -> sa.Select[Import]:
    """One of them."""
    return visible(where, user).where(Import.id == import_id)


def scope_of(row: Import) -> Scope:
    """Where whoever started it may import at this moment."""
    held = memberships(row.by_id) if row.by_id else []
    return Scope(forums_with(held, PERMISSION))


def rows(import_id: int) -> sa.Select[ImportRow]:
    """The rows of an import in their order."""
    return sa.select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number)


def wrong_rows(import_id: int) -> sa.Select[ImportRow]:
    """Those left out."""
    return rows(import_id).where(ImportRow.wrong)


def alike_rows(import_id: int) -> sa.Select[ImportRow]:
    """Those that are in the directory already, or stand twice in the file."""
    alike = sa.or_(ImportRow.alike_id.is_not(None), ImportRow.alike_row.is_not(None))
    return rows(import_id).where(~ImportRow.wrong, alike)


def remarked_rows(import_id: int) -> sa.Select[ImportRow]:
    """Those that are saved, with a word of warning."""
    said = sa.func.json_array_length(ImportRow.faults) > 0
    return rows(import_id).where(~ImportRow.wrong, said)


def waiting(import_id: int) -> sa.Select[ImportRow]:
    """Those that are still to be saved."""
    done = sa.or_(ImportRow.made_id.is_not(None), ImportRow.filled)
    return rows(import_id).where(~ImportRow.wrong, ImportRow.decision != Decision.SKIP, ~done)


def counts(import_id: int) -> Counts:
    """How many rows are added, completed, skipped, wrong: as decided, or as it was done."""
    row = db.session.get(Import, import_id)
    if row is not None and row.step in _SAVED:
        return Counts(row.added, row.completed, row.skipped, row.wrong)
    found = sa.select(ImportRow.wrong, ImportRow.decision, sa.func.count())
    found = found.where(ImportRow.import_id == import_id).group_by(ImportRow.wrong, ImportRow.decision)
    told: dict[str, int] = {}
    for wrong, decision, count in db.session.execute(found):
        key = "wrong" if wrong else decision.value
        told[key] = told.get(key, 0) + count
    return Counts(**told)


def done(import_id: int) -> Counts:
    """The same of a saving that did not come to its end: what it did not do is skipped."""
    told = counts(import_id)
    of = ImportRow.import_id == import_id
    added, filled = (
        db.session.scalar(sa.select(sa.func.count()).where(of, what)) or 0
        for what in (ImportRow.made_id.is_not(None), ImportRow.filled)
    )
    return Counts(added, filled, told.saved + told.skip - added - filled, told.wrong)


def is_stopped(row: Import) -> bool:
    """Whether nobody works on it, though it stands at a step at which work is done."""
    state = db.session.scalar(sa.select(Job.state).where(Job.id == row.job_id)) if row.job_id else None
    return state not in _AT_WORK


def held(import_id: int, *steps: Step) -> Import | None:
    """An import that stands at one of these steps, and stays there until the open unit of work ends."""
    row = db.session.get(Import, import_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.step in steps else None


def forget_made(table: str, *keys: int) -> None:
    """Rows of the directory go, inside the open unit of work: no import made them or knows them any more.
    SQLite gives the key of a removed row to another one.
    """
    of = sa.select(Import.id).where(Import.sort == Sort(table))
    for column in (ImportRow.made_id, ImportRow.alike_id):
        change = sa.update(ImportRow).where(ImportRow.import_id.in_(of), column.in_(keys))
        db.session.execute(change.values({column: None}).execution_options(synchronize_session=False))
    if table == Sort.ORGANISATION:
        for row in db.session.scalars(sa.select(Import).where(Import.brought > 0)):
            row.organisations = {name: key for name, key in row.organisations.items() if key not in keys}


def made(import_id: int) -> sa.Select[int]:
    """The keys of what an import added or completed, to find them in the directory."""
    key = sa.func.coalesce(ImportRow.made_id, sa.case((ImportRow.filled, ImportRow.alike_id)))
    return sa.select(key).where(ImportRow.import_id == import_id, key.is_not(None))


def last_mapping(user: User, sort: Sort, heads: Sequence[str]) -> dict[str, str]:
    """The columns as this person chose them for a file with the same heads; {} when there was none."""
    found = (
        sa.select(Import.heads, Import.mapping)
        .where(Import.by_id == user.id, Import.sort == sort, Import.step != Step.MAPPING)
        .order_by(Import.id.desc())
        .limit(_REMEMBERED)
    )
    rows_: list[Any] = [mapping for told, mapping in db.session.execute(found) if told == list(heads)]
    return rows_[0] if rows_ else {}
