"""What the site adds to the application."""

from flask import Flask

from app.platform import http
from app.site import views


def plug(app: Flask) -> None:
    """Home and its kind."""
    http.pages(app, views.bp)
    app.register_blueprint(views.top)
