"""The installation's signing keys, derived from its secret: one secret to keep, one to back up."""

from flask import Flask, current_app

from app.platform.seals import Keyring, seed


def init(app: Flask) -> None:
    """Derive the keys once. A later number signs, an earlier one still verifies."""
    app.extensions["badge_keys"] = Keyring({1: seed(app.config["SECRET_KEY"].encode(), 1)})


def badge_keys() -> Keyring:
    """The keys that sign badge codes, by number."""
    keyring: Keyring = current_app.extensions["badge_keys"]
    return keyring


def link_secret() -> bytes:
    """The secret of personal links; `seals` separates its uses."""
    return str(current_app.config["SECRET_KEY"]).encode()
