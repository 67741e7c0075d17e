"""The question before an invitation is taken back, in a team and in the administration."""

from flask import render_template

from app.accounts.models import Invitation
from app.platform.i18n import _
from app.platform.text import isolate


def confirm_withdrawal(row: Invitation, *, back_url: str) -> str:
    """Ask whether to withdraw the invitation; the answer posts to the page's own address."""
    return render_template(
        "ui/confirm.html",
        heading=_("Withdraw the invitation"),
        text=_(
            "The link sent to this address will open nothing any more: %(address)s",
            address=isolate(row.email),
        ),
        submit=_("Yes, withdraw it"),
        back_url=back_url,
    )
