"""The same name with the same contact is one person: kept by the database, as marks that tell nothing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts import sealing
from app.people.models import full_name
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import fold
from app.registrations import identity_card
from app.registrations.models import Mark, Registration

NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")


class KnownAlready(Conflict):
    """This name with this contact, or this identity card, is registered here. Whose it is is written to the
    contact alone.
    """

    def __init__(self, registration_id: int, mark: str = "") -> None:
        self.by_card = mark.startswith(identity_card.PREFIX)
        super().__init__(_SAME_CARD if self.by_card else _SAME_PERSON)
        self.registration_id = registration_id


_SAME_PERSON = lazy(
    "This name is registered already with this contact. We write to the contact with its link."
)
_SAME_CARD = lazy(
    "This identity card is registered already. We write to the contact of that registration with its link."
)


def of(person: Mapping[str, Any]) -> list[str]:
    """One mark for each script of the name with each contact; and that of the identity card."""
    names = full_name(*(person.get(name) or "" for name in NAMES))
    contacts = [person.get("phone") or "", (person.get("email") or "").casefold()]
    found = {
        sealing.mark("registration", fold(name), contact)
        for name in names.values()
        for contact in contacts
        if contact
    }
    return sorted(found.union(of_card(person)))


def of_card(person: Mapping[str, Any]) -> list[str]:
    """The mark of the identity card, where it was given."""
    return [one for one in [person.get("cin_mark")] if one]


def of_registration(registration: Registration) -> list[str]:
    """The marks of what a registration says of its person."""
    return of({name: getattr(registration, name) for name in (*NAMES, "phone", "email", "cin_mark")})


def refuse_known(forum_id: int, marks: list[str]) -> None:
    """Raises KnownAlready when a registration that stands bears one of these marks."""
    known = db.session.scalar(
        sa.select(Mark).where(Mark.forum_id == forum_id, Mark.mark.in_(marks)).order_by(Mark.id).limit(1)
    )
    if known is not None:
        raise KnownAlready(known.registration_id, known.mark)


def put(registration: Registration, marks: list[str]) -> None:
    """Mark a registration. Raises KnownAlready when another came first meanwhile."""
    if not marks:
        return
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(Mark)
    whose = {"forum_id": registration.forum_id, "registration_id": registration.id}
    new = insert.values([{**whose, "mark": mark} for mark in marks]).on_conflict_do_nothing()
    if len(db.session.scalars(new.returning(Mark.id)).all()) < len(marks):
        refuse_known(registration.forum_id, marks)


def drop(registration: Registration) -> None:
    """The person may register anew."""
    db.session.execute(sa.delete(Mark).where(Mark.registration_id == registration.id))
