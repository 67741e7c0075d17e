"""The letters of accounts: an invitation, a new password, a new address, what the administration did.

Their links are put in when they are sent.
"""

from typing import Any

from flask import render_template

from app.accounts import links, ports
from app.accounts.models import AccountLink, Invitation, Purpose, User
from app.accounts.words import ROLE_HINTS, ROLE_WORDS
from app.platform import clock, mail
from app.platform.db import db
from app.platform.i18n import _, day, lazy, using
from app.platform.mail_slots import literal
from app.platform.text import isolate

INVITATION, LINK, WORD = "account.invitation", "account.link", "account.word"
_PAGES = {Purpose.RECOVERY: "recovery.renew", Purpose.ADDRESS: "profile.confirm_address"}
_SUBJECTS = {
    Purpose.RECOVERY: lazy("A new password for your account"),
    Purpose.ADDRESS: lazy("Confirm your new e-mail address"),
}

SECOND_FACTOR_REMOVED = (
    lazy("Two-step verification was removed from your account"),
    lazy(
        "The administration of the platform has removed the app, the passkeys and the recovery codes of your "
        "account, and signed it out on all devices. Your password is as it was. If your role asks for "
        "two-step verification, you set it up again after signing in."
    ),
)
ADDRESS_CHANGED = (
    lazy("The e-mail address of your account was changed"),
    lazy("From now on you sign in with your new address, and messages go there. This one is the last here."),
)


def invite(row: Invitation) -> None:
    """Say who invites to what, as what, until when; in the language that was chosen."""
    event = ports.event(row.forum_id)
    inviter = db.session.get(User, row.invited_by_id) if row.invited_by_id else None
    with using(row.locale):
        place = typed(event.name.said()) if event else ""
        if event is None:
            subject = _("Invitation to administer the platform")
        else:
            subject = _("Invitation to the team: %(event)s", event=isolate(place))
        text = render_template(
            "mail/account_invitation.txt",
            name=typed(row.name),
            inviter=typed(inviter.name) if inviter else "",
            event=place,
            role=ROLE_WORDS[row.role],
            role_hint=ROLE_HINTS[row.role],
            until=day(clock.local(row.expires_at)),
            link=mail.slot("link"),
        )
        mail.compose(
            to=row.email,
            locale=row.locale,
            subject=subject,
            text=text,
            kind=INVITATION,
            subject_id=row.id,
            forum_id=row.forum_id,
        )


def typed(name: str) -> str:
    """A name that somebody chose, as it stands in a letter: on one line, and no address that opens.

    A letter of ours must not carry a link of theirs; programs make one of any address in plain text.
    """
    return literal(name).replace("://", ": //")


def send_link(row: AccountLink, user: User) -> None:
    """Send the link that sets a new password, or that confirms a new address: to that address."""
    with using(user.locale):
        mail.compose(
            to=row.new_email or user.email,
            locale=user.locale,
            subject=str(_SUBJECTS[row.purpose]),
            text=render_template(f"mail/account_{row.purpose.value}.txt", link=mail.slot("link")),
            kind=LINK,
            subject_id=row.id,
        )


def tell(user: User, what: tuple[Any, Any], *, to: str = "") -> None:
    """Say what was done to an account, at its address or at another; (subject, sentences) as lazy words."""
    with using(user.locale):
        mail.compose(
            to=to or user.email,
            locale=user.locale,
            subject=str(what[0]),
            text=render_template("mail/account_word.txt", what=str(what[1])),
            kind=WORD,
            subject_id=user.id,
        )


@mail.fills(INVITATION)
def _fill_invitation(row_id: int | None) -> mail.Filled:
    row = db.session.get_one(Invitation, row_id)
    return {"link": links.url("invitations.show", links.of_invitation(row))}, []


@mail.fills(LINK)
def _fill_link(row_id: int | None) -> mail.Filled:
    row = db.session.get_one(AccountLink, row_id)
    return {"link": links.url(_PAGES[row.purpose], links.of_account(row))}, []
