"""What badges add to the application."""

from flask import Flask, render_template

from app.badges import many, queries, views
from app.forums.ports import open_office
from app.platform import http
from app.platform.i18n import lazy
from app.platform.mail_message import Attachment
from app.registrations import ports
from app.registrations.models import Registration
from app.registrations.words import State
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The badge with the letter of confirmation, on the personal page, and in the office."""
    http.pages(app, views.bp)
    http.pages(app, many.bp)
    for name, label in queries.PAPER_WORDS.items():
        ports.design(name, label)
    ports.enclose(_enclosed)
    ports.offer(_offered)
    ports.act_on_many(ports.BulkAct(lazy("Print badges"), "ticked_badges.write", "badges.print", "print"))
    open_office(Desk(lazy("Badges"), "badges.index", "badges.print", 40))


def _enclosed(registration: Registration) -> Attachment:
    badge = views.one_badge(registration, queries.paper(registration.category))
    return Attachment(f"badge-{registration.number}.pdf", "application/pdf", badge)


def _offered(registration: Registration, link: str) -> str:
    if registration.state is not State.CONFIRMED:
        return ""
    papers = {name: queries.PAPER_WORDS[name] for name in queries.papers(registration.category)}
    return render_template("badges/_mine.html", registration=registration, link=link, papers=papers)
