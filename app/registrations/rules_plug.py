"""What the rules, the notice and the rights of persons add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports
from app.people import ports as people_ports
from app.platform import http
from app.platform.i18n import lazy, plural
from app.registrations import (
    notice_views,
    presence,
    purging,
    purging_cli,  # noqa: F401 — for its command
    rule_actions,
    rule_views,
    words,
)


def plug(app: Flask) -> None:
    """The office's page, the public notice, the nightly emptying, what the directory tells."""
    http.pages(app, rule_views.bp)
    http.pages(app, notice_views.bp)
    audit_ports.values["registration", "consent"] = words.CONSENT_WORDS
    ports.today(40, "registrations to empty", purging.today)
    ports.copy("registration_rules", lazy("Rules and notice of the registration"), rule_actions.copy)
    people_ports.appear(
        people_ports.people,
        people_ports.Presence("registrations", presence.within, presence.shown, presence.told, opens=False),
    )
    people_ports.moved["registration", "person_id"] = lambda n: plural(
        "%(num)d registration", "%(num)d registrations", n
    )
