"""What the desk adds to the application."""

from flask import Flask

from app.checkin import copying, rights, views, words
from app.forums import ports
from app.platform import http
from app.platform.i18n import lazy
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The desk's page."""
    http.pages(app, views.bp)
    rights.declare()
    app.jinja_env.globals["desk_words"] = words.WORDS
    app.jinja_env.globals["desk_tone"] = words.tone
    ports.open_office(Desk(lazy("Check-in desk"), "checkin.desk", "checkin.desk", 50))
    ports.copy("gates", lazy("Gates"), copying.copy)
    ports.open_office(Desk(lazy("Gates"), "checkin.gates", "forums.edit", 51))
