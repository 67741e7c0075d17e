"""Who agrees to what now: selects of keys and of addresses, for lists and for later campaigns."""

import sqlalchemy as sa

from app.registrations.models import Registration
from app.registrations.rule_rows import Consent
from app.registrations.words import ConsentKind


def agreeing(kind: ConsentKind) -> sa.Select[int]:
    """The keys of the registrations whose latest answer is yes; an erased person agrees to nothing."""
    latest = sa.select(sa.func.max(Consent.id)).where(Consent.kind == kind).group_by(Consent.registration_id)
    return (
        sa.select(Consent.registration_id)
        .join(Registration, Registration.id == Consent.registration_id)
        .where(Consent.id.in_(latest), Consent.is_given, Registration.erased_at.is_(None))
    )


def later_addresses(forum_id: int | None = None) -> sa.Select[str, str]:
    """The (e-mail, language) of those who agreed to hear of later events, in one event or (None) in any; each
    address once, and none that nobody proved. Who stopped letters is left out when they are sent.
    """
    mine = sa.true() if forum_id is None else Registration.forum_id == forum_id
    proved = Registration.email_proved_at.is_not(None)
    return (
        sa.select(Registration.email, sa.func.min(Registration.locale))
        .where(mine, proved, Registration.email != "", Registration.id.in_(agreeing(ConsentKind.LATER)))
        .group_by(Registration.email)
    )
