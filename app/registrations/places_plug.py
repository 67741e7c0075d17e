"""What categories, delegations and workshops add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports as forum_ports
from app.people import ports as people_ports
from app.platform import http
from app.platform.i18n import lazy, plural
from app.programme import ports as programme_ports
from app.registrations import (
    category_views,
    delegation_views,
    places_copied,
    places_needs,
    words,
    workshop_letters,
    workshop_telling,
    workshop_views,
)


def plug(app: Flask) -> None:
    """Their screens, what a new edition takes over, and what the log calls their values."""
    for screen in (category_views, delegation_views, workshop_views):
        http.pages(app, screen.bp)
    app.jinja_env.globals["entry_words"] = words.ENTRY_WORDS
    app.jinja_env.globals["seen_words"] = words.SEEN_WORDS
    audit_ports.values["category", "entry"] = words.ENTRY_WORDS
    audit_ports.values["category", "seen"] = words.SEEN_WORDS
    people_ports.moved["delegation", "organisation_id"] = lambda n: plural(
        "%(num)d delegation", "%(num)d delegations", n
    )
    forum_ports.copy("categories", lazy("Categories and their places"), places_copied.categories)
    forum_ports.copy(
        "delegations",
        lazy("Delegations and their places, without those who were named"),
        places_copied.delegations,
        ticked=False,
    )
    forum_ports.ask(places_needs.missing)
    forum_ports.today(21, "workshops", places_needs.today)
    workshop_letters.declare()
    programme_ports.also(
        "workshops",
        programme_ports.Teller(
            lazy("Those who chose a workshop"), workshop_telling.reach, workshop_telling.write
        ),
    )
    people_ports.nothing_in(
        lazy("It says about which release somebody was written to; the letter itself is told."),
        "workshop_told",
    )
