"""Expiring links, derived from their row and the installation's secret: its random id and our proof."""

import sqlalchemy as sa
from flask import current_app

from app.accounts import queries
from app.accounts.models import AccountLink, Invitation, InvitationState, Purpose, User
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Gone, NotFound
from app.platform.i18n import current, lazy
from app.platform.seals import check_link_token, link_token
from app.verification import keys

_INVITATION = "invitation"


def of_account(row: AccountLink) -> str:
    """What stands in the address of a link of an account."""
    return f"{row.public_id}-{link_token(keys.link_secret(), row.purpose.value, row.public_id, 0)}"


def of_invitation(row: Invitation) -> str:
    """What stands in the address of an invitation."""
    return f"{row.public_id}-{link_token(keys.link_secret(), _INVITATION, row.public_id, row.serial)}"


def url(endpoint: str, link: str, locale: str | None = None) -> str:
    """The whole address, in a language, for a letter or a terminal."""
    words = {"locale": locale or current(), "link": link}
    path = current_app.url_map.bind("localhost").build(endpoint, words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def account_link(link: str, purpose: Purpose) -> tuple[AccountLink, User]:
    """The row of an address and its account. Raises NotFound for an address that we did not make, Gone for
    one that has served, has expired, or belongs to a closed account.
    """
    public_id, _, proof = link.partition("-")
    row = db.session.scalar(sa.select(AccountLink).where(AccountLink.public_id == public_id))
    if row is None or row.purpose is not purpose or not _proves(proof, purpose.value, public_id, 0):
        raise NotFound()
    user = db.session.get_one(User, row.account_id)
    if row.used_at is not None or row.expires_at <= now() or not user.active:
        raise Gone(lazy("This link has expired, or was used already. Nothing was changed."))
    return row, user


def invitation(link: str) -> Invitation:
    """The invitation of an address, also one that was accepted. Raises NotFound for an address that we did
    not make, Gone for one that expired, was declined, withdrawn, or replaced by a newer letter.
    """
    public_id, _, proof = link.partition("-")
    row = db.session.scalar(sa.select(Invitation).where(Invitation.public_id == public_id))
    if row is None:
        raise NotFound()
    if not _proves(proof, _INVITATION, public_id, row.serial):
        if any(_proves(proof, _INVITATION, public_id, earlier) for earlier in range(row.serial)):
            raise Gone(lazy("A newer letter replaces this one: open the link that it holds."))
        raise NotFound()
    if row.state is InvitationState.DECLINED:
        raise Gone(lazy("This invitation was declined. Who invited you can send another one."))
    if row.state is InvitationState.WITHDRAWN:
        raise Gone(lazy("This invitation was withdrawn by those who sent it."))
    if row.state is InvitationState.PENDING and row.expires_at <= now():
        raise Gone(lazy("This invitation has expired. Who invited you can send it again."))
    if row.state is InvitationState.PENDING:
        must_stand(row)
    return row


def must_stand(row: Invitation) -> None:
    """Raise Gone when who sent the invitation has left, or may no longer give the role."""
    if not queries.stands(row):
        raise Gone(lazy("Who invited you no longer may. Ask the team for another invitation."))


def _proves(proof: str, kind: str, public_id: str, serial: int) -> bool:
    return check_link_token(keys.link_secret(), proof, kind, public_id, serial)
