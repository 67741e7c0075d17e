"""The letter that asks somebody for an answer, with the personal link."""

import sqlalchemy as sa

from app.forums import organisers
from app.forums.models import Forum
from app.people.models import Person
from app.platform import letters, mail, operator
from app.platform.db import db
from app.platform.i18n import current, days, lazy
from app.programme import release_letters, speaker_links, speaker_parts
from app.programme.speaker_rows import Speaker
from app.ui.forms import shown_phone

ASKED = "programme.asked"
PLACEHOLDERS = {
    "event": lazy("Name of the event"),
    "date": lazy("Day or days of the event"),
    "venue": lazy("Venue"),
    "city": lazy("City"),
    "name": lazy("Name of the person"),
    "parts": lazy("What the person is asked for"),
    "link": lazy("Personal link"),
    "phone": lazy("Help number"),
    "organiser": lazy("Organising body"),
}
ASKED_TEXT = lazy(
    "Hello,\n\n"
    "We are glad to ask you to take part in: {event}.\n\n"
    "Date: {date}. Venue: {venue}, {city}.\n"
    "What you are asked for:\n"
    "{parts}\n\n"
    "Please tell us whether you can come, and complete your biography: {link}\n\n"
    "This link is personal: it needs no password. Please do not forward it.\n\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)


def declare() -> None:
    """The letter, its text and what fills its slot."""
    letters.kind(
        ASKED,
        label=lazy("A speaker is asked to confirm"),
        placeholders=PLACEHOLDERS,
        subject=lazy("Your part in: {event}"),
        body=ASKED_TEXT,
        facts=facts,
        latest=_latest,
        seen_by="programme.edit",
        secrets=["link"],
        lines=["parts"],
    )
    mail.fills(ASKED)(_fill)


def send(speaker: Speaker, person: Person) -> None:
    """Write it into the open unit of work, in the language of the person."""
    locale = release_letters.language(person)
    letters.send(ASKED, speaker.id, to=person.email, locale=locale, forum_id=speaker.forum_id)


def facts(speaker_id: int) -> dict[str, str]:
    """What the letter may say, in the language in force."""
    speaker = db.session.get_one(Speaker, speaker_id)
    forum = db.session.get_one(Forum, speaker.forum_id)
    asked = speaker_parts.of(forum.id, speaker.person_id)
    return {
        "event": forum.name.said(),
        "date": days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else "",
        "venue": forum.venue.said(),
        "city": forum.city.said(),
        "name": db.session.get_one(Person, speaker.person_id).name.said(),
        "parts": "\n".join(speaker_parts.line(one) for one in asked),
        "phone": shown_phone(forum.help_phone or operator.help_phone()),
        "organiser": organisers.named(forum),
    }


def _latest(forum_id: int | None) -> int | None:
    of_forum = sa.true() if forum_id is None else Speaker.forum_id == forum_id
    return db.session.scalar(sa.select(sa.func.max(Speaker.id)).where(of_forum))


def _fill(speaker_id: int | None) -> mail.Filled:
    speaker = db.session.get_one(Speaker, speaker_id or 0)
    return {"link": speaker_links.url(speaker, current())}, []
