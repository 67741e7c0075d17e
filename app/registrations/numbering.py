"""Six-digit numbers of registrations: what a person reads aloud, unique within an event."""

import secrets
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Registration

_TRIES = 20


def insert(registration: Registration, repeated: Callable[[], None] | None = None) -> None:
    """Insert under a number that is free in the forum; the constraints decide. `repeated` is asked when
    another constraint said no, and raises what is to be said then.
    """
    for _ in range(_TRIES):
        registration.number = str(secrets.randbelow(900_000) + 100_000)
        try:
            with db.session.begin_nested():
                db.session.add(registration)
                db.session.flush()
        except IntegrityError as error:
            if repeated:
                repeated()
            if "number" not in str(error.orig):
                raise
        else:
            return
    raise Conflict(lazy("No registration number is free in this event."))
