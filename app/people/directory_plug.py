"""What the pages of persons and organisations add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.people import faces, organisations, ports, suggesting, tying, views, words
from app.people.lists import region_name
from app.platform import http
from app.platform.i18n import lazy
from app.ui.areas import Desk

_PAGES = (faces, tying, suggesting)  # they add their pages to the blueprints of `views` and `organisations`


def plug(app: Flask) -> None:
    """The pages, their entries in the navigation, and the words for templates."""
    http.pages(app, views.bp)
    http.pages(app, organisations.bp)
    app.register_blueprint(faces.top)
    app.jinja_env.globals.update(
        organisation_words=words.KIND_WORDS,
        gender_words=words.GENDER_WORDS,
        gender_of=words.gender_of,
        civility_words=words.CIVILITY_WORDS,
        degree_words=words.DEGREE_WORDS,
        addressed=words.addressed,
        region_name=region_name,
    )
    audit_ports.values["organisation", "kind"] = words.KIND_WORDS
    ports.open_directory(Desk(lazy("People"), "people.index", "people.list", 10))
    ports.open_directory(Desk(lazy("Organisations"), "organisations.index", "organisations.list", 20))
