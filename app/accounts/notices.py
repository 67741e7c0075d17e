"""Letters that tell an account what has just changed in how it is entered. They carry no link and no code."""

from typing import Any

from flask import render_template, request

from app.accounts.device_names import device_name
from app.accounts.models import User
from app.platform import clock, i18n, mail
from app.platform.i18n import _

KIND = "account.notice"


def tell(user: User, what: Any) -> None:
    """Write the letter into the open unit of work, in the account's language; `what` is a lazy sentence."""
    moment = clock.now()
    with i18n.using(user.locale):
        text = render_template(
            "mail/account_notice.txt",
            what=str(what),
            date=i18n.day(clock.local(moment)),
            hour=i18n.hour(moment),
            device=device_name(request.user_agent.string),
        )
        mail.compose(
            to=user.email,
            locale=user.locale,
            subject=_("Your account: %(what)s", what=str(what).rstrip(".")),
            text=text,
            kind=KIND,
            subject_id=user.id,
        )
