"""What events hold about a person: whom to ask, where that is somebody and not a desk."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.forums.models import Contact, Forum
from app.people import ports
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import chosen, removed
from app.platform.db import db
from app.platform.i18n import lazy, lazy_context


def declare() -> None:
    """The contacts of an event."""
    ports.know(
        Record(
            "contact",
            lazy("Contacts of events"),
            chosen(Contact),
            _told,
            removed,
            ends=lazy("Removed from the event."),
            alike=_alike,
            bears=lambda row: Bears(tuple(row.label.values()), row.email, row.phone),
        )
    )
    ports.nothing_in(
        lazy("It describes an event, its places and its partners, for everybody to read."),
        "series",
        "forum",
        "day",
        "hall",
        "theme",
        "partner",
        "document",
    )


def _alike(subject: Subject) -> Iterable[Contact]:
    mail, phone = sa.func.lower(Contact.email).in_(subject.emails), Contact.phone.in_(subject.phones)
    return db.session.scalars(sa.select(Contact).where(sa.or_(mail, phone)).order_by(Contact.id)).all()


def _told(row: Contact) -> dict[Any, Any]:
    return {
        lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
        lazy_context("part", "Contact"): row.label,
        lazy("E-mail"): row.email,
        lazy("Phone"): row.phone,
    }
