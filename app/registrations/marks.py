"""The same name with the same contact is one person: kept by the database, as marks that tell nothing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import sealing
from app.people.models import full_name
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import fold
from app.registrations.models import Mark, Registration

NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")


class KnownAlready(Conflict):
    """This name with this contact is registered here. Whose it is is written to the contact alone."""

    def __init__(self, registration_id: int) -> None:
        super().__init__(
            lazy("This name is registered already with this contact. We write to the contact with its link.")
        )
        self.registration_id = registration_id


def of(person: Mapping[str, Any]) -> list[str]:
    """One mark for each script of the name with each contact."""
    names = full_name(*(person.get(name) or "" for name in NAMES))
    contacts = [person.get("phone") or "", (person.get("email") or "").casefold()]
    return sorted(
        {
            sealing.mark("registration", fold(name), contact)
            for name in names.values()
            for contact in contacts
            if contact
        }
    )


def of_registration(registration: Registration) -> list[str]:
    """The marks of what a registration says of its person."""
    return of({name: getattr(registration, name) for name in (*NAMES, "phone", "email")})


def refuse_known(forum_id: int, marks: list[str]) -> None:
    """Raises KnownAlready when a registration that stands bears one of these marks."""
    known = db.session.scalar(
        sa.select(Mark.registration_id).where(Mark.forum_id == forum_id, Mark.mark.in_(marks)).limit(1)
    )
    if known is not None:
        raise KnownAlready(known)


def put(registration: Registration, marks: list[str]) -> None:
    """Mark a registration. Raises KnownAlready when another came first meanwhile."""
    try:
        with db.session.begin_nested():
            db.session.add_all(
                Mark(forum_id=registration.forum_id, registration_id=registration.id, mark=mark)
                for mark in marks
            )
            db.session.flush()
    except IntegrityError:
        refuse_known(registration.forum_id, marks)
        raise


def drop(registration: Registration) -> None:
    """The person may register anew."""
    db.session.execute(sa.delete(Mark).where(Mark.registration_id == registration.id))
