"""Asking many speakers at once, in blocks."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.people.models import Person
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs import job, progress
from app.programme import speaker_actions, speaker_queries
from app.programme.speaker_rows import Speaker

BLOCK = 20


@job("programme.ask", label=lazy("Letters that ask speakers to confirm"))
def ask_many(*, ids: list[int], pressed_at: str, by_id: int) -> None:
    """Write to these speakers, each once for one press of the button, however often this runs."""
    moment, done = datetime.fromisoformat(pressed_at), 0
    for start in range(0, len(ids), BLOCK):
        with unit_of_work():
            by = db.session.get_one(User, by_id)
            for speaker in db.session.scalars(_reachable(ids[start : start + BLOCK], moment)):
                speaker_actions.ask(speaker, seen=speaker.asked_at, by=by)
        done = min(start + BLOCK, len(ids))
        progress(done, len(ids))


def _reachable(ids: list[int], moment: datetime) -> sa.Select[Speaker]:
    """Who lost the address or the last part meanwhile is left out, and who was asked after that moment."""
    return (
        sa.select(Speaker)
        .join(Person, Person.id == Speaker.person_id)
        .where(Speaker.id.in_(ids), Person.email != "", Person.erased_at.is_(None))
        .where(Person.merged_into_id.is_(None), speaker_queries.with_a_part(Speaker.forum_id))
        .where(sa.or_(Speaker.asked_at.is_(None), Speaker.asked_at < moment))
        .order_by(Speaker.id)
        .execution_options(populate_existing=True)
    )
