"""Reading what the office of a forum needs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts import queries as account_queries
from app.accounts.models import Invitation, Membership, Role, User
from app.forums.models import Contact, Day, Document, Forum, Partner, Series
from app.platform import i18n
from app.platform.clock import now
from app.platform.db import db
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState

SOON = timedelta(days=3)


def is_reachable(forum_id: int) -> bool:
    """Whether the public is told whom to ask about the forum."""
    found = sa.select(sa.exists().where(Contact.forum_id == forum_id, Contact.is_public))
    return bool(db.session.scalar(found))


def publishes_documents(forum_id: int) -> bool:
    """Whether the public can download a document of the forum."""
    found = sa.select(sa.exists().where(Document.forum_id == forum_id, Document.is_public))
    return bool(db.session.scalar(found))


def parts(model: type[Any], forum_id: int) -> Sequence[Any]:
    """The halls, days, themes … of a forum, in their order."""
    order = Day.on if model is Day else model.position
    found = sa.select(model).where(model.forum_id == forum_id).order_by(order, model.id)
    if model is Partner:
        found = found.options(joinedload(Partner.organisation))
    return db.session.scalars(found).all()


def days_outside(forum_id: int, first: date | None, last: date | None) -> Sequence[date]:
    """The days with a title or hours that do not lie between the two (None: no day does)."""
    found = sa.select(Day.on).where(Day.forum_id == forum_id).order_by(Day.on)
    if first and last:
        found = found.where(sa.or_(Day.on < first, Day.on > last))
    return db.session.scalars(found).all()


def days_outside_in_words(forum: Forum, first: date | None, last: date | None) -> list[str]:
    """The same, as they are read."""
    return [i18n.day(on) for on in days_outside(forum.id, first, last)]


def next_opening(forum_id: int, since: date) -> Day | None:
    """The next day whose doors open at a known hour."""
    found = sa.select(Day).where(Day.forum_id == forum_id, Day.on >= since, Day.opens_at.is_not(None))
    return db.session.scalar(found.order_by(Day.on).limit(1))


def all_series() -> Sequence[Series]:
    """Every series in the reader's order."""
    order = Series.sort_ar if i18n.current() == "ar" else Series.sort_fr
    return db.session.scalars(sa.select(Series).order_by(order, Series.id)).all()


def editions() -> dict[int, int]:
    """How many events each series has, by its key."""
    counted = sa.select(Forum.series_id, sa.func.count()).where(Forum.series_id.is_not(None))
    rows = db.session.execute(counted.group_by(Forum.series_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def unanswered(forum_id: int) -> int:
    """How many invitations to the team run out within three days."""
    soon = Invitation.expires_at.between(now(), now() + SOON)
    pending = account_queries.pending(forum_id).where(soon)
    return db.session.scalar(sa.select(sa.func.count()).select_from(pending.order_by(None).subquery())) or 0


def undelivered(forum_id: int) -> int:
    """How many letters of a forum could not be delivered."""
    failed = (OutgoingMail.forum_id == forum_id, OutgoingMail.state == MailState.FAILED)
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(*failed)) or 0


def roles(forum_id: int) -> dict[Role, int]:
    """How many persons whose account is in use have each role in the team."""
    counted = sa.select(Membership.role, sa.func.count()).join(User, User.id == Membership.user_id)
    held = counted.where(Membership.forum_id == forum_id, User.active)
    rows = db.session.execute(held.group_by(Membership.role))
    return {row[0]: row[1] for row in rows}


def one_series(series_id: int) -> sa.Select[Series]:
    """One series."""
    return sa.select(Series).where(Series.id == series_id)
