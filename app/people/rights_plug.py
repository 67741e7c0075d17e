"""What the rights of persons add to the application."""

from flask import Flask

from app.people import (
    ports,
    rights_accounts,
    rights_below,
    rights_directory,
    rights_files,
    rights_staging,
    views_rights,
)
from app.platform import http
from app.platform.i18n import lazy
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The pages, and what the tables of this floor and of those below know of persons."""
    http.pages(app, views_rights.bp)
    http.pages(app, rights_files.bp)
    for known in (rights_directory, rights_accounts, rights_staging, rights_below):
        known.declare()
    ports.open_directory(Desk(lazy("Rights of persons"), "rights.index", "people.rights", 50))
