"""What verification adds to the application: the keys that sign badge codes and personal links."""

from flask import Flask

from app.verification import keys


def plug(app: Flask) -> None:
    """Derive the keys from the settings."""
    keys.init(app)
