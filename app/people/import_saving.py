"""Publishing what was checked and confirmed, in blocks that may be run again: nobody stands there twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.people import import_queries
from app.people.import_alike import MODELS
from app.people.import_bringing import Known, bring
from app.people.import_filling import fill
from app.people.import_inserting import columns, insert
from app.people.import_organisations import organisation_of
from app.people.import_people import person_of
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person, Tie
from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work

BLOCK = 100  # with their keys and ties a block is then written in some 20 ms


def save(import_id: int) -> None:
    """Save what a confirmed import waits to save, a block at a time; a killed run goes on where it stood."""
    row = db.session.get(Import, import_id)
    if row is None or row.step is not Step.SAVING:
        return
    sort = row.sort
    known = bring(import_id) if sort is Sort.PERSON else None
    total = import_queries.counts(import_id).saved
    while block := db.session.scalars(import_queries.waiting(import_id).limit(BLOCK)).all():
        ready = [_ready(one, known) for one in block]
        with unit_of_work():
            row = import_queries.held(import_id, Step.SAVING)
            if row is None:
                return
            if stand := _organisations_stand(ready):
                _save_block(row, ready)
        if not stand:
            known = bring(import_id)
            continue
        left = db.session.scalar(sa.select(sa.func.count()).select_from(_waiting(import_id)))
        jobs.progress(total - (left or 0), total)
    _finish(import_id)


def _waiting(import_id: int) -> sa.Subquery:
    return import_queries.waiting(import_id).with_only_columns(ImportRow.id).subquery()


@dataclass(frozen=True)
class _Ready:
    """A row with what it makes, not yet in the session."""

    id: int
    decision: Decision
    alike_id: int | None
    repaired: list[dict[str, Any]]
    made: Any
    columns: dict[str, Any]  # of `made`, with the keys by which it is found and sorted


def _ready(row: ImportRow, known: Known | None) -> _Ready:
    """Prepared outside the write transaction."""
    values = row.values
    if known is None:
        made: Person | Organisation = organisation_of(values)
    else:
        made = person_of(values | {"organisation_id": known.of(values, row.created_at)})
    # The staging table forgets whom it brought; how words stood that ran together is kept.
    repaired = [fault for fault in row.faults if fault["code"] == "repaired"]
    written = columns(made) if row.decision is Decision.ADD else {}
    return _Ready(row.id, row.decision, row.alike_id, repaired, made, written)


def _organisations_stand(ready: Sequence[_Ready]) -> bool:
    """Whether all that the persons belong to is still there, and stays until the open unit of work ends."""
    keys = {one.made.organisation_id for one in ready if isinstance(one.made, Person)} - {None}
    there = sa.select(Organisation.id).where(Organisation.id.in_(keys), Organisation.merged_into_id.is_(None))
    return len(db.session.scalars(there.with_for_update(read=True)).all()) == len(keys)


def _save_block(row: Import, ready: Sequence[_Ready]) -> None:
    # Whoever else saves the same import waits here, and then finds the rows done.
    ids = [one.id for one in ready]
    free = sa.select(ImportRow.id).where(
        ImportRow.id.in_(ids), ImportRow.made_id.is_(None), ~ImportRow.filled
    )
    still = set(db.session.scalars(free.with_for_update()))
    left = [one for one in ready if one.id in still]
    added = [one for one in left if one.decision is Decision.ADD]
    if added:
        _add(row, added)
    fill(row, [(one.id, one.alike_id or 0, one.made) for one in left if one.decision is Decision.FILL])


def _add(row: Import, added: Sequence[_Ready]) -> None:
    keys = insert(MODELS[row.sort], [one.columns for one in added])
    done = [
        {"id": one.id, "made_id": key, "cells": [], "values": {}, "faults": one.repaired}
        for one, key in zip(added, keys, strict=True)
    ]
    db.session.execute(sa.update(ImportRow), done)
    if row.forum_id:
        what = "person_id" if row.sort is Sort.PERSON else "organisation_id"
        db.session.execute(sa.insert(Tie), [{"forum_id": row.forum_id, what: key} for key in keys])


def _finish(import_id: int) -> None:
    counts = import_queries.counts(import_id)
    with unit_of_work():
        row = import_queries.held(import_id, Step.SAVING)
        if row is None:
            return
        row.step, row.ended_at, row.sample = Step.SAVED, now(), []
        row.added, row.completed, row.skipped = counts.add, counts.fill, counts.skip
        if row.file_key:
            storage.delete_after_commit(row.file_key)
            row.file_key = None
        audit.record(
            "import.saved",
            row,
            by=db.session.get(User, row.by_id) if row.by_id else None,
            added=counts.add,
            filled=counts.fill,
            skipped=counts.skip,
            wrong=counts.wrong,
            organisations=row.brought,
        )
