"""Asking for erasure by a personal link whose e-mail nobody proved: the team answers it."""

import sqlalchemy as sa

from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.ports import Need
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import _, plural
from app.registrations import changing_rules, moving
from app.registrations.models import Registration


def ask(registration: Registration) -> None:
    """Note that the person asked, and cancel where the person may. Harmless when repeated."""
    db.session.refresh(registration, with_for_update={"of": Registration})
    if registration.erasure_asked_at is not None:
        return
    registration.erasure_asked_at = now()
    audit.record("registration.erasure_asked", registration, by=None)
    db.session.flush()
    if changing_rules.may_cancel(registration, db.session.get_one(Forum, registration.forum_id)):
        moving.cancel(registration)


def asked(forum_id: int) -> sa.Select[Registration]:
    """Those who wait for an answer, oldest first."""
    waiting = Registration.erasure_asked_at.is_not(None), Registration.erased_at.is_(None)
    found = sa.select(Registration).where(Registration.forum_id == forum_id, *waiting)
    return found.order_by(Registration.erasure_asked_at, Registration.id)


def today(forum: Forum) -> list[Need]:
    """How many wait, for those who answer such requests."""
    count = db.session.scalar(sa.select(sa.func.count()).select_from(asked(forum.id).subquery())) or 0
    if not count:
        return []
    title = plural("%(num)d person asks for erasure", "%(num)d persons ask for erasure", count)
    text = _("Make sure that it is they who ask, then erase their data.")
    return [Need(title, text, "erasures.index", "people.rights", tone="urgent")]
