"""The details of what was done to a person's data are forgotten with these data (law 09-08)."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.audit import actions, retention
from app.audit.actions import Actor
from app.audit.models import Entry
from app.platform.db import Model, db


def about(rows: Mapping[str, Iterable[int]]) -> sa.Select[Entry]:
    """What was done to these rows, given as kind of subject → keys; oldest first."""
    found = [
        sa.and_(Entry.subject_kind == kind, Entry.subject_id.in_(list(keys))) for kind, keys in rows.items()
    ]
    return sa.select(Entry).where(sa.or_(sa.false(), *found)).order_by(Entry.id)


def forget(rows: Mapping[str, Iterable[int]], *, of: Model, by: Actor | None) -> int:
    """Erase the details of what was done to these rows; how many there were.

    It is an act itself, about `of`, and names the entries: so the check of the chain takes it for lawful.
    """
    told = about(rows).where(Entry.details.is_not(None)).with_only_columns(Entry.id)
    ids = db.session.scalars(told).all()
    if ids:
        retention.erase(ids)
        actions.record("log.forgotten", of, by=by, entries=list(ids))
    return len(ids)


def told_of(details: Any) -> list[int]:
    """The keys of the entries that such an act names. Raises TypeError or KeyError when it names none."""
    return [int(one) for one in details["entries"]]
