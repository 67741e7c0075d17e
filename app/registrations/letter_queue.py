"""Letters about a registration that have not left yet, and whether they still may."""

import sqlalchemy as sa

from app.platform.db import db
from app.platform.mail_delivery import UNTRUE
from app.platform.mail_rows import OutgoingMail, State, same_address
from app.registrations.models import Registration

# The last two are sent again by hand; one that came back stays as it is.
_UNSENT = (State.QUEUED, State.WAITING, State.FAILED, State.UNCERTAIN)


def stop(registration_id: int, address: str) -> None:
    """Those that would go to an address that is the person's no more are not sent."""
    db.session.execute(
        sa.update(OutgoingMail)
        .where(
            OutgoingMail.kind.startswith("registration."),
            OutgoingMail.subject_id == registration_id,
            OutgoingMail.to_address == address,
            OutgoingMail.state.in_(_UNSENT),
            OutgoingMail.bounced_at.is_(None),
        )
        .values(state=State.FAILED, error=UNTRUE, due_at=None)
        .execution_options(synchronize_session=False)
    )


def awaits(registration_id: int, address: str, kind: str) -> bool:
    """Whether a letter of this kind is still on its way out to the address."""
    waiting = sa.select(OutgoingMail.id).where(
        OutgoingMail.kind == kind,
        OutgoingMail.subject_id == registration_id,
        OutgoingMail.to_address == address,
        OutgoingMail.state.in_((State.QUEUED, State.WAITING, State.SENDING)),
    )
    return db.session.scalar(waiting.limit(1)) is not None


def reads(registration_id: int | None, address: str) -> bool:
    """Whether this is the person's e-mail still: a letter with a link goes nowhere else."""
    row = db.session.execute(
        sa.select(Registration.email, Registration.erased_at).where(Registration.id == registration_id)
    ).one_or_none()
    return row is not None and not row.erased_at and same_address(row.email) == same_address(address)
