"""The conditions by which the list of registrations is narrowed."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.platform.clock import at, today
from app.registrations.models import Choice, Registration
from app.registrations.rule_rows import Consent
from app.registrations.standing import LIVE
from app.registrations.words import ConsentKind, Source, State

_PLANNED: Any = sa.cast(Registration.arrangements, sa.String)
TO_PREPARE: sa.ColumnElement[bool] = sa.and_(
    sa.or_(_PLANNED != "[]", Registration.arrangements_note != ""), Registration.erased_at.is_(None)
)


def to_call() -> sa.ColumnElement[bool]:
    """A phone that nobody proved, of somebody whose place hangs on it, or who has no e-mail to answer by.
    Whom the team itself wrote down is not called.
    """
    without_mail = sa.and_(
        Registration.email == "",
        Registration.source == Source.PUBLIC,
        Registration.state.in_(LIVE),
    )
    return sa.and_(
        Registration.phone != "",
        Registration.contact_verified_at.is_(None),
        Registration.erased_at.is_(None),
        sa.or_(Registration.state == State.HELD, without_mail),
    )


def is_to_call(row: Registration) -> bool:
    """The same, of a row that was read."""
    alone = not row.email and row.source is Source.PUBLIC and row.state in LIVE
    unproved = row.contact_verified_at is None and row.erased_at is None
    return bool(row.phone) and unproved and (row.state is State.HELD or alone)


def contact(value: str) -> sa.ColumnElement[bool]:
    """ "call", "proved" or "unproved"."""
    if value == "call":
        return to_call()
    proved = Registration.contact_verified_at.is_not(None)
    return proved if value == "proved" else sa.not_(proved)


def prepares(value: str) -> sa.ColumnElement[bool]:
    """The key of an arrangement, or "any"."""
    return TO_PREPARE if value == "any" else _PLANNED.contains(f'"{value}"', autoescape=True)


def chose(workshop_id: str) -> sa.ColumnElement[bool]:
    """Whether the workshop is among what was chosen."""
    return Registration.id.in_(
        sa.select(Choice.registration_id).where(Choice.workshop_id == int(workshop_id))
    )


def photo(value: str) -> sa.ColumnElement[bool]:
    """ "yes": the last answer agrees to pictures; "no": it does not, or nobody asked."""
    latest: Any = (
        sa.select(Consent.is_given)
        .where(Consent.registration_id == Registration.id, Consent.kind == ConsentKind.PHOTO)
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    agreed: sa.ColumnElement[bool] = sa.func.coalesce(latest, sa.false()).is_(sa.true())
    return agreed if value == "yes" else sa.not_(agreed)


def registered(value: str) -> sa.ColumnElement[bool]:
    """ "today", or "week": the last seven days with today."""
    return Registration.created_at >= first_moment(0 if value == "today" else 6)


def first_moment(days: int = 0) -> datetime:
    """When the day so many days ago began."""
    return at(today() - timedelta(days=days), 0)
