"""The question before something is removed: the same page and the same words everywhere."""

from flask import render_template

from app.platform.i18n import _
from app.platform.text import isolate


def confirm_removal(name: str, *, back_url: str) -> str:
    """Ask whether to remove what bears this name; the answer posts to the page's own address."""
    return render_template(
        "ui/confirm.html",
        heading=_("Remove"),
        text=_("To be removed: %(name)s. This cannot be undone.", name=isolate(name)),
        submit=_("Yes, remove"),
        back_url=back_url,
    )
