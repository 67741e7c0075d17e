"""What registrations add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import kept, ports
from app.platform import http
from app.registrations import (
    cli,
    last_page,
    personal_plug,
    places_plug,
    preparing,
    public_block,
    queries,
    question_plug,
    registry_plug,
    rights,
    rules_plug,
    views,
    words,
)


def plug(app: Flask) -> None:
    """The form, the personal page, the office's list, the letters."""
    http.pages(app, views.bp)
    registry_plug.plug(app)
    last_page.plug(app)
    app.cli.add_command(cli.group)
    places_plug.plug(app)
    audit_ports.values["registration", "state"] = words.STATE_WORDS
    app.jinja_env.globals["registration_words"] = words.STATE_WORDS
    app.jinja_env.globals["registration_tones"] = words.STATE_TONES
    personal_plug.plug(app)
    rights.declare()
    rules_plug.plug(app)
    question_plug.plug(app)
    ports.today(19, "places", preparing.miscounted)
    ports.today(20, "registrations", preparing.today)
    ports.stake("registrations", preparing.concerned)
    ports.fill_block(10, "registration", public_block.block)
    kept.count("free places", queries.free_number)
    kept.count("free by category", public_block.free_by_category)
    kept.count("hours of categories", public_block.hours_passed)
