"""Builders of a programme: talks, parts, speakers, whole days; see make.py. All commit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum, Hall
from app.people import names
from app.people.models import Person
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme import releasing
from app.programme.models import Participation, Session, Talk
from app.programme.release_rows import Release
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import Kind, Part

HOURS, MINUTES = range(9, 18), 50
ROLES = (Part.MODERATOR, Part.SPEAKER, Part.SPEAKER, Part.RAPPORTEUR)
BLOCK = 200


def talk(of: Session, **values: Any) -> Talk:
    """A talk of a session, of twenty minutes, after those that are there."""
    known = db.session.scalar(sa.select(sa.func.count(Talk.id)).where(Talk.session_id == of.id)) or 0
    filled = {
        "title": Translated(ar=f"عرض {known + 1}", fr=f"Exposé {known + 1}"),
        "minutes": 20,
        "position": known + 1,
    }
    return _added(Talk(session_id=of.id, **(filled | values)))


def part(
    of: Session,
    who: Person | None = None,
    part: Part = Part.SPEAKER,
    *,
    talk: Talk | None = None,
    unnamed: Translated | None = None,
    **values: Any,
) -> Participation:
    """A part in a session or in a talk of it: of a person, else of a group without names."""
    known = db.session.scalar(
        sa.select(sa.func.count(Participation.id)).where(Participation.session_id == of.id)
    )
    group = unnamed or Translated(ar="متحدثون آخرون", fr="D’autres intervenants")
    filled = {
        "person_id": who.id if who else None,
        "unnamed": Translated() if who else group,
        "talk_id": talk.id if talk else None,
        "position": (known or 0) + 1,
    }
    return _added(Participation(session_id=of.id, part=part, **(filled | values)))


def speaker_row(of: Forum, who: Person, **values: Any) -> Speaker:
    """What a forum knows of a person with a part in its programme, who has not answered yet."""
    return _added(Speaker(forum_id=of.id, person_id=who.id, **values))


def availability(of: Forum, who: Person, starts_at: datetime, ends_at: datetime) -> Availability:
    """A time at which a person is there."""
    return _added(Availability(forum_id=of.id, person_id=who.id, starts_at=starts_at, ends_at=ends_at))


def programme(of: Forum, sessions: int = 12, people: int = 12) -> list[Session]:
    """A draft over the days of a forum, each session in a hall with four people of `people` and, every third,
    two talks. Nobody and no hall twice at once; as many halls as it takes, at least three.
    """
    assert of.starts_on
    days = ((of.ends_on or of.starts_on) - of.starts_on).days + 1
    across = max(3, -(-sessions // (days * len(HOURS))))
    assert people >= across * len(ROLES)
    halls = _halls(of, across)
    who = _people(people)
    moments = [at(of.starts_on + timedelta(days=day), hour) for day, hour in product(range(days), HOURS)]
    made = []
    for number, (moment, hall) in zip(range(sessions), product(moments, halls), strict=False):
        made.append(
            Session(
                forum_id=of.id,
                kind=Kind.SCIENTIFIC,
                title=Translated(ar=f"الجلسة {number + 1}", fr=f"Séance {number + 1}"),
                abstract=Translated(ar="فقرة تعرف بالجلسة.", fr="Un paragraphe qui présente la séance."),
                starts_at=moment,
                minutes=MINUTES,
                position=number,
                hall_id=hall.id,
                languages=["ar", "fr"],
                people=list(_parts(number, who)),
                talks=[_talk(number, place) for place in range(2)] if number % 3 == 0 else [],
            )
        )
    with unit_of_work():
        db.session.add_all(made)
    return made


def _halls(of: Forum, across: int) -> list[Hall]:
    made = [
        Hall(
            forum_id=of.id,
            name=Translated(ar=f"قاعة {number}", fr=f"Salle {number}"),
            capacity=100,
            position=number,
        )
        for number in range(1, across + 1)
    ]
    with unit_of_work():
        db.session.add_all(made)
    return made


def _people(count: int) -> list[Person]:
    """Persons of names that are all different, in both scripts, with an address."""
    pairs = product(names.pairs("family"), names.pairs("given", "f"))
    made = [
        Person(
            given_ar=given[0],
            family_ar=family[0],
            given_latin=given[1],
            family_latin=family[1],
            function=Translated(ar="أستاذة", fr="professeure"),
            email=f"speaker.{number}@example.org",
            locale=("ar", "fr")[number % 2],
        )
        for number, (family, given) in enumerate(islice(pairs, count))
    ]
    for start in range(0, count, BLOCK):
        with unit_of_work():
            db.session.add_all(made[start : start + BLOCK])
    return made


def _parts(number: int, who: list[Person]) -> Iterator[Participation]:
    for place, role in enumerate(ROLES):
        person = who[(number * len(ROLES) + place) % len(who)]
        yield Participation(person_id=person.id, part=role, position=place + 1)


def _talk(number: int, place: int) -> Talk:
    title = Translated(ar=f"عرض {number + 1}.{place + 1}", fr=f"Exposé {number + 1}.{place + 1}")
    return Talk(title=title, minutes=20, position=place + 1)


def _added(row: Any) -> Any:
    with unit_of_work():
        db.session.add(row)
    return row


def release(of: Forum) -> Release:
    """The programme as it stands, released: the public reads it."""
    with unit_of_work():
        return releasing.release(of, name=Translated(), note=Translated(), by=None)


def latest_release(of: Forum) -> Release:
    """The programme that the public of a forum reads."""
    return db.session.scalars(sa.select(Release).where(Release.forum_id == of.id, Release.is_current)).one()
