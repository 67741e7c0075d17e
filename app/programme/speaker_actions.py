"""What changes what a forum knows of a speaker: answer, presence, biography, link."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts import ports
from app.accounts.models import User
from app.audit import actions as audit
from app.people import ties
from app.people.models import Person, Tie
from app.platform.clock import now
from app.platform.db import db, one_or_404
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.programme import speaker_letters, speaker_parts
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Answer

Span = tuple[datetime, datetime]
UNREACHABLE = lazy("No e-mail is known. Add one in the directory, or ask by phone and write the answer down.")
WITHOUT_A_PART = lazy("This person has no part in the programme: there is nothing to confirm.")


def answer(speaker: Speaker, said: Answer, note: str, *, by: User | None) -> bool:
    """Keep what the person says to all that is asked of them; tells whether that is new.

    `by` nobody: by the personal link. Who confirms so lets this event's team read how to be reached; what a
    member of the team writes down opens nothing to that team. Raises Conflict for an event in the archive.
    """
    ports.refuse_closed(speaker.forum_id)
    _lock(speaker)
    if by is None and said is Answer.CONFIRMED:
        _let_team_know(speaker)
    if (speaker.answer, speaker.answer_note) == (said, note):
        return False
    speaker.answer, speaker.answer_note = said, note
    speaker.answered_at = now() if said is not Answer.OPEN else None
    audit.record("speaker.answered", speaker, by=by, answer=said.value)
    return True


def edit(
    speaker: Speaker, biography: Translated, presence: Sequence[Span], *, version: int, by: User | None
) -> None:
    """Keep the biography, and when the person is there; no hours at all: always.

    Raises Overtaken when the row is no longer the version that was opened, Conflict for an archived event.
    """
    ports.refuse_closed(speaker.forum_id)
    _lock(speaker)
    if speaker.version != version:
        raise Overtaken()
    speaker.biography = biography
    flag_modified(speaker, "biography")  # the version rises also when the hours alone change
    of_speaker = (Availability.forum_id == speaker.forum_id, Availability.person_id == speaker.person_id)
    db.session.execute(sa.delete(Availability).where(*of_speaker))
    for begin, end in sorted(set(presence)):
        db.session.add(
            Availability(forum_id=speaker.forum_id, person_id=speaker.person_id, starts_at=begin, ends_at=end)
        )
    audit.record("speaker.edited", speaker, by=by)


def ask(speaker: Speaker, *, by: User | None, seen: datetime | None = None) -> bool:
    """Write to a person for an answer; tells whether a letter was written. None is to who was asked at
    another moment than `seen` (None: never) by now: so one press of a button writes one letter.

    Raises Conflict without an address or any part, and for an event in the archive.
    """
    ports.refuse_closed(speaker.forum_id)
    person = db.session.get_one(Person, speaker.person_id)
    if not person.email or person.erased_at or person.merged_into_id:
        raise Conflict(UNREACHABLE)
    if not speaker_parts.of(speaker.forum_id, speaker.person_id):
        raise Conflict(WITHOUT_A_PART)
    same = Speaker.asked_at.is_not_distinct_from(seen)
    claim = sa.update(Speaker).where(Speaker.id == speaker.id, same).values(asked_at=now())
    if db.session.scalar(claim.returning(Speaker.id).execution_options(unseen=True)) is None:
        return False
    speaker_letters.send(speaker, person)
    audit.record("speaker.asked", speaker, by=by)
    return True


def void_links(speaker: Speaker, *, by: User | None) -> None:
    """Have the links that were sent before open nothing any more; the next letter bears a new one."""
    ports.refuse_closed(speaker.forum_id)
    later = sa.update(Speaker).where(Speaker.id == speaker.id).values(link_serial=Speaker.link_serial + 1)
    db.session.execute(later.execution_options(unseen=True))
    audit.record("speaker.links_voided", speaker, by=by)


def _lock(speaker: Speaker) -> None:
    """Who acts on the same speaker now waits, and then reads what was done; nobody erases the person until
    then. Raises NotFound for a person whose data were erased.
    """
    standing = sa.select(Person.id).where(Person.id == speaker.person_id, Person.erased_at.is_(None))
    one_or_404(standing.with_for_update(read=True))
    # By its key alone: PostgreSQL locks no row that stands on the far side of an outer join.
    db.session.execute(sa.select(Speaker.id).where(Speaker.id == speaker.id).with_for_update())
    db.session.refresh(speaker)


def _let_team_know(speaker: Speaker) -> None:
    person = db.session.get_one(Person, speaker.person_id)
    ties.tie(person, speaker.forum_id, by=None)
    held = (Tie.person_id == speaker.person_id, Tie.forum_id == speaker.forum_id)
    opened = sa.update(Tie).where(*held, Tie.knows.is_(False)).values(knows=True).returning(Tie.id)
    if db.session.scalar(opened):
        audit.record("speaker.reachable", speaker, by=None)
