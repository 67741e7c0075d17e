"""What accounts add to the application."""

from flask import Flask

from app.accounts import doors, security, views
from app.platform import http


def plug(app: Flask) -> None:
    """Passwords, the sign-in pages, and `may()` for templates."""
    security.init(app)
    http.pages(app, views.bp)
    app.jinja_env.globals["may"] = doors.may
