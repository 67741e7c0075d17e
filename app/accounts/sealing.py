"""Secrets of accounts, under keys derived from the installation's secret: encrypted, or kept as a mark only.

Each use has a key of its own (HKDF-SHA256), so that what was made for one opens nothing in another.
"""

import base64
import hashlib
import hmac
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from app.platform.clock import now


def close(use: str, text: str) -> str:
    """Encrypt and authenticate (Fernet: AES-128-CBC, HMAC-SHA256); the moment stands in it."""
    return _box(use).encrypt_at_time(text.encode(), _second()).decode()


def opened(use: str, closed: str, *, within: timedelta | None = None) -> str | None:
    """What `close` was given; None for anything else, and for what was closed longer ago than `within`."""
    try:
        if within is None:
            return _box(use).decrypt(closed.encode()).decode()
        return _box(use).decrypt_at_time(closed.encode(), int(within.total_seconds()), _second()).decode()
    except InvalidToken:
        return None


def mark(use: str, *parts: str) -> str:
    """An HMAC-SHA256 in hexadecimal: tells the same from another, and gives nothing back."""
    lengths = (len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hmac.new(_key(use), b"".join(lengths), hashlib.sha256).hexdigest()


def _box(use: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(use)))


def _key(use: str) -> bytes:
    info = f"mounadara accounts {use}".encode()
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _second() -> int:
    return int(now().timestamp())
