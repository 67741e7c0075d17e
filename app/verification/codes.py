"""Badge codes: what stands in the QR. Nothing personal, checked without the database.

78 bytes: version (1) · key number (1) · random registration id (10) · serial (2, big endian) · Ed25519
signature (64) over a domain tag and the 14 bytes before it. Written in Crockford base32: 125 characters, all
in the QR alphanumeric set, one spelling a value. The serial is raised when a badge is issued again; which
serial is valid is the registration's affair.
"""

import re
from dataclasses import dataclass

from app.platform.seals import SIGNATURE_BYTES, Keyring, base32, unbase32

ID_BYTES = 10
LENGTH = 125
_VERSION = 1
_TAG = b"mounadara badge code\0"
_HEAD_BYTES = 2 + ID_BYTES + 2
_LONGEST_INPUT = 2_000
_IGNORED = re.compile(r"[\s\-\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_DIGITS = {ord(arabic): str(n) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for n, arabic in enumerate(digits)}
# What a French AZERTY layout shows for the keys of a scanner that types on a US keyboard. Shifted keys give
# other signs for the same letter or separator, hence two signs for some; upper case is folded beforehand.
_AZERTY = str.maketrans("&é\"'(-è_çà§aqzw,?!:)", "12345678906qawzmm/.-")


class Unreadable(ValueError):
    """Not a badge code at all: a letter missing, another kind of code, or a later version."""


class Forged(ValueError):
    """It has the form of a badge code and the signature is not ours."""


@dataclass(frozen=True, slots=True)
class BadgeCode:
    """What a code says: which registration, which of its badges, and the key that signed it."""

    registration_id: bytes
    serial: int
    key_number: int


def issue(keyring: Keyring, registration_id: bytes, serial: int) -> str:
    """125 characters. Raises ValueError unless the id has 10 bytes and the serial fits in two."""
    if len(registration_id) != ID_BYTES or not 0 <= serial < 1 << 16:
        raise ValueError("a badge code takes a 10-byte id and a serial below 65536")
    head = bytes((_VERSION, keyring.number)) + registration_id + serial.to_bytes(2, "big")
    return base32(head + keyring.sign(_TAG + head))


def read(keyring: Keyring, typed: str) -> BadgeCode:
    """Read what was typed, pasted or scanned; raises Unreadable or Forged.

    Forgives case, spaces and hyphens, Arabic and Persian digits, O for 0, I and L for 1, an address before
    the code (…/b/CODE), and a US hand scanner seen through a French AZERTY layout, which is tried second.
    """
    if len(typed) > _LONGEST_INPUT:
        raise Unreadable("too long for a badge code")
    plain = typed.translate(_DIGITS)
    payloads = [payload for text in (plain, plain.lower().translate(_AZERTY)) if (payload := _payload(text))]
    for payload in payloads:
        head, signature = payload[:_HEAD_BYTES], payload[_HEAD_BYTES:]
        if keyring.verify(head[1], _TAG + head, signature):
            return BadgeCode(head[2 : 2 + ID_BYTES], int.from_bytes(head[-2:], "big"), head[1])
    if payloads:
        raise Forged("the signature of this badge code is not ours")
    raise Unreadable("not a badge code")


def _payload(text: str) -> bytes | None:
    code = _IGNORED.sub("", text).rstrip("/").rpartition("/")[2]
    if len(code) != LENGTH:
        return None
    try:
        payload = unbase32(code)
    except ValueError:
        return None
    return payload if len(payload) == _HEAD_BYTES + SIGNATURE_BYTES and payload[0] == _VERSION else None
