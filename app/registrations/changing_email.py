"""What another e-mail means for a registration whose row is locked."""

from datetime import timedelta

from app.accounts.models import User
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db
from app.registrations.models import Category, Registration
from app.registrations.words import State


def renew(registration: Registration, email: str, *, by: User | None) -> None:
    """Nothing where it is the one before (`email`). A new one is not proved.

    The one before, where nobody proved it, may be a stranger's who received the personal link: that is void
    then. Without an e-mail there is nobody to answer: a place that was kept is given, as it is to who
    registers with a phone; else there is time anew to answer.
    """
    if registration.email == email:
        return
    if email and registration.email_proved_at is None:
        registration.link_serial += 1
        audit.record("registration.link_renewed", registration, by=by)
    registration.contact_verified_at = registration.email_proved_at = None
    if registration.state is not State.HELD:
        return
    if registration.email:
        _hold_longer(registration)
    else:
        registration.state, registration.hold_until = State.CONFIRMED, None


def _hold_longer(registration: Registration) -> None:
    """However often it is corrected, not beyond twice the time that the category gives."""
    hours = db.session.get_one(Category, registration.category_id).hold_hours
    if hours and registration.hold_until:
        given = timedelta(hours=hours)
        latest = min(now() + given, registration.created_at + 2 * given)
        registration.hold_until = max(registration.hold_until, latest)
