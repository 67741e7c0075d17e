"""What the site adds to the application."""

from flask import Flask

from app.platform import http
from app.site import legal, views


def plug(app: Flask) -> None:
    """Home and its kind, and the legal pages."""
    http.pages(app, views.bp)
    http.pages(app, legal.bp)
    app.register_blueprint(views.top)
