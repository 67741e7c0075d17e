"""What registrations add to the application."""

from flask import Flask, render_template

from app.audit import ports as audit_ports
from app.forums import kept, ports
from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform import http
from app.platform.i18n import lazy
from app.registrations import (
    letters,
    office,
    preparing,
    queries,
    rights,
    views,
    words,
)
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The form, the personal page, the office's list, the letters."""
    http.pages(app, views.bp)
    http.pages(app, office.bp)
    audit_ports.values["registration", "state"] = words.STATE_WORDS
    app.jinja_env.globals["registration_words"] = words.STATE_WORDS
    app.jinja_env.globals["registration_tones"] = words.STATE_TONES
    letters.declare()
    rights.declare()
    ports.ask(preparing.missing)
    ports.today(20, "registrations", preparing.today)
    ports.stake("registrations", preparing.concerned)
    ports.copy("categories", lazy("Categories and their places"), preparing.copy)
    ports.fill_block(10, "registration", _block)
    kept.count("free places", queries.free_number)
    for order, label, endpoint, permission in (
        (30, lazy("Registrations"), "registry.index", "registrations.list"),
        (31, lazy("Categories and places"), "registry.categories", "registrations.settings"),
    ):
        ports.open_office(Desk(label, endpoint, permission, order))


def _block(forum: Forum) -> str:
    """What the public can do now: register, with the places that are free."""
    if not is_open(forum):
        return ""
    return render_template("registrations/_block.html", forum=forum, free=queries.free_places(forum.id))
