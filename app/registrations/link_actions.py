"""Making a personal link void: whoever holds the earlier one opens nothing any more."""

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import letters
from app.registrations.models import Registration


def renew(row: Registration, forum: Forum, *, by: User) -> None:
    """The earlier links are void; a letter bears the new one, where there is an e-mail."""
    if row.erased_at:
        raise Conflict(lazy("This person asked to be erased."))
    row.link_serial += 1
    audit.record("registration.link_renewed", row, by=by)
    letters.tell(row, forum)
