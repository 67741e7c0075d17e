"""Whom of the directory a registration is. Its own copy of what the person said stays as it is."""

from app.accounts import ports as account_ports
from app.accounts.models import User
from app.audit import actions as audit
from app.people import actions as people
from app.people import duplicates, ties
from app.people.models import Person
from app.people.scope import Scope
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations import consents
from app.registrations.marks import NAMES
from app.registrations.models import Registration
from app.registrations.words import ConsentKind


def alike(row: Registration, where: Scope) -> list[Person]:
    """Who in the directory may be this person, likeliest first: by name, mail and phone."""
    return [] if row.erased_at else duplicates.like(Person(**_face(row)), where)


def link(row: Registration, person: Person, *, knows: bool, by: User) -> None:
    """Say who it is; the person stands in the directory of the event from then on, and its team reads all
    that is known of them where who links may (`knows`).
    """
    account_ports.refuse_closed(row.forum_id)
    _free(row)
    ties.tie(person, row.forum_id, by=by, knows=knows)
    row.person_id = person.id
    audit.record("registration.person_linked", row, by=by)


def add(row: Registration, *, by: User) -> Person:
    """Add the person to the directory, with what the registration says of them. Raises Conflict where they
    were asked and said no.
    """
    account_ports.refuse_closed(row.forum_id)
    _free(row)
    agreed = consents.of(row.id).get(ConsentKind.DIRECTORY)
    if agreed and not agreed.is_given:
        raise Conflict(lazy("This person did not agree to stand in the directory."))
    values = _face(row) | {"locale": row.locale}
    if row.function:
        values["function"] = Translated({row.locale: row.function})
    person = people.enter(values, forum_id=row.forum_id, by=by)
    db.session.flush()
    row.person_id = person.id
    audit.record("registration.person_linked", row, by=by)
    return person


def unlink(row: Registration, *, by: User) -> None:
    """It is not that person after all. Harmless when repeated."""
    account_ports.refuse_closed(row.forum_id)
    if row.person_id is not None:
        row.person_id = None
        audit.record("registration.person_unlinked", row, by=by)


def _free(row: Registration) -> None:
    if row.erased_at:
        raise Conflict(lazy("This person asked to be erased."))
    if row.person_id is not None:
        raise Conflict(lazy("This registration is linked to somebody of the directory already."))


def _face(row: Registration) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*NAMES, "email", "phone")}
