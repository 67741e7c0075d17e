"""What registrations hold about a person, and what erasing leaves of a place."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.forums.models import Forum
from app.people import ports
from app.people.ports import Bears, Record
from app.people.rights_directory import NAMES
from app.people.rights_finding import alike, chosen
from app.platform.clock import now, today
from app.platform.db import db
from app.platform.i18n import language_name, lazy
from app.registrations import moving
from app.registrations.models import Category, Registration
from app.registrations.standing import LIVE
from app.registrations.words import STATE_WORDS


def declare() -> None:
    """The registration; the letters about it are found by its key."""
    ports.know(
        Record(
            "registration",
            lazy("Registrations"),
            chosen(Registration),
            _told,
            _erase,
            ends=lazy(
                "Emptied; badge and personal link open nothing more. The place is given back for an event to "
                "come, and stays counted in one that has begun."
            ),
            alike=alike(Registration),
            bears=_bears,
            letters="registration.",
        )
    )
    ports.nothing_in(lazy("It counts places."), "category", "quota")


def _bears(row: Registration) -> Bears:
    return Bears(() if row.erased_at else tuple(row.name.values()), row.email, row.phone, row.locale)


def _told(row: Registration) -> dict[Any, Any]:
    return (
        {
            lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
            lazy("Registration number"): row.number,
            lazy("State"): STATE_WORDS[row.state],
            lazy("You come as"): db.session.get_one(Category, row.category_id).name,
        }
        | {label: getattr(row, name) for name, label in NAMES}
        | {
            lazy("Organisation"): row.organisation,
            lazy("Capacity (function)"): row.function,
            lazy("E-mail"): row.email,
            lazy("Phone"): row.phone,
            lazy("Language"): language_name(row.locale),
            lazy("Registered on"): row.created_at,
            lazy("Erased on"): row.erased_at,
        }
    )


def _erase(row: Registration, by: User) -> bool:
    if row.erased_at:
        return False
    starts_on = db.session.scalar(sa.select(Forum.starts_on).where(Forum.id == row.forum_id))
    to_come = starts_on is None or starts_on > today()
    if to_come and row.state in LIVE:
        moving.cancel(row, by=by)
    for name in ("given_ar", "family_ar", "given_latin", "family_latin", "organisation", "function"):
        setattr(row, name, "")
    row.email = row.phone = row.qr = ""
    row.badge_serial += 1
    row.link_serial += 1
    row.erased_at = now()
    return True
