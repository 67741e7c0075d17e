"""What the demonstration adds to the application."""

from flask import Flask

from app.demo import cli


def plug(app: Flask) -> None:
    """The `flask demo` commands."""
    app.cli.add_command(cli.group)
