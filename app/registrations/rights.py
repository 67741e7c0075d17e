"""What registrations hold about a person, and what erasing leaves of a place."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.forums.models import Forum
from app.people import ports
from app.people.ports import Bears, Record, Subject
from app.people.rights_directory import NAMES
from app.people.rights_finding import alike
from app.platform.clock import now, today
from app.platform.db import db
from app.platform.i18n import language_name, lazy, listing
from app.registrations import identity_card, marks, moving, rights_besides
from app.registrations.models import Category, Delegation, Registration
from app.registrations.standing import LIVE
from app.registrations.words import ARRANGEMENT_WORDS, SOURCE_WORDS, STATE_WORDS, Arrangement

_EMPTIED = (
    *("given_ar", "family_ar", "given_latin", "family_latin", "organisation", "function", "registrant"),
    *("email", "phone", "qr", "arrangements_note", "reason", "form_mark"),
)


def declare() -> None:
    """The registration; the letters about it are found by its key."""
    ports.know(
        Record(
            "registration",
            lazy("Registrations"),
            _rows,
            _told,
            erase,
            ends=lazy(
                "Emptied; badge and personal link open nothing more. The place is given back for an event to "
                "come, and stays counted in one that has begun."
            ),
            alike=alike(Registration),
            bears=_bears,
            letters="registration.",
        )
    )
    rights_besides.declare()


def _rows(subject: Subject) -> Iterable[Registration]:
    """Those that somebody chose, and those that a team linked to the person of the directory."""
    people = Registration.person_id.in_(subject.keys("person"))
    mine = sa.or_(Registration.id.in_(subject.keys("registration")), people)
    return db.session.scalars(sa.select(Registration).where(mine).order_by(Registration.id)).all()


def _bears(row: Registration) -> Bears:
    return Bears(() if row.erased_at else tuple(row.name.values()), row.email, row.phone, row.locale)


def _told(row: Registration) -> dict[Any, Any]:
    delegation = db.session.get(Delegation, row.delegation_id) if row.delegation_id else None
    about = {
        lazy("Event"): db.session.get_one(Forum, row.forum_id).name,
        lazy("Registration number"): row.number,
        lazy("State"): STATE_WORDS[row.state],
        lazy("Reason"): row.reason,
        lazy("You come as"): db.session.get_one(Category, row.category_id).name,
        lazy("Delegation"): delegation.name if delegation else "",
    }
    person = {label: getattr(row, name) for name, label in NAMES} | {
        lazy("Organisation"): row.organisation,
        lazy("Capacity (function)"): row.function,
        lazy("E-mail"): row.email,
        lazy("Phone"): row.phone,
        lazy("Language"): language_name(row.locale),
        lazy("Registered by"): row.registrant,
        lazy("To prepare"): listing([str(ARRANGEMENT_WORDS[Arrangement(one)]) for one in row.arrangements]),
        lazy("Something else to prepare"): row.arrangements_note,
        lazy("Identity card"): identity_card.hidden(row.cin_end),
    }
    dates = {
        lazy("How"): SOURCE_WORDS[row.source],
        lazy("Registered on"): row.created_at,
        lazy("Contact confirmed on"): row.contact_verified_at,
        lazy("Erasure asked on"): row.erasure_asked_at,
        lazy("Erased on"): row.erased_at,
    }
    return about | person | dates


def erase(row: Registration, by: User | None) -> bool:
    """Empty the row, give the place back where the event is to come; what it counted stays counted."""
    if row.erased_at:
        return False
    starts_on = db.session.scalar(sa.select(Forum.starts_on).where(Forum.id == row.forum_id))
    given_back = row.state in LIVE and (starts_on is None or starts_on > today())
    for name in _EMPTIED:
        setattr(row, name, "")
    for name, value in identity_card.columns("", row.forum_id).items():
        setattr(row, name, value)
    row.arrangements, row.person_id, row.hold_until = [], None, None
    row.badge_serial += 1
    row.link_serial += 1
    row.erased_at = now()
    # Before the place is given back: the letter that tells of it has nobody to go to any more.
    db.session.flush()
    marks.drop(row)
    if given_back:
        moving.cancel(row, by=by)
    return True
