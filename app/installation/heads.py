"""The head of the log's chain, mailed to each administrator: kept where nobody can write it over."""

import sqlalchemy as sa
from flask import current_app, render_template

from app.accounts.models import Membership, Role, User
from app.audit.ports import Head
from app.platform import mail, operator
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using

KIND = "audit.head"


def mail_head(head: Head) -> None:
    """Write to each active administrator who has no letter about this head yet. Not in the demonstration."""
    if current_app.config["SETTINGS"].demo:
        return
    with unit_of_work():
        for user in db.session.scalars(_administrators()):
            if db.session.scalar(_told(user.email, head.position)) is None:
                _write(user, head)


def _write(user: User, head: Head) -> None:
    with using(user.locale):
        text = render_template("mail/audit_head.txt", head=head, site_name=operator.site_name().said())
        subject = _("Head of the log: operation no. %(number)s", number=head.position)
        mail.compose(
            to=user.email,
            locale=user.locale,
            subject=subject,
            text=text,
            kind=KIND,
            subject_id=head.position,
        )


def _administrators() -> sa.Select[User]:
    held = sa.exists().where(
        Membership.user_id == User.id, Membership.role == Role.ADMINISTRATOR, Membership.forum_id.is_(None)
    )
    return sa.select(User).where(User.active, held).order_by(User.id)


def _told(email: str, position: int) -> sa.Select[int]:
    letter = mail.OutgoingMail
    return (
        sa.select(letter.id)
        .where(letter.kind == KIND, letter.subject_id == position, letter.to_address == email)
        .limit(1)
    )
