"""The released programme as people put it into their calendars.

The public reads what is released and public; what was so once and is no more stays, struck out, so that a
calendar that has it learns that it was cancelled.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from app.forums.entry import place, point
from app.forums.models import Forum
from app.platform.calendar import Entry
from app.platform.db import db
from app.platform.i18n import _, current, listing
from app.programme import released, released_past, schedule_reading, schedule_words
from app.programme.release_rows import ReleasedPart, ReleasedSession
from app.programme.schedule_reading import Item, Role


def programme(forum: Forum) -> list[Entry]:
    """Every session with an hour."""
    return _entries(forum, sa.true())


def sessions(forum: Forum, refs: Collection[str]) -> list[Entry]:
    """Those sessions; names that nothing bears are left out."""
    return _entries(forum, ReleasedSession.ref.in_(refs))


def person(forum: Forum, person_id: int) -> list[Entry]:
    """The sessions in which somebody has a part."""
    return _entries(forum, of_person(person_id))


def of_person(person_id: int) -> sa.ColumnElement[bool]:
    """Whether somebody has a part in a released session."""
    parts = sa.select(ReleasedPart.session_id).where(ReleasedPart.person_id == person_id)
    return ReleasedSession.id.in_(parts)


def entries(
    forum: Forum, stands: Iterable[ReleasedSession], gone: Iterable[ReleasedSession], latest: int = 0
) -> list[Entry]:
    """Sessions of the current release, and sessions of earlier ones that are no more; of both no talks or
    people need be read. The sequence of each is the number of the release that changed it last; of internal
    ones, whose changes are not kept, it is `latest`.
    """
    changed, venue = released_past.changed_by(forum.id), _venue(forum)
    stands, gone = list(stands), list(gone)
    numbers = {one.ref: changed.get(one.ref, 0) if one.is_public else latest for one in [*stands, *gone]}
    items = schedule_reading.items([one for one in stands if one.starts_at])
    return [
        *(_entry(one, at, numbers[one.row.ref], venue) for one in items if (at := one.row.starts_at)),
        *(_struck_out(one, at, numbers[one.ref]) for one in gone if (at := one.starts_at)),
    ]


def uid(ref: str) -> str:
    """The name of a session in every calendar of the world: the same for ever, in each language."""
    return f"{ref}@{urlsplit(current_app.config['SETTINGS'].base_url).hostname}"


@dataclass(frozen=True)
class _Venue:
    """What all entries of an event share; `address` gives the page of a session by its `ref`. `line`: the
    words for a part and who has it.
    """

    place: str
    point: tuple[float, float] | None
    address: Callable[[str], str]
    line: str


def _venue(forum: Forum) -> _Venue:
    return _Venue(place(forum), point(forum), _addresses(forum), _("%(part)s: %(names)s"))


def _entries(forum: Forum, wanted: sa.ColumnElement[bool]) -> list[Entry]:
    stands = db.session.scalars(released.shown_alone(forum.id).where(wanted)).all()
    return entries(forum, stands, db.session.scalars(released_past.gone(forum.id).where(wanted)).all())


def _entry(item: Item, at: datetime, sequence: int, venue: _Venue) -> Entry:
    session = item.row
    return Entry(
        uid=uid(session.ref),
        sequence=sequence,
        title=session.title.said() or schedule_words.kind(session.kind),
        starts=at,
        ends=session.ends_at,
        place=_where(session, venue.place),
        about=_about(item, venue.line),
        url=venue.address(session.ref) if session.is_public else "",
        point=venue.point,
        categories=_categories(session),
    )


def _struck_out(session: ReleasedSession, at: datetime, sequence: int) -> Entry:
    return Entry(
        uid=uid(session.ref),
        sequence=sequence,
        title=session.title.said() or schedule_words.kind(session.kind),
        starts=at,
        ends=session.ends_at,
        cancelled=True,
    )


def _where(session: ReleasedSession, venue: str) -> str:
    """Hall, venue and city in one line."""
    hall = session.hall.name.said() if session.hall else ""
    return ("، " if current() == "ar" else ", ").join(part for part in (hall, venue) if part)


def _categories(session: ReleasedSession) -> list[str]:
    """Kind and theme."""
    theme = [session.theme.name.said()] if session.theme else []
    return [schedule_words.kind(session.kind), *theme]


def _about(item: Item, line: str) -> str:
    """Who does what, talk by talk, then what it is about."""
    talks = [" · ".join([one.row.title.said(), *_parts(one.people, line)]) for one in item.talks]
    lines = [item.row.note.said(), *_parts(item.people, line), *talks, item.row.abstract.said()]
    return "\n".join(line for line in lines if line)


def _parts(people: Iterable[Role], line: str) -> list[str]:
    """«Moderator: …», in the order of precedence."""
    told: dict[str, list[str]] = {}
    for one in people:
        if one.name:
            told.setdefault(schedule_words.parts()[one.part], []).append(one.name.said())
    return [line % {"part": part, "names": listing(names)} for part, names in told.items()]


def _addresses(forum: Forum) -> Callable[[str], str]:
    # Not url_for: letters are filled outside any request.
    base, urls = current_app.config["SETTINGS"].base_url, current_app.url_map.bind("localhost")
    words = {"locale": current(), "forum": forum}
    return lambda ref: f"{base}{urls.build('schedule.session', words | {'ref': ref})}"
