"""What the home page shows."""

from datetime import date

import sqlalchemy as sa

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public_rules import OVER
from app.forums.queries import public
from app.memoranda.models import Agreement
from app.memoranda.models import State as AgreementState
from app.platform.db import db

_LAST = sa.func.coalesce(Forum.ends_on, Forum.starts_on)


def next_forum(today: date) -> Forum | None:
    """The event that is open or under way; else the next announced one."""
    live = sa.case((Forum.state == State.UNDER_WAY, 0), (Forum.state == State.OPEN, 1), else_=2)
    coming = public().where(
        Forum.state.in_([State.OPEN, State.UNDER_WAY, State.ANNOUNCED]),
        sa.or_(_LAST.is_(None), today <= _LAST),
    )
    return db.session.scalars(coming.order_by(None).order_by(live, Forum.starts_on).limit(1)).first()


def past(today: date) -> list[Forum]:
    """The events that are over, closed or not, in the order of their dates."""
    return list(db.session.scalars(public().where(sa.or_(Forum.state.in_(OVER), today > _LAST))))


def latest_agreements(limit: int = 4) -> list[tuple[Agreement, Forum]]:
    """The agreements signed last, with the event where they were; those without a date come last."""
    found = (
        sa.select(Agreement, Forum)
        .join(Forum, Forum.id == Agreement.forum_id)
        .where(Agreement.state == AgreementState.SIGNED, Forum.state != State.DRAFT)
        .order_by(Agreement.signed_on.is_(None), Agreement.signed_on.desc(), Agreement.id)
        .limit(limit)
    )
    return [(agreement, forum) for agreement, forum in db.session.execute(found)]
