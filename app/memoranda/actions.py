"""What changes agreements."""

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.memoranda import queries
from app.memoranda.models import Agreement, PaperScan, Party, Signatory, State
from app.people.models import Organisation
from app.platform import jobs, storage
from app.platform.clock import today
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy
from app.platform.storage import Stored
from app.platform.text import Translated

SUMMARY = "memoranda.summary"


def prepare(forum: Forum, values: Mapping[str, Any], *, by: User | None) -> Agreement:
    """Open the record of an agreement."""
    agreement = Agreement(forum_id=forum.id, ref=secrets.token_hex(5), **values)
    db.session.add(agreement)
    audit.record("agreement.prepared", agreement, by=by)
    jobs.later(SUMMARY, agreement_id=agreement.id)
    return agreement


def edit(agreement: Agreement, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change a record. Raises Conflict when it is signed, Overtaken when it is no
    longer the version that was opened."""
    _take(agreement, version=version)
    for name, value in values.items():
        setattr(agreement, name, value)
    audit.record("agreement.edited", agreement, by=by, changes=audit.changes(agreement))
    jobs.later(SUMMARY, agreement_id=agreement.id)


def add_party(
    agreement: Agreement,
    organisation: Organisation,
    *,
    signatory: Mapping[str, str],
    capacity: Mapping[str, str],
    by: User | None,
) -> Party:
    """Add a party at the end, under the name its organisation bears today, with who signs for it."""
    _take(agreement)
    if any(one.organisation_id == organisation.id for one in agreement.parties):
        raise Conflict(lazy("This organisation is a party already."))
    party = Party(
        agreement_id=agreement.id,
        organisation_id=organisation.id,
        name=Translated(organisation.name),
        position=max((one.position for one in agreement.parties), default=0) + 1,
        signatories=[Signatory(name=Translated(signatory), capacity=Translated(capacity))]
        if signatory
        else [],
    )
    db.session.add(party)
    audit.record("party.added", party, by=by, forum_id=agreement.forum_id)
    jobs.later(SUMMARY, agreement_id=agreement.id)
    return party


def remove_party(agreement: Agreement, party_id: int, *, by: User | None) -> None:
    """Take a party away."""
    _take(agreement)
    party = next((one for one in agreement.parties if one.id == party_id), None)
    if party is None:
        raise Conflict(lazy("This party was removed already."))
    audit.record("party.removed", party, by=by, forum_id=agreement.forum_id)
    db.session.delete(party)
    jobs.later(SUMMARY, agreement_id=agreement.id)


def attach_scan(
    agreement: Agreement, stored: Stored, *, filename: str, content_type: str, by: User
) -> PaperScan:
    """Keep the scan of the signed paper, with the fingerprint of its bytes."""
    _take(agreement)
    _take(agreement)
    scan = PaperScan(
        agreement_id=agreement.id,
        key=stored.key,
        filename=filename,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
        by_id=by.id,
    )
    db.session.add(scan)
    audit.record("agreement.scanned", scan, by=by, forum_id=agreement.forum_id, sha256=stored.sha256)
    jobs.later(SUMMARY, agreement_id=agreement.id)
    return scan


def sign(agreement: Agreement, *, by: User) -> None:
    """Mark as signed. Raises Conflict when it is signed already, or when something is missing."""
    _take(agreement)
    missing = unsigned_because(agreement)
    if missing:
        raise Conflict(missing[0])
    agreement.state = State.SIGNED
    if agreement.summary_key:  # it says that the agreement is in preparation
        storage.delete_after_commit(agreement.summary_key)
        agreement.summary_key = None
    audit.record("agreement.signed", agreement, by=by)
    jobs.later(SUMMARY, agreement_id=agreement.id)


def unsigned_because(agreement: Agreement) -> list[Any]:
    """What still stands in the way of the signature, as sentences."""
    missing: list[Any] = []
    if len(agreement.parties) < 2:
        missing.append(lazy("An agreement has two parties at least."))
    if any(not party.signatories for party in agreement.parties):
        missing.append(lazy("A party has no signatory yet."))
    if not agreement.signed_on:
        missing.append(lazy("The date of the signature is missing."))
    elif agreement.signed_on > today():
        missing.append(lazy("A signature cannot be in the future."))
    if not agreement.scans:
        missing.append(lazy("The scan of the signed paper is missing."))
    return missing


def _take(agreement: Agreement, *, version: int | None = None) -> None:
    """Hold the row of an open record until the commit, then read the record again: of two changes at once
    the second sees the first. Raises Conflict when it is signed, Overtaken when it is not
    `version` any more.
    """
    open_still = sa.update(Agreement).where(Agreement.id == agreement.id, Agreement.state == State.DRAFT)
    if version is not None:
        open_still = open_still.where(Agreement.version == version)
    won = db.session.scalar(
        open_still.values(version=Agreement.version + 1)
        .returning(Agreement.id)
        .execution_options(synchronize_session=False)
    )
    current = db.session.scalars(queries.agreement(agreement.forum_id, agreement.ref)).one()
    if won is None and current.state is State.SIGNED:
        raise Conflict(lazy("This agreement is signed: its record does not change any more."))
    if won is None:
        raise Overtaken()
