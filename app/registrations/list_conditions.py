"""The conditions by which the list of registrations is narrowed."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.platform.clock import at, now, today
from app.registrations import seats
from app.registrations.models import Choice, Quota, Registration
from app.registrations.rule_rows import Consent
from app.registrations.standing import LIVE
from app.registrations.words import ConsentKind, Covers, Source, State

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
    """ "call", "ending", "proved" or "unproved"."""
    if value == "call":
        return to_call()
    if value == "ending":
        return ending()
    proved = Registration.contact_verified_at.is_not(None)
    return proved if value == "proved" else sa.not_(proved)


def ending() -> sa.ColumnElement[bool]:
    """A place that is kept for a day at most still, while the contact does not answer."""
    return sa.and_(Registration.state == State.HELD, Registration.hold_until < now() + timedelta(days=1))


def waits(forum_id: int, value: str) -> sa.ColumnElement[bool]:
    """Who waits for a place: "free", while there are free ones in the category, or "full"."""
    here = Quota.forum_id == forum_id
    full = sa.select(Quota.id).where(here, Quota.covers == Covers.EVENT, ~seats.room())
    categories = sa.select(Quota.category_id).where(here, Quota.covers == Covers.CATEGORY, seats.room())
    served = sa.and_(Registration.category_id.in_(categories), ~full.exists())
    return sa.and_(Registration.state == State.WAITING, served if value == "free" else ~served)


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
