"""The page before letters are sent: how many, who cannot be reached, and how each letter reads."""

from dataclasses import dataclass
from typing import Any

from app.people.models import Person
from app.people.scope import own_people, scope
from app.platform import letters, mail_slots
from app.platform.db import db
from app.platform.i18n import using
from app.platform.mail_message import paragraphs
from app.programme import concerned, ports, release_letters
from app.programme.concerned import News
from app.programme.release_rows import Release


@dataclass(frozen=True)
class Sample:
    """The letter to one person, as this person will read it; the link is not in it yet."""

    person: Person
    locale: str
    subject: str
    page: list[Any]


def told(release: Release, since: Release | None, reader: int | None) -> dict[str, Any]:
    """What the page shows: whom a letter reaches, who was written to, who has no address; of these last those
    whom the team may complete. No address is among it: some of them the team does not know.
    """
    news, known = concerned.since(release, since), concerned.told(release)
    people = concerned.people(news)
    unreachable = [one for one in people if not one.email and one.id not in known]
    return {
        "ready": [one for one in people if one.email and one.id not in known],
        "written": [one for one in people if one.id in known],
        "unreachable": unreachable,
        "own": _own(unreachable),
        "others": [(one.label, one.reach(release, news.seen)) for one in ports.tellers.values()],
        "sample": _sample(release, news, sorted(people, key=lambda one: not one.email), reader),
    }


def _own(people: list[Person]) -> set[int]:
    if not people:
        return set()
    keys = [one.id for one in people]
    return {one.id for one in db.session.scalars(own_people(scope("people.edit")).where(Person.id.in_(keys)))}


def _sample(release: Release, news: News, people: Any, reader: int | None) -> Sample | None:
    """That of the person who was asked for, else of the first."""
    if not people:
        return None
    person = next((one for one in people if one.id == reader), people[0])
    kind = letters.known(release_letters.CHANGED)
    if kind is None:
        return None
    locale = release_letters.language(person)
    with using(locale):
        values = release_letters.values(release, news, person)
        text = letters.text(kind, letters.in_force(release.forum_id, kind.name), locale)
        body = mail_slots.as_shown(mail_slots.stored(letters.body_text(kind, text.body, values), kind.name))
        return Sample(person, locale, letters.subject_line(text.subject, values), paragraphs(body))
