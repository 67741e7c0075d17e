"""The letter that tells somebody what a release changes for this person."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from flask import current_app, g

from app.forums import organisers
from app.forums.models import Forum
from app.people.models import Person
from app.platform import calendar, letters, mail, operator
from app.platform.db import db
from app.platform.i18n import current, lazy, locales, using
from app.platform.mail_message import Attachment
from app.programme import concern_words, concerned, speaker_agenda, speaker_links
from app.programme.concerned import News
from app.programme.release_rows import Release, Told
from app.programme.speaker_rows import Speaker
from app.ui.forms import shown_phone

# What a letter says, by release, the one before it, person and language.
Prepared = dict[tuple[int, int | None, int, str], Mapping[str, str]]
CHANGED = "programme.changed"
PLACEHOLDERS = {
    "name": lazy("Name of the person"),
    "event": lazy("Name of the event"),
    "number": lazy("Number of the programme"),
    "changes": lazy("What changes for the person"),
    "sessions": lazy("What the person now does"),
    "link": lazy("Personal link"),
    "phone": lazy("Help number"),
    "organiser": lazy("Organising body"),
}
# After model 5 of page 6 §7.3 of the design.
CHANGED_TEXT = lazy(
    "Hello {name},\n\n"
    "The programme of {event} was released (no. {number}). What changes for you:\n\n"
    "{changes}\n\n"
    "As the programme now stands:\n\n"
    "{sessions}\n\n"
    "If you cannot come, please tell us: {link}\n\n"
    "This link is personal: it needs no password. Please do not forward it.\n\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)


def declare() -> None:
    """The letter, its text, and what fills its slot."""
    letters.kind(
        CHANGED,
        label=lazy("Change of the programme, to those concerned"),
        placeholders=PLACEHOLDERS,
        subject=lazy("What changes for you in the programme: {event}"),
        body=CHANGED_TEXT,
        facts=facts,
        latest=_latest,
        seen_by="programme.edit",
        secrets=["link"],
        lines=["changes", "sessions"],
    )
    mail.fills(CHANGED)(_fill)


def language(person: Person) -> str:
    """In which a person is written to."""
    return person.locale if person.locale in locales() else locales()[0]


def send(told: Told, release: Release, person: Person) -> None:
    """Write it into the open unit of work, in the language of the person."""
    locale = language(person)
    letters.send(CHANGED, told.id, to=person.email, locale=locale, forum_id=release.forum_id)


def facts(told_id: int) -> Mapping[str, str]:
    """What the letter may say, in the language in force."""
    told = db.session.get_one(Told, told_id)
    key = (told.release_id, told.since_id, told.person_id, current())
    prepared: Prepared = g.get("programme_letters", {})
    if key in prepared:
        return prepared[key]
    release = db.session.get_one(Release, told.release_id)
    other = db.session.get(Release, told.since_id) if told.since_id else None
    person = db.session.get_one(Person, told.person_id)
    return values(release, concerned.since(release, other), person)


def prepare(release: Release, since_id: int | None, news: News, people: Iterable[Person]) -> None:
    """Find the words of these letters before the unit of work that writes them: others wait for that one."""
    prepared: Prepared = {}
    for person in people:
        with using(language(person)):
            key = (release.id, since_id, person.id, current())
            prepared[key] = values(release, news, person)
    g.programme_letters = prepared


def values(release: Release, news: News, person: Person) -> dict[str, str]:
    """The same, before anything is written."""
    forum = db.session.get_one(Forum, release.forum_id)
    return {
        "name": person.name.said(),
        "event": forum.name.said(),
        "number": str(release.number),
        "changes": "\n".join(concern_words.changes(news, person.id)),
        "sessions": "\n".join(concern_words.parts(news, person.id)),
        "phone": shown_phone(forum.help_phone or operator.help_phone()),
        "organiser": organisers.named(forum),
    }


def _latest(forum_id: int | None) -> int | None:
    of_forum = sa.true() if forum_id is None else Release.forum_id == forum_id
    newest = sa.select(sa.func.max(Told.id)).join(Release, Release.id == Told.release_id)
    return db.session.scalar(newest.where(of_forum))


def _fill(told_id: int | None) -> mail.Filled:
    """The personal link, and the person's own calendar as it stands when the letter goes out."""
    told = db.session.get_one(Told, told_id or 0)
    release = db.session.get_one(Release, told.release_id)
    forum = db.session.get_one(Forum, release.forum_id)
    entries = speaker_agenda.entries(forum, told.person_id)
    file = calendar.ics(entries, name=forum.name.said(), locale=current())
    enclosed = [Attachment(f"{forum.slug}.ics", "text/calendar", file)] if entries else []
    return {"link": _link(forum, told.person_id)}, enclosed


def _link(forum: Forum, person_id: int) -> str:
    """The personal page; the page of the event for somebody without a part, whom another feature names."""
    of_person = (Speaker.forum_id == forum.id, Speaker.person_id == person_id)
    speaker = db.session.scalar(sa.select(Speaker).where(*of_person))
    if speaker:
        return speaker_links.url(speaker, current())
    path = current_app.url_map.bind("localhost").build("forums.show", {"locale": current(), "forum": forum})
    return f"{current_app.config['SETTINGS'].base_url}{path}"
