"""What a letter may say of a registration and its event."""

from datetime import datetime, timedelta

from app.forums import organisers
from app.forums.models import Forum
from app.platform import clock, operator
from app.platform.db import db
from app.platform.i18n import _, current, days, hour, lazy
from app.platform.mail_slots import literal
from app.platform.text import isolate
from app.programme import released
from app.registrations import changing_rules, links, queries, typed_moments, workshop_lines
from app.registrations.models import Category, Registration
from app.registrations.words import State
from app.ui.forms import shown_phone

PLACEHOLDERS = {
    "event": lazy("Name of the event"),
    "date": lazy("Day or days of the event"),
    "time": lazy("Hour of the first session"),
    "venue": lazy("Venue"),
    "city": lazy("City"),
    "name": lazy("Name of the person"),
    "registrant": lazy("Who registered the person"),
    "category": lazy("Category"),
    "workshops": lazy("Workshops that were chosen"),
    "number": lazy("Registration number"),
    "rank": lazy("Rank on the waiting list"),
    "reason": lazy("Reason that the team gave"),
    "deadline": lazy("Until when to answer, or to change"),
    "phone": lazy("Help number"),
    "organiser": lazy("Organising body"),
    "register_link": lazy("Address of the form of registration"),
}
# Their values are lines of ours.
LINES = ("workshops", "register_link")


def facts(registration_id: int) -> dict[str, str]:
    """By placeholder, in the language in force; "" for what is not known."""
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
        "registrant": registration.registrant,
        "category": db.session.get_one(Category, registration.category_id).name.said(),
        "workshops": _workshops(registration),
        "number": registration.number,
        "rank": str(queries.rank(registration)) if waiting else "",
        "reason": registration.reason,
        "deadline": _deadline(registration, forum),
        "phone": shown_phone(forum.help_phone or operator.help_phone()),
        "organiser": organisers.named(forum),
        "register_link": links.page("registrations.register", current(), forum=forum),
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


def _deadline(registration: Registration, forum: Forum) -> str:
    moment = registration.hold_until or changing_rules.changes_close(forum)
    return typed_moments.said_until(moment) if moment else ""


def _workshops(registration: Registration) -> str:
    lines = [isolate(literal(line)) for line in workshop_lines.of(registration)]
    return "\n".join([str(_("Your workshops:")), *lines]) if lines else ""
