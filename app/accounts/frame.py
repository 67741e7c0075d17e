"""The frame of the pages of one's own account: their title and their navigation."""

from typing import Any

from flask import current_app, g, has_request_context, request, url_for

from app.platform.i18n import _, lazy
from app.ui.areas import Desk, navigation

DESKS = (
    Desk(lazy("Your account"), "profile.show", "", 10),
    Desk(lazy("Two-step verification"), "accounts.second_factor", "", 20),
    Desk(lazy("Passkeys"), "accounts.passkeys", "", 30),
    Desk(lazy("Connected devices"), "accounts.devices", "", 40),
)


def frame() -> dict[str, Any]:
    """What `ui/area.html` draws around the pages under `/account/`."""
    rule = request.url_rule.rule if has_request_context() and request.url_rule else ""
    if "/account/" not in rule or "user" not in g:
        return {}
    known = [desk for desk in DESKS if desk.endpoint in current_app.view_functions]
    return {"office_title": _("Your account"), "office_nav": navigation(known, url_for)}
