"""What importing spreadsheets adds to the application."""

from flask import Flask

from app.people import import_jobs as import_jobs
from app.people import ports, views_imports
from app.people.import_queries import PERMISSION
from app.platform import http
from app.platform.i18n import lazy
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The pages, the jobs, and the entry in the directory's navigation."""
    http.pages(app, views_imports.bp)
    ports.open_directory(Desk(lazy("Import"), "imports.index", PERMISSION, 40))
