"""What the home page shows."""

from datetime import date

import sqlalchemy as sa

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.queries import public
from app.memoranda.models import Agreement
from app.memoranda.models import State as AgreementState
from app.platform.db import db


def next_forum(today: date) -> Forum | None:
    """The event that is open or under way; else the next announced one."""
    live = sa.case((Forum.state == State.UNDER_WAY, 0), (Forum.state == State.OPEN, 1), else_=2)
    coming = public().where(
        Forum.state.in_([State.OPEN, State.UNDER_WAY, State.ANNOUNCED]),
        sa.or_(Forum.ends_on.is_(None), Forum.ends_on >= today),
    )
    return db.session.scalars(coming.order_by(None).order_by(live, Forum.starts_on).limit(1)).first()


def past() -> list[Forum]:
    """The events that are over, in the order of their dates."""
    return list(db.session.scalars(public().where(Forum.state.in_([State.CLOSED, State.ARCHIVED]))))


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
