"""Looking whether the chain is whole, and naming each place where it is not."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.audit import anchor
from app.audit.chain import entries, facts, head
from app.audit.forgetting import told_of
from app.audit.hashing import GENESIS, Facts, details_hash, link_hash, micros
from app.audit.keys import key
from app.audit.models import ChainLink, Entry
from app.platform import jobs
from app.platform.clock import at, now
from app.platform.db import db

PAGE = 2_000
MOST_NAMED = 100
PATIENCE = timedelta(minutes=10)


class Trouble(StrEnum):
    """What can be wrong."""

    EDITED = "its act, actor, time or subject was edited"
    DETAILS = "its details were edited or removed"
    MISSING = "its entry was removed"
    REMOVED = "its link was removed"
    BROKEN = "it does not follow from the one before: edited, or chained again by somebody without the key"
    WAITING = "it should be chained since long and is not"
    CUT = "the chain ends before the head that was noted"
    OTHER = "it is not the head that was noted"
    NOTE = "the file audit.head, which notes the head, was written over"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that is wrong: its number in the chain, except WAITING, which has none; `last` ends a gap."""

    trouble: Trouble
    position: int | None
    entry_id: int | None = None
    last: int | None = None


@dataclass
class Report:
    """How many operations were checked, the head, what is wrong (the first hundred), how many more."""

    checked: int = 0
    position: int = 0
    hash: str = GENESIS
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    @property
    def whole(self) -> bool:
        return not self.faults

    @property
    def found(self) -> int:
        """How many faults, named or not."""
        return len(self.faults) + self.more

    def add(self, fault: Fault) -> None:
        """Keep a fault, or count it when enough are named."""
        if fault in self.faults:
            return
        if len(self.faults) < MOST_NAMED:
            self.faults.append(fault)
        else:
            self.more += 1


def verify(noted: tuple[int, str] | None = None) -> Report:
    """Walk the whole chain, a page at a time, past the head in this machine's file. `noted`: another head,
    kept elsewhere, whose hash may be shortened. A job that asks tells its progress, and may be stopped.
    """
    heads, note_fails = [noted] if noted else [], False
    try:
        heads += [kept] if (kept := anchor.read()) else []
    except anchor.Rewritten:
        note_fails = True
    db.session.rollback()  # a snapshot from before would lack the head that is noted
    walk = _Walk(Report(), heads, _erased_before())
    after, total = 0, head()[0]
    while page := db.session.execute(_links(after)).all():
        known = {row.id: row for row in db.session.execute(entries(_of(page)))}
        for link in page:
            walk.step(link, known.get(link.entry_id))
        after = page[-1].position
        jobs.progress(walk.report.checked, max(walk.report.checked, total))
    walk.end()
    if note_fails:
        walk.report.add(Fault(Trouble.NOTE, walk.report.position))
    for entry_id in db.session.scalars(_forgotten()):
        walk.report.add(Fault(Trouble.WAITING, None, entry_id))
    walk.report.faults.sort(key=lambda fault: (fault.position is None, fault.position))
    return walk.report


class _Walk:
    """Where the walk stands. `doubt`: a link that did not follow, and the hash that it should have had.

    The next link tells which it is: where it follows from the hash that is written, that hash is genuine, and
    it is the entry that was edited. `erased_before`: in microseconds, where recorded erasures end.
    """

    def __init__(self, report: Report, noted: Sequence[tuple[int, str]], erased_before: int) -> None:
        self.report, self.noted, self.erased_before = report, noted, erased_before
        self.forgotten = _forgotten_by_request()
        self.key = key()
        self.previous: str | None = GENESIS  # None behind a gap: nobody knows it any more
        self.doubt: tuple[int, int, str] | None = None

    def step(self, link: Any, entry: Any) -> None:
        report = self.report
        if link.position != report.position + 1:
            report.add(Fault(Trouble.REMOVED, report.position + 1, last=link.position - 1))
            self._settle(Trouble.BROKEN)
            self.previous = None
        report.position, report.hash = link.position, link.hash
        report.checked += 1
        trouble = self._look(link, entry)
        if trouble:
            self._settle(Trouble.BROKEN)
            report.add(Fault(trouble, link.position, link.entry_id))
        self.previous = link.hash
        for position, hash_ in self.noted:
            if link.position == position and not link.hash.startswith(hash_):
                report.add(Fault(Trouble.OTHER, link.position, link.entry_id))

    def end(self) -> None:
        self._settle(Trouble.BROKEN)
        for position, _hash in self.noted:
            if position > self.report.position:
                self.report.add(Fault(Trouble.CUT, self.report.position, last=position))

    def _look(self, link: Any, entry: Any) -> Trouble | None:
        """What is wrong with the entry itself; whether the link follows is told by `_follow`."""
        if entry is None:
            return Trouble.MISSING
        try:
            known, details = facts(entry)
        except ValueError:
            return Trouble.EDITED
        if self.previous is not None:
            self._follow(link, known, self.previous)
        until = max(self.erased_before, self.forgotten.get(known.entry_id, 0))
        erased = entry.salt is None and details is None and known.micros < until
        if erased or details_hash(entry.salt or "", details) == link.details_hash:
            return None
        self.report.add(Fault(Trouble.DETAILS, link.position, link.entry_id))
        return None

    def _follow(self, link: Any, known: Facts, previous: str) -> None:
        def after(hash_: str) -> str:
            return link_hash(self.key, hash_, link.position, known, link.details_hash)

        due = after(previous)
        follows = hmac.compare_digest(due, link.hash)
        should_have_been = self.doubt[2] if self.doubt else None
        self._settle(Trouble.EDITED if follows else Trouble.BROKEN)
        if not follows and should_have_been:
            # Only the hash of the link before was written over: this one still follows from the genuine.
            follows = hmac.compare_digest(after(should_have_been), link.hash)
        if not follows:
            self.doubt = (link.position, link.entry_id, due)

    def _settle(self, trouble: Trouble) -> None:
        if self.doubt:
            self.report.add(Fault(trouble, *self.doubt[:2]))
            self.doubt = None


def _erased_before() -> int:
    """Up to which moment the erasures reach that are recorded and chained (or wait for it, being fresh). What
    an act says of the time after itself does not count.
    """
    reached = [0]
    for row in db.session.execute(entries(_recorded("log.erased"))):
        try:
            known, details = facts(row)
            before = micros(at(date.fromisoformat(details["before"]), 0))
        except (ValueError, TypeError, KeyError):
            continue  # erased itself, or unreadable, which the walk finds
        if before <= known.micros:
            reached.append(before)
    return max(reached)


def _forgotten_by_request() -> dict[int, int]:
    """Entries whose details went with the data of a person, by key: up to which moment such an act counts."""
    found: dict[int, int] = {}
    for row in db.session.execute(entries(_recorded("log.forgotten"))):
        try:
            known, details = facts(row)
            found |= dict.fromkeys(told_of(details), known.micros)
        except (ValueError, TypeError, KeyError):
            continue  # erased itself, or unreadable, which the walk finds
    return found


def _recorded(act: str) -> sa.ColumnElement[bool]:
    """Acts of this kind that are chained, or wait for it, being fresh."""
    chained = sa.exists().where(ChainLink.entry_id == Entry.id)
    return sa.and_(Entry.act == act, sa.or_(chained, Entry.created_at > now() - PATIENCE))


def _links(after: int) -> sa.Select[int, int, str, str]:
    links = sa.select(ChainLink.position, ChainLink.entry_id, ChainLink.details_hash, ChainLink.hash)
    return links.where(ChainLink.position > after).order_by(ChainLink.position).limit(PAGE)


def _of(links: Sequence[Any]) -> sa.ColumnElement[bool]:
    """The entries of these links and perhaps some between: a range is read faster than a thousand keys."""
    keys = [link.entry_id for link in links]
    first, last = min(keys), max(keys)
    return Entry.id.between(first, last) if last - first < 4 * PAGE else Entry.id.in_(keys)


def _forgotten() -> sa.Select[int]:
    """Entries that the job passed over."""
    return (
        sa.select(Entry.id)
        .outerjoin(ChainLink, ChainLink.entry_id == Entry.id)
        .where(ChainLink.id.is_(None), Entry.created_at < now() - PATIENCE)
        .order_by(Entry.id)
        .execution_options(yield_per=PAGE)
    )
