"""Making a personal link void, with the badge: whoever holds the earlier ones opens nothing any more."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import qr
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.registrations import letters
from app.registrations.models import Registration
from app.verification import codes, keys


@dataclass(frozen=True)
class Badge:
    """The code that follows the one in force, drawn."""

    serial: int
    qr: str


def next_badge(row: Registration) -> Badge:
    """Signed and drawn before the write transaction: that takes time."""
    serial = row.badge_serial + 1
    code = codes.issue(keys.badge_keys(), bytes.fromhex(row.public_id), serial)
    return Badge(serial, qr.matrix(code))


def renew(row: Registration, forum: Forum, badge: Badge, *, by: User) -> None:
    """The earlier links and badges are void; a letter bears the new ones, where there is an e-mail. Raises
    Overtaken when somebody was first.
    """
    db.session.refresh(row, with_for_update={"of": Registration})
    if row.erased_at:
        raise Conflict(lazy("This person asked to be erased."))
    if row.badge_serial + 1 != badge.serial:
        raise Overtaken()
    row.link_serial += 1
    row.badge_serial, row.qr = badge.serial, badge.qr
    audit.record("registration.link_renewed", row, by=by)
    letters.tell(row, forum)
