"""What the office's pages of registrations add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums.ports import open_office
from app.people import ports as people_ports
from app.platform import http
from app.platform.i18n import lazy
from app.registrations import (
    office,
    office_acts,
    office_edit,
    office_many,
    office_new,
    office_people,
    office_sheets,
    ports,
    tabs,
    words,
)
from app.registrations.deeds import DEEDS
from app.registrations.ports import BulkAct
from app.ui.areas import Desk

PAGES = (office_acts, office_edit, office_many, office_new, office_people, office_sheets)  # of one blueprint


def plug(app: Flask) -> None:
    """The list, one registration, what the team does with one and with many."""
    http.pages(app, office.bp)
    app.jinja_env.globals["registration_tabs"] = tabs.tabs
    app.jinja_env.globals["registration_sources"] = words.SOURCE_WORDS
    app.jinja_env.globals["consent_words"] = words.CONSENT_WORDS
    audit_ports.values["forum", "deed"] = {name: deed.label for name, deed in DEEDS.items()}
    open_office(Desk(lazy("Registrations"), "registry.index", "registrations.list", 30, holds=tabs.SCREENS))
    people_ports.nothing_in(
        lazy("It says what became of an act on many registrations, for a month."),
        "registration_batch",
        "registration_batch_row",
    )
    for name, deed in DEEDS.items():
        ports.act_on_many(
            BulkAct(
                deed.label,
                "registry.act_on_many",
                "registrations.edit",
                deed.icon or None,
                {"deed": name},
                first=bool(deed.icon),
            )
        )
