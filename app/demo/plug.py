"""What the demonstration adds to the application."""

from flask import Flask

from app.demo import accounts, cli


def plug(app: Flask) -> None:
    """The `flask demo` commands. Raises BadSetting in a production that holds demonstration accounts."""
    app.cli.add_command(cli.group)
    accounts.refuse_in_production(app)
