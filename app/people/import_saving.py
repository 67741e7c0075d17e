"""Publishing what was checked and confirmed, in blocks that may be run again: nobody stands there twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.people import import_queries
from app.people.import_alike import MODELS
from app.people.import_filling import fill
from app.people.import_organisations import by_name, named, organisation_of
from app.people.import_people import person_of
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.import_vocabulary import folded
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person, Tie
from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.text import indexed

BLOCK = 100  # with their keys and ties a block is then written in some 20 ms
_NOT_COPIED = frozenset({"id", "created_at", "version"})


def save(import_id: int) -> None:
    """Save what a confirmed import waits to save, a block at a time; a killed run goes on where it stood."""
    row = db.session.get(Import, import_id)
    if row is None or row.step is not Step.SAVING:
        return
    sort = row.sort
    known = _bring_organisations(import_id) if sort is Sort.PERSON else {}
    total = import_queries.counts(import_id).saved
    while block := db.session.scalars(import_queries.waiting(import_id).limit(BLOCK)).all():
        ready = [_ready(sort, one, known) for one in block]
        with unit_of_work():
            row = db.session.get_one(Import, import_id)
            if row.step is not Step.SAVING:
                return
            _save_block(row, ready)
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


def _ready(sort: Sort, row: ImportRow, known: Mapping[str, int]) -> _Ready:
    """Prepared outside the write transaction."""
    values = row.values
    if sort is Sort.ORGANISATION:
        made: Person | Organisation = organisation_of(values)
    else:
        name = folded(values.get("organisation", ""))
        made = person_of({"organisation_id": known.get(name), **values})
    # The staging table forgets whom it brought; how words stood that ran together is kept.
    repaired = [fault for fault in row.faults if fault["code"] == "repaired"]
    columns = _columns(made) if row.decision is Decision.ADD else {}
    return _Ready(row.id, row.decision, row.alike_id, repaired, made, columns)


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
    keys = _insert(MODELS[row.sort], [one.columns for one in added])
    done = [
        {"id": one.id, "made_id": key, "cells": [], "values": {}, "faults": one.repaired}
        for one, key in zip(added, keys, strict=True)
    ]
    db.session.execute(sa.update(ImportRow), done)
    if row.forum_id:
        what = "person_id" if row.sort is Sort.PERSON else "organisation_id"
        db.session.execute(sa.insert(Tie), [{"forum_id": row.forum_id, what: key} for key in keys])


def _columns(made: Person | Organisation) -> dict[str, Any]:
    names = [one.key for one in made.__mapper__.column_attrs if one.key not in _NOT_COPIED]
    return {name: getattr(made, name) for name in names} | indexed(made) | {"version": 1}


def _insert(model: type[Person] | type[Organisation], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """In one statement; the keys in the order of the rows."""
    statement = sa.insert(model).returning(model.id, sort_by_parameter_order=True)
    return db.session.scalars(statement, list(rows)).all()


def _bring_organisations(import_id: int) -> dict[str, int]:
    """Create the organisations that the persons name and the directory does not know, each once.

    Gives folded name → key.
    """
    known = by_name()
    values = import_queries.waiting(import_id).with_only_columns(ImportRow.values)
    wanted: dict[str, str] = {}
    for told in db.session.scalars(values):
        name = told.get("organisation", "")
        if name and not told.get("organisation_id") and folded(name) not in known:
            wanted.setdefault(folded(name), name)
    names = list(wanted.items())
    for at in range(0, len(names), BLOCK):
        block = names[at : at + BLOCK]
        ready = [_columns(named(name)) for _key, name in block]
        with unit_of_work():
            # The version of the import keeps two workers from creating them both.
            row = db.session.get_one(Import, import_id)
            keys = _insert(Organisation, ready)
            known |= (made := dict(zip([key for key, _name in block], keys, strict=True)))
            row.organisations = row.organisations | made
            if row.forum_id:
                ties = [{"forum_id": row.forum_id, "organisation_id": key} for key in keys]
                db.session.execute(sa.insert(Tie), ties)
    return known


def _finish(import_id: int) -> None:
    counts = import_queries.counts(import_id)
    with unit_of_work():
        row = db.session.get_one(Import, import_id)
        if row.step is not Step.SAVING:
            return
        row.step, row.ended_at = Step.SAVED, now()
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
            organisations=len(row.organisations),
        )
