"""Passkeys (WebAuthn): made on a device of the person, shown in place of the password or after it.

Each must prove that its owner unlocked it (a finger, a face, a code), so that it counts as two factors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa
import webauthn
from flask import current_app
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts import notices, second_factor
from app.accounts.models import Passkey, User
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.operator import site_name

T = TypeVar("T")
MOST = 20
PATIENCE_MS = 300_000
_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Made:
    """What a device answered when it made a passkey: verified, not yet kept."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


class Shown(NamedTuple):
    """A passkey that answered rightly, whose it is, and how often it says it has been used: for `use`."""

    user: User
    passkey: Passkey
    uses: int


def of(user: User) -> sa.Select[Passkey]:
    """The passkeys of an account, the oldest first."""
    return sa.select(Passkey).where(Passkey.account_id == user.id).order_by(Passkey.id)


def one_of(user: User, passkey_id: int) -> sa.Select[Passkey]:
    """A passkey, if it is of this account."""
    return of(user).where(Passkey.id == passkey_id)


def options_to_make(user: User, challenge: bytes) -> str:
    """What the browser is asked, as JSON, so that a device makes a passkey that it does not hold yet."""
    options = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name=site_name().said(),
        user_id=bytes.fromhex(user.handle),
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_descriptors(user),
    )
    return webauthn.options_to_json(options)


def options_to_show(user: User | None, challenge: bytes) -> str:
    """What the browser is asked, as JSON, to show a passkey of the account; of any, when it is not known."""
    options = webauthn.generate_authentication_options(
        rp_id=_site(),
        challenge=challenge,
        timeout=PATIENCE_MS,
        allow_credentials=_descriptors(user) if user else None,
        user_verification=_VERIFIED,
    )
    return webauthn.options_to_json(options)


def made(answer: str, challenge: bytes) -> Made | None:
    """What the device answered, if it is the answer to this challenge on our own site."""
    verified = _read(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    )
    if verified is None:
        return None
    transports = parse_registration_credential_json(answer).response.transports or []
    return Made(
        verified.credential_id,
        verified.credential_public_key,
        verified.sign_count,
        [one.value for one in transports],
    )


def shown(answer: str, challenge: bytes) -> Shown | None:
    """Which passkey answered the challenge.

    None for an unknown passkey, a closed account, another site or challenge, a wrong signature.
    """
    given = _read(lambda: parse_authentication_credential_json(answer))
    found = _by_credential(given.raw_id) if given else None
    if not given or not found or given.response.user_handle not in (None, bytes.fromhex(found[0].handle)):
        return None
    user, passkey = found
    verified = _read(
        lambda: webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            # The library compares before it has looked at the signature; `use` compares after.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    )
    return Shown(user, passkey, verified.new_sign_count) if verified else None


def add(user: User, new: Made, *, name: str) -> Passkey:
    """Keep a passkey. Raises Conflict for one that is known already, or when there are twenty."""
    second_factor.alone(user)
    if second_factor.factors(user).passkeys >= MOST:
        raise Conflict(lazy("There are twenty passkeys already. Remove one that you no longer use."))
    if db.session.scalar(sa.select(Passkey.id).where(Passkey.credential_id == new.credential_id)):
        raise Conflict(lazy("This passkey is known already."))
    passkey = Passkey(
        account_id=user.id,
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        transports=new.transports,
        name=name,
    )
    db.session.add(passkey)
    audit.record("account.passkey_added", user, by=user)
    notices.tell(user, lazy("A passkey was added."))
    return passkey


def use(shown: Shown) -> bool:
    """Count one use. False when the count has not grown: two devices then hold the same key, one a copy.

    The refusal is recorded and told; the unit of work must be committed all the same.
    """
    user, passkey, uses = shown
    grown = Passkey.sign_count < uses if uses else Passkey.sign_count == 0
    won = db.session.scalar(
        sa.update(Passkey)
        .where(Passkey.id == passkey.id, grown)
        .values(sign_count=uses, last_used_at=now())
        .returning(Passkey.id)
    )
    if won is None:
        audit.record("account.passkey_refused", user, by=None)
        notices.tell(user, lazy("A passkey was refused: it may have been copied. Remove it."))
    return won is not None


def rename(passkey: Passkey, name: str, *, by: User) -> None:
    """Give a passkey another name."""
    passkey.name = name
    audit.record("account.passkey_renamed", by, by=by)


def remove(passkey: Passkey, *, by: User) -> None:
    """Accept a passkey no longer. Raises Conflict when it is the last second factor that a role needs."""
    second_factor.alone(by)
    held = second_factor.factors(by)
    second_factor.refuse_the_last(by, remaining=held.passkeys - 1 + held.app)
    db.session.delete(passkey)
    second_factor.forget_codes_without_factor(by)
    audit.record("account.passkey_removed", by, by=by)
    notices.tell(by, lazy("A passkey was removed."))


def _read(parse: Callable[[], T]) -> T | None:
    """None for an answer that cannot be read or does not prove: a stranger wrote it, and the library and the
    parsers below it (JSON, CBOR, X.509) raise whatever they meet.
    """
    try:
        return parse()
    except Exception:
        return None


def _by_credential(credential_id: bytes) -> tuple[User, Passkey] | None:
    query = sa.select(User, Passkey).join(Passkey, Passkey.account_id == User.id)
    found = db.session.execute(query.where(Passkey.credential_id == credential_id, User.active)).one_or_none()
    return (found[0], found[1]) if found else None


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    ids = db.session.scalars(sa.select(Passkey.credential_id).where(Passkey.account_id == user.id))
    return [PublicKeyCredentialDescriptor(id=one) for one in ids]


def _site() -> str:
    return urlsplit(_base()).hostname or ""


def _origin() -> str:
    """Scheme, host and port: an address may have a path, which is no part of an origin."""
    base = urlsplit(_base())
    return f"{base.scheme}://{base.netloc}"


def _base() -> str:
    settings: Any = current_app.config["SETTINGS"]
    return str(settings.base_url)
