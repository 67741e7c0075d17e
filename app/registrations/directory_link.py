"""The person of a registration says that an entry of the directory is theirs.

Nothing of the entry is shown before, nothing in the directory is changed by it; only an e-mail that was
confirmed, with a like name, and of one entry alone.
"""

import sqlalchemy as sa

from app.audit import actions as audit
from app.people import alike
from app.people.models import Person
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Registration
from app.registrations.standing import LIVE

_LIKE = 0.8


def found(registration: Registration) -> Person | None:
    """The one entry that has this e-mail, once confirmed, and a like name; None when it is linked already."""
    confirmed = registration.email_proved_at is not None and registration.email
    if not confirmed or registration.person_id is not None or registration.state not in LIVE:
        return None
    same = sa.select(Person).where(
        sa.func.lower(Person.email) == registration.email.lower(),
        Person.merged_into_id.is_(None),
        Person.erased_at.is_(None),
    )
    people = db.session.scalars(same.limit(2)).all()
    return people[0] if len(people) == 1 and alike.names(people[0], registration) >= _LIKE else None


def link(registration: Registration) -> None:
    """Keep whom of the directory it is. Raises Conflict when no entry answers any more."""
    db.session.refresh(registration, with_for_update={"of": Registration})
    person = found(registration)
    if person is None:
        raise Conflict(lazy("This entry can no longer be linked. Nothing was changed."))
    registration.person_id = person.id
    audit.record("registration.linked", registration, by=None)
