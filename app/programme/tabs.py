"""The screens of a programme's office, side by side: sessions, conflicts, speakers, prayers, releases."""

from typing import Any

from flask import current_app, g, url_for

from app.accounts.access import allowed
from app.forums.models import Forum
from app.platform.i18n import lazy, lazy_context
from app.ui.areas import Desk, navigation

_TABS = (
    (lazy("Sessions"), "programme.index"),
    (lazy("Conflicts"), "conflicts.index"),
    (lazy_context("tab", "Speakers"), "speakers.index"),
    (lazy("Prayer times"), "prayers.index"),
    (lazy_context("tab", "Releases"), "releases.index"),
)


def tabs(forum: Forum) -> list[dict[str, Any]]:
    """What `programme/_tabs.html` draws: label, url, current; only what the person who asks may open."""
    views: dict[str, Any] = current_app.view_functions
    desks = [
        Desk(label, endpoint, views[endpoint].door, order)
        for order, (label, endpoint) in enumerate(_TABS)
        if endpoint in views
    ]
    open_to = [one for one in desks if allowed(g.roles, one.permission)]
    return navigation(open_to, lambda endpoint: url_for(endpoint, forum=forum))
