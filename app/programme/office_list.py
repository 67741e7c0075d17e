"""The list of the sessions of a draft: by day and hour, with what is to be seen to in each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.forums.models import Forum
from app.platform.clock import local
from app.platform.db import db
from app.platform.text import Translated, isolate, search_key, search_words
from app.programme import checking, comparing, queries, released
from app.programme.clashes import Band
from app.programme.diffing import Turn, differences
from app.programme.models import Session
from app.programme.prayer_bands import bands
from app.ui.listing import Asked


@dataclass(frozen=True)
class Line:
    """A session. `blocks` and `warns`: how many conflicts it has that block a release, or wait to be
    accepted. `turn`: "new" or "changed" since the release that the public reads, else "". `ways`: "up" and
    "down", where another session stands at the same hour.
    """

    session: Session
    blocks: int
    warns: int
    turn: str
    ways: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many have a part in it; a group without names is one."""
        named = {one.person_id for one in self.session.people if one.person_id is not None}
        return len(named) + sum(one.person_id is None for one in self.session.people)


@dataclass(frozen=True)
class DayOfList:
    """The sessions of a day, or (None) those without an hour; prayers among them in the order of time."""

    day: date | None
    items: list[Line | Band] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """What is read beside the sessions. `cancelled`: titles of what the release has and the draft has not."""

    findings: Sequence[checking.Finding]
    turns: Mapping[str, str]
    cancelled: Sequence[str]


def found(forum: Forum, asked: Asked) -> list[Session]:
    """The sessions that the address asks for, with their talks and people."""
    rows = db.session.scalars(asked.found(queries.sessions(forum.id))).unique().all()
    words = search_words(asked.query)
    return [one for one in rows if _matches(one, words)]


def standing(forum: Forum) -> Standing:
    """What clashes, and what changed since the release; the whole draft is looked at."""
    release = db.session.scalar(released.current(forum.id))
    if release is None:
        return Standing(checking.of(forum), {}, ())
    changed = differences(comparing.released(release), comparing.draft(forum.id))
    turns = {one.ref: "new" if Turn.NEW in one.turns else "changed" for one in changed}
    gone = [one for one in changed if Turn.CANCELLED in one.turns]
    return Standing(checking.of(forum), turns, [isolate(Translated(one.stands.title).said()) for one in gone])


def days(forum: Forum, sessions: Sequence[Session], known: Standing, *, whole: bool) -> list[DayOfList]:
    """The list. `whole`: nothing of these days is left out, so that prayers and neighbours can be told."""
    blocks = Counter(key for one in checking.blocking(known.findings) for key in one.keys)
    warns = Counter(key for one in checking.waiting(known.findings) for key in one.keys)
    made: dict[date | None, DayOfList] = {}
    for place, one in enumerate(sessions):
        day = local(one.starts_at).date() if one.starts_at else None
        ways = _ways(sessions, place) if whole else ()
        line = Line(one, blocks[one.id], warns[one.id], known.turns.get(one.ref, ""), ways)
        made.setdefault(day, DayOfList(day)).items.append(line)
    for band in bands(forum, [day for day in made if day]) if whole else ():
        _put(made[local(band.starts_at).date()], band)
    return list(made.values())


def _put(day: DayOfList, band: Band) -> None:
    """Before the first session that begins after the prayer; not before the first one, nor after the last."""
    lines = [one.session for one in day.items if isinstance(one, Line)]
    ends = [one.ends_at or one.starts_at for one in lines if one.starts_at]
    begins = [one.starts_at for one in lines if one.starts_at]
    if not begins or not min(begins) < band.ends_at or not band.starts_at < max(filter(None, ends)):
        return
    later = (
        place
        for place, one in enumerate(day.items)
        if isinstance(one, Line) and one.session.starts_at and one.session.starts_at >= band.starts_at
    )
    day.items.insert(next(later, len(day.items)), band)


def _ways(sessions: Sequence[Session], place: int) -> tuple[str, ...]:
    at = sessions[place].starts_at
    up = place > 0 and sessions[place - 1].starts_at == at
    down = place + 1 < len(sessions) and sessions[place + 1].starts_at == at
    return (*(["up"] if up else []), *(["down"] if down else []))


def _matches(session: Session, words: Sequence[str]) -> bool:
    if not words:
        return True
    texts = [session.title, *(one.title for one in session.talks), *(one.name for one in session.people)]
    key = search_key(text for each in texts for text in each.values())
    return all(word in key for word in words)
