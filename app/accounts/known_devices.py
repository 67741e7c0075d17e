"""A browser that has signed in has attempts of its own (OWASP, "device cookies"): who types wrong passwords
for somebody else's account closes it to strangers, not to the browsers of its owner.

The cookie says which account only to whoever asks for that account, opens nothing, and is read by the pages
of signing in alone.
"""

import hmac
import secrets
from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from app.accounts import sealing
from app.accounts.models import User

COOKIE = "mounadara_device"
KEPT = timedelta(days=365)
_USE = "known device"


def remember(response: Response, user: User) -> None:
    """Give the browser a new cookie: it has just signed in to this account."""
    device = secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        f"{device}.{sealing.mark(_USE, str(user.id), device)}",
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def known(user: User | None) -> str:
    """Under what this browser's attempts at the account are counted; "" for a browser that is not known."""
    device, _, proof = request.cookies.get(COOKIE, "").partition(".")
    if user is None or not proof.isascii():
        return ""
    right = hmac.compare_digest(proof, sealing.mark(_USE, str(user.id), device))
    return f"{user.id} {device}" if right else ""
