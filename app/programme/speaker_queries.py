"""Reading what a forum knows of those who have a part in its programme."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.people.models import Person
from app.programme.models import Participation, Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Answer


def by_ref(ref: str) -> sa.Select[Speaker]:
    """The speaker of a public address or a personal link, with the person."""
    return sa.select(Speaker).where(Speaker.ref == ref).options(joinedload(Speaker.person))


def speaker(forum_id: int, speaker_id: int) -> sa.Select[Speaker]:
    """One speaker with the person and the person's organisation, found through the forum; read again."""
    return (
        sa.select(Speaker)
        .where(Speaker.forum_id == forum_id, Speaker.id == speaker_id)
        .options(joinedload(Speaker.person).joinedload(Person.organisation))
        .execution_options(populate_existing=True)
    )


def standing(forum_id: int, speaker_id: int) -> sa.Select[Speaker]:
    """The same, unless the person's data were erased: nothing new is written about these."""
    return speaker(forum_id, speaker_id).where(Speaker.person.has(Person.erased_at.is_(None)))


def with_a_part(forum_id: int | InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """Whether a person has a part in the draft of a forum or in what it released last."""
    drafted = sa.select(Participation.person_id).join(Session, Session.id == Participation.session_id)
    released = (
        sa.select(ReleasedPart.person_id)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
    )
    return sa.or_(
        Speaker.person_id.in_(
            drafted.where(Session.forum_id == forum_id, Participation.person_id.is_not(None))
        ),
        Speaker.person_id.in_(
            released.where(
                Release.forum_id == forum_id, Release.is_current, ReleasedPart.person_id.is_not(None)
            )
        ),
    )


def declined(forum_id: int) -> sa.Select[Any]:
    """How many have a part in the draft and said that they cannot come."""
    drafted = (
        sa.select(Participation.person_id)
        .join(Session, Session.id == Participation.session_id)
        .where(Session.forum_id == forum_id, Participation.person_id.is_not(None))
    )
    return sa.select(sa.func.count(Speaker.id)).where(
        Speaker.forum_id == forum_id, Speaker.answer == Answer.DECLINED, Speaker.person_id.in_(drafted)
    )


def availabilities(forum_id: int, person_id: int) -> sa.Select[Availability]:
    """When a person is there, in order."""
    return (
        sa.select(Availability)
        .where(Availability.forum_id == forum_id, Availability.person_id == person_id)
        .order_by(Availability.starts_at, Availability.id)
    )


def parts_in_draft(forum_id: int, person_id: int | None = None) -> sa.Select[Participation, Session]:
    """(part, session) in the draft, of one person or of all; the session with its hall and talks."""
    whose = Participation.person_id == person_id if person_id else Participation.person_id.is_not(None)
    return (
        sa.select(Participation, Session)
        .join(Session, Session.id == Participation.session_id)
        .where(Session.forum_id == forum_id, whose)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Session.position, Session.id)
        .order_by(Participation.position, Participation.id)
        .options(joinedload(Session.hall), selectinload(Session.talks), joinedload(Participation.talk))
    )


def parts_released(forum_id: int, person_id: int | None = None) -> sa.Select[ReleasedPart, ReleasedSession]:
    """The same of the current release, internal sessions too."""
    whose = ReleasedPart.person_id == person_id if person_id else ReleasedPart.person_id.is_not(None)
    return (
        sa.select(ReleasedPart, ReleasedSession)
        .join(ReleasedSession, ReleasedSession.id == ReleasedPart.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum_id, Release.is_current, whose)
        .order_by(ReleasedSession.starts_at.is_(None), ReleasedSession.starts_at, ReleasedSession.position)
        .order_by(ReleasedSession.id, ReleasedPart.position, ReleasedPart.id)
        .options(
            joinedload(ReleasedSession.hall),
            selectinload(ReleasedSession.talks),
            joinedload(ReleasedPart.talk),
        )
    )
