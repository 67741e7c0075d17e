"""What the editor of sessions adds to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports
from app.platform import http
from app.platform.i18n import lazy
from app.programme import copying, standing, tabs, views, views_list, views_selected, words

PAGES = (views_list, views_selected)  # of the same blueprint as the form


def plug(app: Flask) -> None:
    """The list and the form of sessions, and what halls, dates and new editions ask of sessions."""
    http.pages(app, views.bp)
    audit_ports.values["session", "kind"] = words.KIND_WORDS
    app.jinja_env.globals["programme_tabs"] = tabs.tabs
    ports.use_hall("programme", standing.in_halls)
    ports.date_things("programme", standing.outside)
    ports.copy("sessions", lazy("Sessions with their talks, on the same days"), copying.sessions)
    ports.copy("session_people", lazy("People of these sessions"), copying.people, ticked=False)
