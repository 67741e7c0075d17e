"""All that one registration says, for the office: read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db, one_or_404
from app.platform.letters import LABELS
from app.platform.mail_rows import OutgoingMail
from app.registrations import consents, links, queries, question_fields, question_queries, workshop_choice
from app.registrations.marks import NAMES
from app.registrations.models import Delegation, Registration
from app.registrations.rule_rows import Notice
from app.registrations.words import ConsentKind, State
from app.registrations.words import Entry as CategoryEntry
from app.registrations.workshop_reading import Offered

MOST = 10


@dataclass(frozen=True)
class Agreed:
    """The latest answer to a consent, and to which wording of the event's notice, from 1."""

    kind: ConsentKind
    is_given: bool
    on: datetime
    wording: int


@dataclass(frozen=True)
class Page:
    """What stands about a registration in other tables."""

    rank: int | None
    delegation: Delegation | None
    workshops: Sequence[Offered]
    answers: Sequence[tuple[Any, str]]
    agreed: Sequence[Agreed]
    letters: Sequence[OutgoingMail]
    letter_labels: dict[str, Any]
    others: Sequence[Registration]
    prints: int
    printed_at: datetime | None
    renamed_at: datetime | None
    link: str


def found(forum: Forum, number: int) -> Registration:
    """A registration of this forum, with its category. Raises NotFound."""
    row: Registration = one_or_404(queries.of_forum(forum.id).where(Registration.number == str(number)))
    return row


def read(row: Registration) -> Page:
    """What the page of a registration shows."""
    prints = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(Entry.created_at)).where(
            Entry.subject_kind == "registration", Entry.subject_id == row.id, Entry.act == "badge.printed"
        )
    ).one()
    answers = question_queries.answers([row.id])
    return Page(
        rank=queries.rank(row) if row.state is State.WAITING else None,
        delegation=db.session.get(Delegation, row.delegation_id) if row.delegation_id else None,
        workshops=workshop_choice.of([row.id])[row.id],
        answers=[(one.question, question_fields.told(one)) for one in answers],
        agreed=_agreed(row.id, row.forum_id),
        letters=db.session.scalars(_letters(row)).all(),
        letter_labels=LABELS,
        others=same_contact(row),
        prints=prints[0],
        printed_at=prints[1],
        renamed_at=_renamed_at(row) if _was_chosen(row) else None,
        link="" if row.erased_at else links.url(row),
    )


def _was_chosen(row: Registration) -> bool:
    """Whether the team or an institution said yes to this very person."""
    return row.delegation_id is not None or row.category.entry is not CategoryEntry.OPEN


def _renamed_at(row: Registration) -> datetime | None:
    """When the person last changed the name by the personal link."""
    changed = (
        sa.select(Entry.created_at, Entry.details)
        .where(
            Entry.subject_kind == "registration",
            Entry.subject_id == row.id,
            Entry.act == "registration.changed",
            Entry.actor_id.is_(None),
        )
        .order_by(Entry.id.desc())
    )
    renamed = (at for at, details in db.session.execute(changed) if set(NAMES) & set(_fields(details)))
    return next(renamed, None)


def _fields(details: dict[str, Any] | None) -> list[str]:
    return list((details or {}).get("fields", ()))


def same_contact(row: Registration) -> Sequence[Registration]:
    """The others of this event that gave the same phone or e-mail; a few of them."""
    same = [
        column == value
        for column, value in ((Registration.phone, row.phone), (Registration.email, row.email))
        if value
    ]
    if not same:
        return []
    found = queries.of_forum(row.forum_id).where(Registration.id != row.id, sa.or_(*same))
    return db.session.scalars(found.limit(MOST)).all()


def _letters(row: Registration) -> sa.Select[Any]:
    about = sa.and_(
        OutgoingMail.forum_id == row.forum_id,
        OutgoingMail.subject_id == row.id,
        OutgoingMail.kind.startswith("registration."),
    )
    return sa.select(OutgoingMail).where(about).order_by(OutgoingMail.id.desc()).limit(MOST)


def _agreed(registration_id: int, forum_id: int) -> list[Agreed]:
    held = consents.of(registration_id)
    notices = db.session.scalars(
        sa.select(Notice.id).where(Notice.forum_id == forum_id).order_by(Notice.id)
    ).all()
    wording = {key: number for number, key in enumerate(notices, 1)}
    return [
        Agreed(kind, held[kind].is_given, held[kind].created_at, wording.get(held[kind].notice_id, 1))
        for kind in ConsentKind
        if kind in held
    ]
