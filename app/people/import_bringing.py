"""The organisations that imported persons name, as they stand when the persons are saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.people import import_queries
from app.people.import_inserting import columns, insert
from app.people.import_organisations import by_name, named
from app.people.import_rows import Import, ImportRow, Step
from app.people.import_vocabulary import folded
from app.people.models import Organisation, Tie
from app.platform.db import db, unit_of_work

BLOCK = 100


class Known:
    """The organisations of the directory, by the key that the check found or by their name."""

    def __init__(self, import_id: int) -> None:
        rows = sa.select(Organisation.id, Organisation.merged_into_id, Organisation.created_at)
        self._rows = {key: (into, since) for key, into, since in db.session.execute(rows)}
        brought = db.session.scalars(sa.select(Import.organisations).where(Import.id == import_id)).one()
        self.names = {name: self._kept(key) for name, key in brought.items() if key in self._rows} | by_name()

    def of(self, values: Mapping[str, Any], checked_at: datetime) -> int | None:
        """The organisation of a row: that of the check or the one it was merged into; when it is removed
        meanwhile, the one that bears the name now.
        """
        key = values.get("organisation_id", 0)
        # A later row may have been given the key of one that was removed.
        if key in self._rows and self._rows[key][1] <= checked_at:
            return self._kept(key)
        return self.names.get(folded(values.get("organisation", "")))

    def _kept(self, key: int) -> int:
        while (into := self._rows[key][0]) is not None:
            key = into
        return key


def bring(import_id: int) -> Known:
    """Create the organisations that the persons name and the directory does not know, each once."""
    known = Known(import_id)
    told = import_queries.waiting(import_id).with_only_columns(ImportRow.values, ImportRow.created_at)
    wanted: dict[str, str] = {}
    for values, checked_at in db.session.execute(told):
        name = values.get("organisation", "")
        if name and known.of(values, checked_at) is None:
            wanted.setdefault(folded(name), name)
    names = list(wanted.items())
    for at in range(0, len(names), BLOCK):
        ready = {key: columns(named(name)) for key, name in names[at : at + BLOCK]}
        with unit_of_work():
            row = import_queries.held(import_id, Step.SAVING)
            if row is None:
                break
            known.names |= _create(row, ready)
    return known


def _create(row: Import, ready: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Another worker may have created some of them."""
    before = sa.select(Organisation.id).where(Organisation.id.in_(row.organisations.values()))
    there = set(db.session.scalars(before))
    made = {name: key for name, key in row.organisations.items() if name in ready and key in there}
    left = [name for name in ready if name not in made]
    if left:
        keys = insert(Organisation, [ready[name] for name in left])
        made |= (new := dict(zip(left, keys, strict=True)))
        row.organisations, row.brought = row.organisations | new, row.brought + len(new)
        if row.forum_id:
            ties = [{"forum_id": row.forum_id, "organisation_id": key} for key in keys]
            db.session.execute(sa.insert(Tie), ties)
    return made
