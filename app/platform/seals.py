"""Signatures with numbered Ed25519 keys, and personal-link tokens derived from a secret."""

import hashlib
import hmac
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIGNATURE_BYTES = 64
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_TOKEN_BYTES = 20


class Keyring:
    """Ed25519 keys by number (0 to 255). The highest number signs; every number still verifies."""

    def __init__(self, seeds: Mapping[int, bytes]) -> None:
        """Raises ValueError without a key, for a number beyond a byte or a seed that is not 32 bytes."""
        if not seeds or not all(0 <= number <= 255 for number in seeds):
            raise ValueError("a keyring needs keys numbered from 0 to 255")
        self._keys = {number: Ed25519PrivateKey.from_private_bytes(seed) for number, seed in seeds.items()}
        self._public = {number: key.public_key() for number, key in self._keys.items()}
        self.number = max(seeds)

    def sign(self, message: bytes) -> bytes:
        """64 bytes, by key `number`."""
        return self._keys[self.number].sign(message)

    def verify(self, number: int, message: bytes, signature: bytes) -> bool:
        """False also for a key number that is not held."""
        key = self._public.get(number)
        if key is None:
            return False
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public_keys(self) -> dict[int, bytes]:
        """Raw 32-byte public keys by number, for a device that verifies without the network."""
        return {number: key.public_bytes_raw() for number, key in self._public.items()}


def seed(secret: bytes, number: int) -> bytes:
    """The 32-byte seed of signing key `number`, derived from one secret setting (HKDF-SHA256)."""
    info = f"mounadara signing key {number}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def base32(data: bytes) -> str:
    """Crockford base32, upper case, zero bits filling the last letter."""
    spare = -len(data) * 8 % 5
    value = int.from_bytes(data, "big") << spare
    length = (len(data) * 8 + spare) // 5
    return "".join(_ALPHABET[value >> shift & 31] for shift in range((length - 1) * 5, -1, -5))


def unbase32(text: str) -> bytes:
    """Inverse of `base32`, reading either case, O as 0, I and L as 1.

    Raises ValueError for another letter, an impossible length or filling bits that are not zero, so that
    one value has one spelling.
    """
    if not text.isascii():
        raise ValueError("not Crockford base32")
    value = 0
    for letter in text.upper():
        if letter not in _VALUES:
            raise ValueError("not Crockford base32")
        value = value << 5 | _VALUES[letter]
    spare = len(text) * 5 % 8
    if spare >= 5 or value & ((1 << spare) - 1):
        raise ValueError("not Crockford base32")
    return (value >> spare).to_bytes(len(text) * 5 // 8, "big")


def link_token(secret: bytes, kind: str, subject: str, serial: int) -> str:
    """32 letters (160 bits of HMAC-SHA256) that open `kind` for `subject`; a new serial voids the old.

    Derived, so nothing secret is stored and a mail can be composed again.
    """
    parts = (b"mounadara link", kind.encode(), subject.encode(), str(serial).encode())
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return base32(hmac.digest(secret, message, hashlib.sha256)[:_TOKEN_BYTES]).lower()


def check_link_token(secret: bytes, token: str, kind: str, subject: str, serial: int) -> bool:
    """Compare in constant time; either case and the look-alike letters are read."""
    try:
        given = unbase32(token.strip())
    except ValueError:
        return False
    return hmac.compare_digest(given, unbase32(link_token(secret, kind, subject, serial)))
