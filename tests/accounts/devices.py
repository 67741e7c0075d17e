"""What a person holds in the hand: a phone with an app for codes, and a device that makes passkeys."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import current_app
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from app.accounts import second_factor
from app.accounts.models import User
from app.platform.clock import now
from app.platform.db import unit_of_work
from tests import forms

ORIGIN = "http://localhost:8000"
UP, UV, AT = 0x01, 0x04, 0x40  # present, verified, carries a new key
SECRET = re.compile(r"\b([A-Z2-7]{4}(?: [A-Z2-7]{4}){7})\b")
CODE = re.compile(r"\b(\d{4} \d{4} \d{4})\b")


@dataclass
class Phone:
    """An app for codes that has scanned a secret."""

    secret: str

    def code(self, steps: int = 0) -> str:
        """What it shows, or showed, or will show `steps` times thirty seconds from now."""
        return str(TOTP(key=self.secret).generate(int(now().timestamp()) + 30 * steps).token)


def phone_of(user: User) -> Phone:
    """Turn the codes of an app on, by a code that is past: that of now is still to be used."""
    phone = Phone(second_factor.new_secret())
    with current_app.test_request_context(method="POST"), unit_of_work():
        assert second_factor.turn_on(user, phone.secret, phone.code(-1))
    return phone


def recovery_codes_of(user: User) -> list[str]:
    """Ten recovery codes, as they were shown."""
    with current_app.test_request_context(method="POST"), unit_of_work():
        return second_factor.renew_codes(user)


@dataclass
class Device:
    """A device that makes passkeys (ES256) and unlocks them, as a browser would have it answer."""

    origin: str = ORIGIN
    flags: int = UP | UV
    uses: int = 1
    counts: bool = True
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""

    def make(self, options: dict[str, Any], **changed: Any) -> str:
        """The answer to the options of a new passkey."""
        self.handle = unpacked(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = (
            self._data(options["rp"]["id"], AT)
            + bytes(16)
            + len(self.id).to_bytes(2, "big")
            + self.id
            + public
        )
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer(
            {"clientDataJSON": client, "attestationObject": attestation}, transports=["internal"], **changed
        )

    def show(self, options: dict[str, Any], **changed: Any) -> str:
        """The answer to the options of a sign-in; `changed` stands in its response."""
        self.uses += self.counts
        data = self._data(options["rpId"])
        client = self._client("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.handle,
            },
            **changed,
        )

    def _data(self, site: str, more: int = 0) -> bytes:
        counted = self.uses if self.counts else 0
        return (
            hashlib.sha256(site.encode()).digest() + bytes([self.flags | more]) + counted.to_bytes(4, "big")
        )

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, parts: dict[str, bytes], **more: Any) -> str:
        response: dict[str, Any] = {name: packed(part) for name, part in parts.items()} | more
        return json.dumps(
            {"id": packed(self.id), "rawId": packed(self.id), "type": "public-key", "response": response}
        )


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def options_on(page: TestResponse) -> dict[str, Any]:
    """What a page asks the device."""
    found = re.search(r'data-options="([^"]*)"', page.text)
    assert found, page.text
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def passkey_of(client: FlaskClient, **device: Any) -> Device:
    """A passkey, added on the page of who is signed in."""
    made = Device(**device)
    page = client.get("/fr/account/passkeys")
    values = {
        "csrf_token": forms.held(page)["csrf_token"],
        "name": "Mon téléphone",
        "answer": made.make(options_on(page)),
    }
    answer = client.post("/fr/account/passkeys", data=values)
    assert answer.status_code == 303, answer.text
    return made


def send_passkey(
    client: FlaskClient, device: Device, address: str, page: str = "", **changed: Any
) -> TestResponse:
    """Open a page that asks for a passkey, show it, send the answer to `address`."""
    opened = client.get(page or address)
    token = forms.held(opened)["csrf_token"]
    return client.post(
        address, data={"csrf_token": token, "answer": device.show(options_on(opened), **changed)}
    )
