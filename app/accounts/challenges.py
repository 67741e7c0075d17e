"""The challenge of a passkey: made for a page, kept in the cookie, answered once."""

import secrets
from datetime import datetime, timedelta

from flask import session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app.platform import limits
from app.platform.clock import now

KEPT = timedelta(minutes=5)  # two pages open at once ask the same
VALID = timedelta(minutes=15)
_KEY = "challenge"


def asked(purpose: str) -> bytes:
    """The challenge of a page that is being drawn."""
    held = _held(purpose, KEPT)
    if held is None:
        held = secrets.token_bytes(32)
        session[_KEY] = {"for": purpose, "text": bytes_to_base64url(held), "at": now().isoformat()}
    return held


def answered(purpose: str) -> bytes | None:
    """The challenge that the browser was given for this purpose, if it is still good; never twice.

    The browser keeps the cookie and can send an old one again: that a challenge is used up is a row.
    """
    held = _held(purpose, VALID)
    session.pop(_KEY, None)
    if held is None or not limits.take("challenge", held.hex(), most=1, within=2 * VALID):
        return None
    return held


def _held(purpose: str, longest: timedelta) -> bytes | None:
    kept = session.get(_KEY)
    if not kept or kept["for"] != purpose or datetime.fromisoformat(kept["at"]) < now() - longest:
        return None
    return base64url_to_bytes(kept["text"])
