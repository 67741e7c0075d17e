"""What the administrator's office adds to the application."""

from typing import Any

from flask import Flask, g, has_request_context, request, url_for

from app.accounts import ports
from app.accounts.access import OF_THE_INSTALLATION
from app.accounts.doors import may
from app.audit import ports as audit_ports
from app.installation import heads, health, jobs, log, marks, messages, overview, settings, texts
from app.platform import http, letters
from app.platform.i18n import _, lazy
from app.platform.jobs import LABELS
from app.ui.areas import Desk, navigation, open_desk


def plug(app: Flask) -> None:
    """The frame of the pages under `/administration/`, the overview and the settings."""
    app.context_processor(_frame)
    app.jinja_env.globals["administers"] = administers
    for feature in (overview, settings, texts, marks, messages, jobs, health, log):
        http.pages(app, feature.bp)
    app.register_blueprint(marks.top)
    app.register_blueprint(health.probes)
    open_desk(
        ports.administration,
        Desk(lazy("Overview"), "administration.index", "installation.settings", 5),
    )
    open_desk(ports.administration, Desk(lazy("Settings"), "settings.index", "installation.settings", 20))
    open_desk(ports.administration, Desk(lazy("Messages"), "all_messages.index", "installation.messages", 30))
    audit_ports.values["job", "kind"] = LABELS
    audit_ports.values["operator", "picture"] = marks.NAMES
    audit_ports.values["mail_template", "kind"] = letters.LABELS
    open_desk(ports.administration, Desk(lazy("Jobs"), "jobs.index", "installation.jobs", 40))
    open_desk(ports.administration, Desk(lazy("Log"), "log.index", "installation.log", 50))
    audit_ports.tell(heads.mail_head)
    open_desk(
        ports.administration, Desk(lazy("Health of the platform"), "health.show", "installation.jobs", 45)
    )


def administers() -> bool:
    """Whether the person who asks runs the installation, also on pages of a forum. For templates."""
    return any(forum is None and role in OF_THE_INSTALLATION for forum, role in g.get("memberships", ()))


def _frame() -> dict[str, Any]:
    """The title and the navigation of the administrator's pages; each feature opens its own entry."""
    rule = request.url_rule.rule if has_request_context() and request.url_rule else ""
    if "/administration/" not in rule or "roles" not in g:
        return {}
    desks = [desk for desk in ports.administration if may(desk.permission)]
    return {
        "office_title": _("Administration"),
        "office_nav": navigation(desks, url_for),
        "office_alert": "installation/_cndp.html",
    }
