"""What the directory adds to the application."""

from flask import Flask

from app.people import regions


def plug(app: Flask) -> None:
    """The names of the regions, for templates; the directory has no page of its own yet."""
    app.jinja_env.globals["regions"] = regions.REGIONS
