"""What one person does, for the own calendar: also what is internal, or asked for before a release."""

from app.forums.entry import place, point
from app.forums.models import Forum
from app.platform.calendar import Entry
from app.platform.db import db
from app.platform.i18n import current
from app.programme import agenda_entries, released, released_past, speaker_parts
from app.programme.speaker_parts import Asked


def entries(forum: Forum, person_id: int) -> list[Entry]:
    """The sessions of the current release with a part of this person, those that were cancelled or that the
    person left, and the proposals of the draft that no release holds yet, as tentative.
    """
    wanted, latest = agenda_entries.of_person(person_id), db.session.scalar(released.current(forum.id))
    drafted = [one for one in speaker_parts.of(forum.id, person_id) if not one.is_released]
    number = latest.number if latest else 0
    tentative = list(filter(None, (_tentative(forum, one, number) for one in drafted)))
    stands = db.session.scalars(released.alone(latest.id).where(wanted)).all() if latest else []
    left = db.session.scalars(released_past.left(forum.id, wanted)).all()
    again = {one.uid for one in tentative}
    struck_out = [one for one in left if agenda_entries.uid(one.ref) not in again]
    return [*agenda_entries.entries(forum, stands, struck_out, number), *tentative]


def _tentative(forum: Forum, asked: Asked, sequence: int) -> Entry | None:
    session = asked.session
    if session.starts_at is None:
        return None
    hall = session.hall.name.said() if session.hall else ""
    return Entry(
        uid=agenda_entries.uid(session.ref),
        sequence=sequence,
        title=speaker_parts.title(session),
        starts=session.starts_at,
        ends=session.ends_at,
        place=("، " if current() == "ar" else ", ").join(one for one in (hall, place(forum)) if one),
        about="\n".join(dict.fromkeys(one.part for one in asked.doings)),
        point=point(forum),
        tentative=True,
    )
