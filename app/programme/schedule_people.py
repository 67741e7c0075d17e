"""Who has a part in the programme: the list, and a page for each with biography and sessions."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import render_template
from sqlalchemy.orm import joinedload

from app.accounts.doors import public
from app.forums.kept import kept
from app.forums.models import Forum
from app.forums.public import prose
from app.people.models import Person
from app.platform.db import db
from app.platform.errors import NotFound
from app.platform.i18n import _, current
from app.programme.schedule import bp, frame
from app.programme.schedule_reading import Item, Role, Spoken, read
from app.programme.speaker_rows import Speaker
from app.programme.words import Part


@bp.get("/forums/<forum:forum>/programme/people/")
@public
@kept
def people(forum: Forum) -> str:
    """By family name; those whose names the programme does not give are told of there."""
    programme = read(forum)
    groups = [part.unnamed for item in programme.standing for part in _every(item) if not part.person]
    return render_template(
        "schedule/people.html",
        **frame(forum, programme, str(_("Speakers"))),
        speakers=_speakers(forum, list(programme.speakers.values())),
        counts=_counts(programme.standing),
        unnamed=list({one.said(): one for one in groups if one}.values()),
    )


@bp.get("/forums/<forum:forum>/programme/people/<code:ref>")
@public
@kept
def person(forum: Forum, ref: str) -> str:
    """Somebody with a part in the current release; without one, or erased, there is no page."""
    programme = read(forum)
    if ref not in programme.speakers.values():
        raise NotFound()
    speaker = _speakers(forum, [ref])[0]
    mine = [(item, _parts(item, speaker.person_id)) for item in programme.standing]
    return render_template(
        "schedule/person.html",
        **frame(forum, programme, speaker.person.name.said()),
        speaker=speaker,
        biography=prose(speaker.biography),
        mine=[(item, parts) for item, parts in mine if parts],
    )


def _speakers(forum: Forum, refs: Sequence[str]) -> Sequence[Speaker]:
    order = Person.sort_ar if current() == "ar" else Person.sort_fr
    return db.session.scalars(
        sa.select(Speaker)
        .join(Speaker.person)
        .where(Speaker.forum_id == forum.id, Speaker.ref.in_(refs))
        .options(joinedload(Speaker.person).joinedload(Person.organisation))
        .order_by(order, Person.id)
    ).all()


def _every(item: Item) -> list[Role]:
    return [*item.people, *(part for talk in item.talks for part in talk.people)]


def _parts(item: Item, person_id: int) -> list[tuple[Part, Spoken | None]]:
    """What somebody does in a session, and in which of its talks."""
    found: list[tuple[Part, Spoken | None]] = [
        (part.part, None) for part in item.people if part.person_id == person_id
    ]
    found += [(part.part, talk) for talk in item.talks for part in talk.people if part.person_id == person_id]
    return found


def _counts(items: Sequence[Item]) -> dict[int, int]:
    """In how many sessions each person has a part."""
    counts: dict[int, int] = {}
    for item in items:
        for key in {part.person_id for part in _every(item) if part.person_id}:
            counts[key] = counts.get(key, 0) + 1
    return counts
