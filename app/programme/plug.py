"""What the programme adds to the application."""

from flask import Flask, render_template

from app.audit import ports as audit_ports
from app.forums import ports
from app.forums.models import Forum
from app.forums.public_rules import is_told_by_sources
from app.people import ports as people_ports
from app.platform import http
from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import lazy, plural
from app.programme import directory, models, queries, rights, standing, views
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The programme editor, and the programme on the forum's page."""
    http.pages(app, views.bp)
    rights.declare()
    audit_ports.values["session", "kind"] = models.KIND_WORDS
    app.jinja_env.globals["session_words"] = models.KIND_WORDS
    app.jinja_env.globals["part_words"] = models.PART_WORDS
    people_ports.appear(
        people_ports.people,
        people_ports.Presence("programme", queries.people_within, queries.people_shown, directory.told),
    )
    ports.use_hall("programme", standing.in_halls)
    ports.date_things("programme", standing.outside)
    people_ports.moved["participation", "person_id"] = lambda n: plural(
        "%(num)d part in a session", "%(num)d parts in sessions", n
    )
    ports.open_office(Desk(lazy("Programme"), "programme.index", "programme.edit", 20))
    ports.fill_block(20, "programme", _block)


def _block(forum: Forum) -> str:
    """The programme by day; sessions whose time no source gives stand at the end, and it is said."""
    days: dict[object, list[models.Session]] = {}
    for session in db.session.scalars(queries.sessions(forum.id)):
        days.setdefault(local(session.starts_at).date() if session.starts_at else None, []).append(session)
    sourced = is_told_by_sources(forum)
    return render_template("programme/_block.html", forum=forum, days=days, sourced=sourced)
