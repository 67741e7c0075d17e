"""What the pages behind personal links and the letters add to the application."""

from flask import Flask

from app.forums import ports
from app.platform import http
from app.registrations import (
    change_views,
    consent_views,
    contact_jobs,
    contact_views,
    data_views,
    erasing,
    erasure_views,
    letters,
    links,
    personal,
    personal_views,
    void_link,
)

PAGES = (change_views, consent_views, data_views, personal_views)  # they stand on the blueprint of `personal`
JOBS = (contact_jobs,)


def plug(app: Flask) -> None:
    """The person's pages, the page that confirms a contact, who asks for erasure, the letters."""
    http.pages(app, personal.bp)
    http.pages(app, contact_views.bp)
    http.pages(app, erasure_views.bp)
    app.register_error_handler(links.VoidLink, void_link.drawn)
    letters.declare()
    ports.today(18, "erasures", erasing.today)
