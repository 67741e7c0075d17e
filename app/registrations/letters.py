"""What a registered person receives by mail. The link and the badge are put in when the mail is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.forums import organisers
from app.forums.models import Forum
from app.platform import clock, letters, mail, operator
from app.platform.db import db
from app.platform.i18n import days, hour, lazy
from app.programme import released
from app.registrations import links, ports, queries
from app.registrations.models import Registration
from app.registrations.words import State
from app.ui.forms import shown_phone

CONFIRMED, WAITING = "registration.confirmed", "registration.waiting"
PLACEHOLDERS = {
    "event": lazy("Name of the event"),
    "date": lazy("Day or days of the event"),
    "time": lazy("Hour of the first session"),
    "venue": lazy("Venue"),
    "city": lazy("City"),
    "name": lazy("Name of the person"),
    "number": lazy("Registration number"),
    "link": lazy("Personal link"),
    "phone": lazy("Help number"),
    "organiser": lazy("Organising body"),
}


# The models of page 6 §7.3 of the design.
CONFIRMED_TEXT = lazy(
    "Hello,\n\n"
    "Your registration is confirmed.\n\n"
    "{event}\n"
    "Date: {date} at {time}. Venue: {venue}, {city}.\n"
    "Registration number: {number}\n\n"
    "Your badge is attached. Show it on your phone or on paper.\n\n"
    "To change or cancel: {link}\n\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
WAITING_TEXT = lazy(
    "Hello,\n\n"
    "We have received your request. All places are taken for now; your rank on the waiting list: {rank}.\n\n"
    "If a place becomes free, we offer it to you by message, with a time to answer.\n\n"
    "Please do not travel before you have a confirmation.\n\n"
    "To leave the list: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)


def declare() -> None:
    """The two letters, their texts and what fills their slots."""
    letters.kind(
        CONFIRMED,
        label=lazy("Registration confirmed"),
        placeholders=PLACEHOLDERS,
        subject=lazy("Your registration is confirmed: {event}, {date}"),
        body=CONFIRMED_TEXT,
        facts=facts,
        latest=latest(State.CONFIRMED),
        seen_by="registrations.list",
        secrets=["link"],
    )
    letters.kind(
        WAITING,
        label=lazy("On the waiting list"),
        placeholders=PLACEHOLDERS | {"rank": lazy("Rank on the waiting list")},
        subject=lazy("Waiting list: {event}"),
        body=WAITING_TEXT,
        facts=facts,
        latest=latest(State.WAITING),
        seen_by="registrations.list",
        secrets=["link"],
    )
    for name in (CONFIRMED, WAITING):
        mail.fills(name)(fill)


def tell(registration: Registration, forum: Forum) -> None:
    """Write the letter of confirmation or of the waiting list, in the person's language."""
    kind = _KINDS.get(registration.state)
    if registration.email and kind:
        letters.send(
            kind,
            registration.id,
            to=registration.email,
            locale=registration.locale,
            forum_id=forum.id,
        )


_KINDS = {State.CONFIRMED: CONFIRMED, State.WAITING: WAITING}


def remind(registration_id: int) -> None:
    """Send the letter of a registration once more: somebody registered the same person again."""
    registration = db.session.get_one(Registration, registration_id)
    tell(registration, db.session.get_one(Forum, registration.forum_id))


def facts(registration_id: int) -> dict[str, str]:
    """What a letter may say of a registration and its event, in the language in force."""
    registration = db.session.get_one(Registration, registration_id)
    forum = db.session.get_one(Forum, registration.forum_id)
    starts_at = opening(forum)
    waiting = registration.state is State.WAITING
    return {
        "event": forum.name.said(),
        "date": days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else "",
        "time": hour(starts_at) if starts_at else "",
        "venue": forum.venue.said(),
        "city": forum.city.said(),
        "name": registration.name.said(),
        "number": registration.number,
        "phone": shown_phone(forum.help_phone or operator.help_phone()),
        "organiser": organisers.named(forum),
        "rank": str(queries.rank(registration)) if waiting else "",
    }


def opening(forum: Forum) -> datetime | None:
    """When the first session of the first day begins, where the programme says so."""
    if forum.starts_on is None:
        return None
    midnight = clock.at(forum.starts_on, 0)
    first: datetime | None = db.session.scalar(
        released.first_hour(forum.id, midnight, midnight + timedelta(days=1))
    )
    return first


def latest(state: State) -> Callable[[int | None], int | None]:
    """What gives the newest registration in this state, of a forum or (None) of all."""

    def newest(forum_id: int | None) -> int | None:
        of_forum = sa.true() if forum_id is None else Registration.forum_id == forum_id
        return db.session.scalar(
            sa.select(sa.func.max(Registration.id)).where(Registration.state == state, of_forum)
        )

    return newest


def fill(registration_id: int | None) -> mail.Filled:
    """The personal link and the badge, made at the moment of sending."""
    registration = db.session.scalars(queries.by_id(registration_id or 0)).one()
    enclosed = ports.enclosures if registration.state is State.CONFIRMED else []
    return {"link": links.url(registration)}, [make(registration) for make in enclosed]
