"""Proving an e-mail: the letter that asks for it, when it is asked for again."""

from datetime import timedelta

from app.platform import limits
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations.models import Registration
from app.registrations.standing import LIVE
from app.registrations.words import State

_DAY = timedelta(days=1)
_NOTHING = lazy("There is no e-mail to confirm.")


def may_ask(registration: Registration) -> bool:
    """Whether there is an e-mail that nobody has confirmed yet."""
    unproved = registration.state is State.HELD or registration.email_proved_at is None
    return bool(registration.email) and unproved and registration.state in LIVE


def refuse(registration: Registration) -> None:
    """Count one letter asked for: four a day. Raises Conflict when there is nothing to confirm, TooMany."""
    if not may_ask(registration):
        raise Conflict(_NOTHING)
    if not limits.take("registration proof", registration.public_id, most=4, within=_DAY):
        raise limits.too_many()
