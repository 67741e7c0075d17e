"""Letters about a registration that have not left yet."""

import sqlalchemy as sa

from app.platform.db import db
from app.platform.mail_delivery import UNTRUE
from app.platform.mail_rows import OutgoingMail, State

_UNSENT = (State.QUEUED, State.WAITING)


def stop(registration_id: int, address: str) -> None:
    """Those that would go to an address that is the person's no more are not sent."""
    db.session.execute(
        sa.update(OutgoingMail)
        .where(
            OutgoingMail.kind.startswith("registration."),
            OutgoingMail.subject_id == registration_id,
            OutgoingMail.to_address == address,
            OutgoingMail.state.in_(_UNSENT),
        )
        .values(state=State.FAILED, error=UNTRUE, due_at=None)
        .execution_options(synchronize_session=False)
    )
