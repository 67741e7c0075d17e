"""Chaining: a job gives each committed entry its place behind the one before.

An act takes no lock for it. The place is the order, not the entry's key: on PostgreSQL a smaller key may be
committed later, and is then simply chained later.
"""

import json
import logging
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.audit import anchor
from app.audit.hashing import GENESIS, Facts, details_hash, link_hash, micros
from app.audit.keys import key
from app.audit.models import ChainLink, Entry
from app.platform import jobs
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy

log = logging.getLogger(__name__)
BLOCK = 200
PAGE = 2_000
# How far behind the last chained key a late commit is looked for each time; once a day, everywhere.
LATE = 2_000
# As the databases hold them: a value that somebody made unreadable must not stop who looks for such values.
COLUMNS: tuple[sa.Label[Any], ...] = (
    Entry.id.label("id"),
    sa.type_coerce(Entry.created_at, sa.String).label("moment"),
    *(
        getattr(Entry, name).label(name)
        for name in ("actor_id", "actor", "act", "subject_kind", "subject_id", "forum_id", "salt")
    ),
    sa.type_coerce(Entry.details, sa.String).label("details"),
)


@jobs.every(10, "audit.chain", label=lazy("Chaining of the log"))
def chain() -> int:
    """Link what was committed since the last time; the number of links made. Raises Rewritten.

    Of two workers at once the one that comes second to a place stops: the first goes on.
    """
    last = db.session.scalar(sa.select(sa.func.max(ChainLink.entry_id)))
    return chain_after((last or 0) - LATE)


def chain_after(entry_id: int) -> int:
    """Link each unlinked entry with a larger key, in blocks; the number of links made. Raises Rewritten."""
    made = 0
    if anchor.compare() != (last := head()) and last[0]:
        anchor.write(*last)
    while keys := db.session.scalars(_keys(entry_id)).all():
        # Compared here: a database that joins both tables reads one of them whole for each page.
        linked = set(db.session.scalars(_linked(entry_id, keys[-1])))
        waiting = [key for key in keys if key not in linked]
        for start in range(0, len(waiting), BLOCK):
            rows = db.session.execute(entries(Entry.id.in_(waiting[start : start + BLOCK]))).all()
            links = _links(rows)
            if links and not _put(links):
                return made
            made += len(links)
        entry_id = keys[-1]
    return made


def _put(links: list[dict[str, Any]]) -> bool:
    """Write a block; False when another worker was there before, and nothing of it is written.

    The first link goes alone. ON CONFLICT waits for a rival before it holds anything: two plain blocks,
    each with a place and an entry that the other wants, would wait for each other.
    """
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    first = dialect.insert(ChainLink).values(**links[0]).on_conflict_do_nothing().returning(ChainLink.id)
    try:
        with unit_of_work():
            # Behind the head that the links follow, so that no link is taken away in between.
            anchor.require(anchor.read())
            won = db.session.scalar(first) is not None
            if won and links[1:]:
                db.session.execute(sa.insert(ChainLink), links[1:])
    except IntegrityError:
        return False
    if won:
        anchor.write(links[-1]["position"], links[-1]["hash"])
    return won


def entries(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """COLUMNS of some entries, by their key."""
    return sa.select(*COLUMNS).where(which).order_by(Entry.id)


def head() -> tuple[int, str]:
    """The last place and its hash; (0, GENESIS) before the first."""
    last = sa.select(ChainLink.position, ChainLink.hash).order_by(ChainLink.position.desc()).limit(1)
    found = db.session.execute(last).one_or_none()
    return (found.position, found.hash) if found else (0, GENESIS)


def facts(row: Any) -> tuple[Facts, Any]:
    """What a row of COLUMNS says, and its details. Raises ValueError where it was made unreadable."""
    details = json.loads(row.details) if isinstance(row.details, str) else row.details
    same = (row.actor_id, row.actor, row.act, row.subject_kind, row.subject_id, row.forum_id)
    return Facts(row.id, micros(row.moment), *same), details


def _keys(after: int) -> sa.Select[int]:
    return sa.select(Entry.id).where(Entry.id > after).order_by(Entry.id).limit(PAGE)


def _linked(after: int, last: int) -> sa.Select[int]:
    return sa.select(ChainLink.entry_id).where(ChainLink.entry_id > after, ChainLink.entry_id <= last)


def _links(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of the links, made outside the write transaction: the place, being unique, tells whether the
    head that they follow was still the head.
    """
    position, previous = head()
    made: list[dict[str, Any]] = []
    for row in rows:
        try:
            known, details = facts(row)
        except ValueError:
            log.warning("Entry %d of the log cannot be read; it is not chained.", row.id)
            continue
        position += 1
        of_details = details_hash(row.salt or "", details)
        previous = link_hash(key(), previous, position, known, of_details)
        made.append({"position": position, "entry_id": row.id, "details_hash": of_details, "hash": previous})
    return made
