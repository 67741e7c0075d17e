"""What agreements add to the application."""

from flask import Flask, render_template

from app.audit import ports as audit_ports
from app.forums import ports
from app.forums.models import Forum
from app.memoranda import directory, models, preparing, queries, rights, views
from app.memoranda import jobs as _jobs  # noqa: F401 — registers the setting of summaries
from app.people import ports as people_ports
from app.platform import http
from app.platform.db import db
from app.platform.i18n import lazy, plural
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The legal desk's pages, the public records, and the agreements on the forum's page."""
    http.pages(app, views.bp)
    rights.declare()
    audit_ports.values["agreement", "kind"] = models.KIND_WORDS
    app.jinja_env.globals["agreement_words"] = models.KIND_WORDS
    app.jinja_env.globals["agreement_states"] = models.STATE_WORDS
    app.jinja_env.globals["agreement_tones"] = models.STATE_TONES
    people_ports.appear(
        people_ports.organisations,
        people_ports.Presence(
            "agreements", queries.organisations_within, queries.organisations_shown, directory.told
        ),
    )
    ports.today(30, "agreements", preparing.today)
    ports.stake("agreements", preparing.concerned)
    people_ports.moved["party", "organisation_id"] = lambda n: plural(
        "%(num)d agreement to which it is a party", "%(num)d agreements to which it is a party", n
    )
    ports.open_office(Desk(lazy("Agreements"), "memoranda.index", "memoranda.list", 60))
    ports.fill_block(40, "agreements", _block)


def _block(forum: Forum) -> str:
    agreements = db.session.scalars(queries.of_forum(forum.id, signed_only=True)).all()
    return render_template("memoranda/_block.html", forum=forum, agreements=agreements) if agreements else ""
