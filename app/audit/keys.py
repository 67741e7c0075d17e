"""The key of the chain, derived once from the settings."""

from flask import Flask, current_app

from app.audit.hashing import chain_key


def init(app: Flask) -> None:
    """Derive it from AUDIT_KEY when that is set, else from SECRET_KEY."""
    settings = app.config["SETTINGS"]
    app.extensions["audit_key"] = chain_key((settings.audit_key or settings.secret_key).encode())


def key() -> bytes:
    """The key of the chain."""
    held: bytes = current_app.extensions["audit_key"]
    return held
