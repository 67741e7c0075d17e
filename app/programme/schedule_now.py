"""What runs now and what comes next, hall by hall: for a phone in a corridor, asked for often."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.accounts.doors import public
from app.forums.kept import kept_by_minute
from app.forums.models import Forum, Hall
from app.platform.clock import now as present
from app.platform.db import db
from app.platform.i18n import _
from app.programme import released
from app.programme.release_rows import Release, ReleasedSession
from app.programme.schedule import bp, frame
from app.programme.schedule_reading import Programme

LONGEST = timedelta(hours=12)  # of a session; what began before is over
AHEAD = timedelta(hours=14)  # from the opening to the last session of a day
SHORTEST = timedelta(minutes=30)  # of one whose end nobody gives
MAX_AGE_S = 30
_FAR = timedelta(days=3660)


@dataclass
class Board:
    """One hall, or none: what runs there, and what begins there next."""

    hall: Hall | None
    running: list[ReleasedSession] = field(default_factory=list)
    coming: list[ReleasedSession] = field(default_factory=list)


@bp.get("/forums/<forum:forum>/programme/now")
@public
@kept_by_minute
def now(forum: Forum) -> ResponseReturnValue:
    moment = present()
    rows = db.session.scalars(_near(forum.id, moment)).all()
    found = boards(rows, moment)
    # Nothing near: when it begins, or goes on.
    following = None if found else db.session.scalar(released.first_hour(forum.id, moment, moment + _FAR))
    page = render_template(
        "schedule/now.html",
        **frame(forum, Programme(), str(_("Now and next"))),
        moment=moment,
        boards=found,
        following=following,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
    return answer


def boards(rows: Sequence[ReleasedSession], moment: datetime) -> list[Board]:
    """The halls in their order, sessions without one first; a hall where all is over is left out."""
    found: dict[int | None, Board] = {}
    for row in rows:
        board = found.setdefault(row.hall_id, Board(row.hall))
        begin = row.starts_at or moment  # `_near` gives none without
        if begin > moment:
            if not board.coming or board.coming[0].starts_at == begin:
                board.coming.append(row)
        elif moment < (row.ends_at or begin + SHORTEST):
            board.running.append(row)
    there = [one for one in found.values() if one.running or one.coming]
    return sorted(there, key=lambda one: (one.hall.position, one.hall.id) if one.hall else (-1, 0))


def _near(forum_id: int, moment: datetime) -> sa.Select[ReleasedSession]:
    """The sessions around a moment with their halls, in one query."""
    begin = ReleasedSession.starts_at
    return (
        sa.select(ReleasedSession)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum_id, Release.is_current, ReleasedSession.is_public)
        .where(begin > moment - LONGEST, begin < moment + AHEAD)
        .options(joinedload(ReleasedSession.hall))
        .order_by(begin, ReleasedSession.position, ReleasedSession.id)
    )
