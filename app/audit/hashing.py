"""The hashes of the chain: pure, and the same on both databases."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

GENESIS = "0" * 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_VERSION = "mounadara audit link 1"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an entry stays for good: all but its details and their salt."""

    entry_id: int
    micros: int
    actor_id: int | None
    actor: str
    act: str
    subject_kind: str
    subject_id: int | None
    forum_id: int | None


def chain_key(secret: bytes) -> bytes:
    """The 32-byte key of the chain, derived from one secret setting (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mounadara audit chain").derive(secret)


def details_hash(salt: str, details: Any) -> str:
    """SHA-256 over salt and details, each behind its length. The salt keeps short details from being guessed
    once they are erased.
    """
    parts = (salt.encode(), _canonical(details))
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()


def link_hash(key: bytes, previous: str, position: int, facts: Facts, of_details: str) -> str:
    """HMAC-SHA256 over one JSON array, whose numbers, texts and nulls cannot be taken for one another."""
    parts = [
        _VERSION,
        previous,
        position,
        facts.entry_id,
        facts.micros,
        facts.actor_id,
        facts.actor,
        facts.act,
        facts.subject_kind,
        facts.subject_id,
        facts.forum_id,
        of_details,
    ]
    return hmac.digest(key, _canonical(parts), "sha256").hex()


def micros(moment: datetime | str) -> int:
    """Microseconds since 1970 in UTC, of a moment as either database gives it: SQLite as text without zone.

    Raises ValueError for a text that is no moment.
    """
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    aware = read.replace(tzinfo=UTC) if read.tzinfo is None else read
    return (aware - _EPOCH) // timedelta(microseconds=1)


def _canonical(value: Any) -> bytes:
    return _JSON.encode(value).encode()
