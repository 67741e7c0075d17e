"""What somebody is asked to do in a programme: in what is released, and in the draft before it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import _, day, hour
from app.platform.mail_slots import literal
from app.platform.text import isolate
from app.programme import speaker_queries, talk_hours
from app.programme.models import PartFacts, Participation, Session, SessionFacts, Talk
from app.programme.release_rows import ReleasedPart, ReleasedSession, ReleasedTalk
from app.programme.words import KIND_WORDS, PART_WORDS

Drawn = Session | ReleasedSession


@dataclass(frozen=True)
class Doing:
    """One part: what in words, in which talk, and when that talk begins where it is known."""

    part: str
    talk: Talk | ReleasedTalk | None
    begins: datetime | None


@dataclass(frozen=True)
class Asked:
    """One session with the parts of one person. `proposed`: the same session in the draft, where its hour or
    its hall is another than that which was released.
    """

    session: Drawn
    doings: list[Doing]
    is_released: bool
    proposed: Session | None = None


def of(forum_id: int, person_id: int) -> list[Asked]:
    """Everything that one person does, by time: of each session what is released, else what is drafted. Of
    others nothing is told.
    """
    drafted = _grouped(db.session.execute(speaker_queries.parts_in_draft(forum_id, person_id)))
    released = _grouped(db.session.execute(speaker_queries.parts_released(forum_id, person_id)))
    drafts = {one.session.ref: one.session for one in drafted if isinstance(one.session, Session)}
    known = {one.session.ref for one in released}
    found = [replace(one, proposed=_moved(one.session, drafts.get(one.session.ref))) for one in released]
    found += [one for one in drafted if one.session.ref not in known]
    return sorted(found, key=_order)


def by_person(forum_id: int) -> dict[int, list[tuple[PartFacts, SessionFacts]]]:
    """The parts of everybody: those of the draft, and of who is in no draft those that are released."""
    found: dict[int, list[tuple[PartFacts, SessionFacts]]] = {}
    for part, session in db.session.execute(speaker_queries.parts_in_draft(forum_id)):
        found.setdefault(part.person_id or 0, []).append((part, session))
    drafted = set(found)
    for released, shown in db.session.execute(speaker_queries.parts_released(forum_id)):
        if released.person_id not in drafted:
            found.setdefault(released.person_id or 0, []).append((released, shown))
    return found


def title(session: SessionFacts) -> str:
    """What a session is called: without a title, its kind."""
    return session.title.said() or str(KIND_WORDS[session.kind])


def when(session: SessionFacts) -> str:
    """«السبت 22 يونيو 2019، من 09:30 إلى 10:30»; "" where the hour is not known."""
    if session.starts_at is None:
        return ""
    at = day(local(session.starts_at).date()), hour(session.starts_at)
    if session.ends_at is None:
        return str(_("%(day)s at %(hour)s", day=at[0], hour=at[1]))
    return str(_("%(day)s from %(begin)s to %(end)s", day=at[0], begin=at[1], end=hour(session.ends_at)))


def line(asked: Asked) -> str:
    """A session in one line of a letter: part, title, when, hall."""
    parts = list(dict.fromkeys(one.part for one in asked.doings))
    hall = asked.session.hall.name.said() if asked.session.hall else ""
    told = [" · ".join(parts), isolate(literal(title(asked.session)))]
    told += [when(asked.session), isolate(literal(hall))]
    return " · ".join(one for one in told if one)


def _grouped(rows: Iterable[tuple[Participation | ReleasedPart, Drawn]]) -> list[Asked]:
    found: dict[int, Asked] = {}
    for part, session in rows:
        held = found.setdefault(session.id, Asked(session, [], isinstance(session, ReleasedSession)))
        begins = talk_hours.begins(session.starts_at, session.talks)
        talk = part.talk
        held.doings.append(Doing(str(PART_WORDS[part.part]), talk, begins.get(talk.id) if talk else None))
    return list(found.values())


def _moved(released: Drawn, draft: Session | None) -> Session | None:
    def place(one: Drawn) -> tuple[datetime | None, int | None, int | None]:
        return one.starts_at, one.minutes, one.hall_id

    return draft if draft is not None and place(draft) != place(released) else None


def _order(one: Asked) -> tuple[bool, float]:
    at = one.session.starts_at
    return at is None, at.timestamp() if at else 0.0
