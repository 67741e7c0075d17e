"""The notice and the consents: what a person read and agreed to, when, and in which words."""

from collections.abc import Mapping

import sqlalchemy as sa

from app.platform.db import db
from app.registrations.models import Registration
from app.registrations.rule_rows import Consent
from app.registrations.words import ConsentKind


def write(registration: Registration, notice_id: int, given: Mapping[ConsentKind, bool]) -> None:
    """Keep each answer as a row of its own, about the words of one notice."""
    db.session.add_all(
        Consent(registration_id=registration.id, notice_id=notice_id, kind=kind, is_given=is_given)
        for kind, is_given in given.items()
    )


def of(registration_id: int) -> dict[ConsentKind, Consent]:
    """The latest answer of each kind."""
    rows = db.session.scalars(
        sa.select(Consent).where(Consent.registration_id == registration_id).order_by(Consent.id)
    )
    return {row.kind: row for row in rows}
