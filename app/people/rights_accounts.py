"""What the accounts of the team hold about a person. An account in use is told, and erased once it is not."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.accounts import ports as accounts
from app.accounts.models import AccountLink, Invitation, Membership, Passkey, RecoveryCode, SignIn, User
from app.accounts.words import ROLE_WORDS
from app.people import ports
from app.people.ports import Bears, Record, Subject
from app.people.rights_finding import alike, chosen, pointing, removed
from app.platform.db import db
from app.platform.i18n import language_name, lazy

IN_USE = lazy("The account is in use: deactivate it first. Its acts stay in the log, as for any office.")
_GONE = "erased.invalid"
_REMOVED = lazy("Removed with the account.")


def declare() -> None:
    """The account with all that hangs on it, and invitations."""
    ports.know(
        Record(
            "account",
            lazy("Account of the team"),
            chosen(User),
            _account_told,
            _erase_account,
            ends=lazy("Emptied. The log keeps under which name acts were done."),
            kept=_in_use,
            alike=alike(User),
            bears=lambda row: Bears(
                (row.name,), "" if row.email.endswith(_GONE) else row.email, "", row.locale
            ),
        )
    )
    _declare_what_hangs_on_it()
    ports.know(
        Record(
            "invitation",
            lazy("Invitations to a team"),
            chosen(Invitation),
            _invitation_told,
            removed,
            ends=lazy("Removed: its link opens nothing more."),
            alike=alike(Invitation),
            bears=lambda row: Bears((row.name,) if row.name else (), row.email, "", row.locale),
        )
    )


def _declare_what_hangs_on_it() -> None:
    for record in (
        Record("membership", lazy("Roles"), pointing(Membership.user_id, "account"), _role_told, removed),
        Record(
            "sign_in",
            lazy("Signed-in devices"),
            pointing(SignIn.account_id, "account"),
            _device_told,
            removed,
        ),
        Record("passkey", lazy("Passkeys"), pointing(Passkey.account_id, "account"), _key_told, removed),
        Record(
            "recovery_code",
            lazy("Recovery codes"),
            pointing(RecoveryCode.account_id, "account"),
            lambda row: {lazy("Made on"): row.created_at, lazy("Used on"): row.used_at},
            removed,
        ),
        Record("account_link", lazy("Links sent to the account"), _links, _link_told, removed),
    ):
        ports.know(replace(record, ends=_REMOVED, kept=_of_account_in_use))


def _in_use(row: User) -> Any:
    return IN_USE if row.active else ""


def _of_account_in_use(row: Any) -> Any:
    key = row.user_id if isinstance(row, Membership) else row.account_id
    return _in_use(db.session.get_one(User, key))


def _account_told(row: User) -> dict[Any, Any]:
    return {
        lazy("Name"): row.name,
        lazy("E-mail"): row.email,
        lazy("Language of messages"): language_name(row.locale),
        lazy("Opened on"): row.created_at,
        lazy("Two-step verification"): row.totp_since,
    }


def _erase_account(row: User, _by: User) -> bool:
    if row.email.endswith(_GONE):
        return False
    row.email, row.name = f"{secrets.token_hex(8)}@{_GONE}", "—"
    row.totp_secret = row.totp_since = row.totp_step = None
    return True


def _role_told(row: Membership) -> dict[Any, Any]:
    event = accounts.event(row.forum_id)
    return {lazy("Role"): ROLE_WORDS[row.role], lazy("Event"): event.name if event else ""}


def _device_told(row: SignIn) -> dict[Any, Any]:
    return {
        lazy("Browser"): row.agent,
        lazy("Signed in on"): row.created_at,
        lazy("Last seen"): row.last_seen_at,
    }


def _key_told(row: Passkey) -> dict[Any, Any]:
    return {lazy("Name"): row.name, lazy("Made on"): row.created_at, lazy("Last used"): row.last_used_at}


def _links(subject: Subject) -> Iterable[AccountLink]:
    """Those of the accounts, and those that went to an address of the subject."""
    of = AccountLink.account_id.in_(list(subject.keys("account")))
    to = sa.func.lower(AccountLink.new_email).in_(subject.emails)
    return db.session.scalars(sa.select(AccountLink).where(sa.or_(of, to))).all()


def _link_told(row: AccountLink) -> dict[Any, Any]:
    return {lazy("New e-mail"): row.new_email, lazy("Sent on"): row.created_at, lazy("Used on"): row.used_at}


def _invitation_told(row: Invitation) -> dict[Any, Any]:
    event = accounts.event(row.forum_id)
    return {
        lazy("Name"): row.name,
        lazy("E-mail"): row.email,
        lazy("Role"): ROLE_WORDS[row.role],
        lazy("Event"): event.name if event else "",
        lazy("Sent on"): row.created_at,
    }
