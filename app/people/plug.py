"""What the directory adds to the application."""

from typing import Any

from flask import Flask, g, has_request_context, request, url_for

from app.accounts.access import allowed
from app.accounts.doors import may
from app.accounts.queries import among
from app.people import directory_plug, import_plug, merges_plug, ports, regions, rights_plug, words
from app.platform.i18n import _
from app.ui.areas import navigation


def plug(app: Flask) -> None:
    """The frame of the pages under `/directory/`, and the words of regions and sources for templates."""
    app.context_processor(_frame)
    merges_plug.plug(app)
    directory_plug.plug(app)
    rights_plug.plug(app)
    import_plug.plug(app)
    app.jinja_env.globals.update(
        regions=regions.REGIONS, source_words=words.SOURCE_WORDS, may_anywhere=may_anywhere
    )


def may_anywhere(permission: str) -> bool:
    """Whether the person who asks holds it in some forum, wherever the page stands. For templates."""
    return allowed(among(g.get("memberships", ()), None), permission)


def _frame() -> dict[str, Any]:
    """The title and the navigation of the directory."""
    rule = request.url_rule.rule if has_request_context() and request.url_rule else ""
    if "/directory/" not in rule or "roles" not in g:
        return {}
    desks = [desk for desk in ports.desks if may(desk.permission)]
    return {"office_title": _("Directory"), "office_nav": navigation(desks, url_for)}
