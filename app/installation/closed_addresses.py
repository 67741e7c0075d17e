"""Whose address the outbox of an event shows: not that of somebody of whom its team knows what all know.

Features that write to such persons say so of their kinds of letters, by `close`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.platform.mail_rows import OutgoingMail, same_address


@dataclass(frozen=True)
class Closing:
    """Of the records that a kind of letter is about: `readable` selects the keys of those whose address the
    person who asks may read (None: of all), `named` says by key who they are.
    """

    readable: Callable[[], sa.Select[Any] | None]
    named: Callable[[Collection[int]], Mapping[int, str]]


_closings: dict[str, Closing] = {}


def close(kind: str, closing: Closing) -> None:
    """Have the addresses of a kind of letter shown only to those who may read them."""
    _closings[kind] = closing


def closed(forum_id: int | None) -> sa.ColumnElement[bool]:
    """The letters of this outbox whose address the person who asks may not read; in that of the installation
    (None) none.
    """
    found: list[sa.ColumnElement[bool]] = []
    for kind, closing in _closings.items() if forum_id is not None else ():
        readable = closing.readable()
        if readable is not None:
            known = OutgoingMail.subject_id.in_(readable)
            found.append(sa.and_(OutgoingMail.kind == kind, sa.not_(sa.func.coalesce(known, sa.false()))))
    return sa.or_(sa.false(), *found)


def instead(rows: Sequence[OutgoingMail], forum_id: int | None) -> dict[int, str]:
    """By the key of each of these letters whose address is not shown, whom it is to; "" where nobody says."""
    keys = [row.id for row in rows if row.kind in _closings]
    if not keys:
        return {}
    hidden = set(
        db.session.scalars(sa.select(OutgoingMail.id).where(OutgoingMail.id.in_(keys), closed(forum_id)))
    )
    told: dict[int, str] = {}
    for kind, closing in _closings.items():
        letters = {row.id: row.subject_id or 0 for row in rows if row.id in hidden and row.kind == kind}
        names = closing.named(set(letters.values())) if letters else {}
        told |= {key: names.get(subject, "") for key, subject in letters.items()}
    return told


def stopped(forum_id: int | None) -> frozenset[str]:
    """The addresses of an outbox that are not shown, as stopped addresses are kept."""
    if forum_id is None or not _closings:
        return frozenset()
    found = sa.select(OutgoingMail.to_address).where(OutgoingMail.forum_id == forum_id, closed(forum_id))
    return frozenset(same_address(one) for one in db.session.scalars(found.distinct()))
