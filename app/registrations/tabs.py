"""The screens of registration in the office, side by side."""

from typing import Any

from flask import current_app, g, url_for

from app.accounts.access import allowed
from app.forums.models import Forum
from app.platform.i18n import lazy, lazy_context
from app.ui.areas import Desk, navigation

_TABS = (
    (lazy("Registrations"), "registry.index"),
    (lazy("Categories"), "categories.index"),
    (lazy("Delegations"), "delegations.index"),
    (lazy_context("tab", "Workshops"), "workshops.index"),
    (lazy_context("tab", "Questions"), "questions.index"),
    (lazy("Rules and notice"), "registration_rules.index"),
)
# The side navigation has one entry for all of them.
SCREENS = tuple(endpoint.partition(".")[0] for _label, endpoint in _TABS)


def tabs(forum: Forum) -> list[dict[str, Any]]:
    """What `registrations/_tabs.html` draws: label, url, current; only what the person who asks may open."""
    views: dict[str, Any] = current_app.view_functions
    desks = [
        Desk(label, endpoint, views[endpoint].door, order)
        for order, (label, endpoint) in enumerate(_TABS)
        if endpoint in views
    ]
    open_to = [one for one in desks if allowed(g.roles, one.permission)]
    return navigation(open_to, lambda endpoint: url_for(endpoint, forum=forum))
