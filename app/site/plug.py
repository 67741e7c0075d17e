"""What the site adds to the application."""

from flask import Flask

from app.platform import http
from app.site import legal, search, shown, sitemap, views


def plug(app: Flask) -> None:
    """Home and its kind, the legal pages, the search; and which rows stand on public pages."""
    shown.declare()
    http.pages(app, views.bp)
    http.pages(app, legal.bp)
    http.pages(app, search.bp)
    app.register_blueprint(views.top)
    app.register_blueprint(sitemap.bp)
