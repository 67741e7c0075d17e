"""The registration in the person's own calendar: the days of the event, and the workshops chosen."""

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.audit.models import Entry as Logged
from app.forums import entry
from app.forums.models import Forum
from app.platform import calendar
from app.platform.calendar import Entry
from app.platform.db import db
from app.platform.i18n import _, current
from app.platform.mail_message import Attachment
from app.programme import agenda_entries
from app.registrations import queries
from app.registrations.models import Registration, Workshop
from app.registrations.words import State


def attached(registration: Registration) -> list[Attachment]:
    """The file that goes with a letter; none for an event without a date."""
    forum = db.session.get_one(Forum, registration.forum_id)
    found = entries(registration)
    if not found:
        return []
    return [Attachment(f"{forum.slug}.ics", "text/calendar", file(found, forum))]


def file(found: list[Entry], forum: Forum) -> bytes:
    """The calendar in the language in force."""
    return calendar.ics(found, name=forum.name.said(), locale=current())


def entries(registration: Registration) -> list[Entry]:
    """Those of a registration that is not confirmed are struck out, and so are the workshops that it left.

    Each keeps its name in every file and its sequence only rises: with the event, the programme, and the
    registration.
    """
    with_days = sa.select(Forum).where(Forum.id == registration.forum_id).options(selectinload(Forum.days))
    forum = db.session.scalars(with_days.execution_options(populate_existing=True)).one()
    stands = registration.state is State.CONFIRMED
    step = _acts(registration.id)
    keys = set(db.session.scalars(queries.chosen(registration.id)))
    kept, left = _sessions(forum, keys), _sessions(forum, _left(registration.id) - keys)
    whole_event = entry.of(forum)
    mine = [replace(whole_event, about=_about(registration, whole_event))] if whole_event else []
    told = [(one, stands) for one in [*mine, *kept]] + [(one, False) for one in left]
    return [
        replace(
            one,
            uid=f"{registration.public_id}-{one.uid}",
            sequence=one.sequence + step,
            cancelled=one.cancelled or not still,
        )
        for one, still in told
    ]


def _sessions(forum: Forum, workshop_ids: Collection[int]) -> list[Entry]:
    refs = sa.select(Workshop.session_ref).where(Workshop.id.in_(workshop_ids))
    return agenda_entries.sessions(forum, list(db.session.scalars(refs))) if workshop_ids else []


def _acts(registration_id: int) -> int:
    """How much the log tells of it: more with each change."""
    return db.session.scalar(sa.select(sa.func.count(Logged.id)).where(*_about_it(registration_id))) or 0


def _left(registration_id: int) -> set[int]:
    """The workshops that it ever left, as the log tells."""
    found = sa.select(Logged.details).where(*_about_it(registration_id), Logged.act == "registration.changed")
    return {int(key) for details in db.session.scalars(found) if details for key in details.get("left", ())}


def _about_it(registration_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Logged.subject_kind == "registration", Logged.subject_id == registration_id


def _about(registration: Registration, whole_event: Entry) -> str:
    number = _("Registration number: %(number)s", number=registration.number)
    return f"{number}\n{whole_event.about}".strip()
