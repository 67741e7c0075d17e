"""Giving a confirmed registration to a colleague: the place is never free in between."""

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import changing_rules, letters, marks, numbering, queries
from app.registrations.models import Choice, Registration
from app.registrations.registering import Identity
from app.registrations.words import Source, State


def transfer(
    registration: Registration, columns: Mapping[str, Any], *, identity: Identity, by: User | None = None
) -> Registration:
    """Make the registration of the colleague, with the same category, delegation and workshops, and void the
    badge and the links of the one before. No quota is touched. Answers, arrangements and consents are the
    person's own: they do not go with it.

    Raises Conflict where the rules say no, marks.KnownAlready when the colleague is registered already.
    """
    forum = db.session.get_one(Forum, registration.forum_id)
    changing_rules.refuse_transfer(registration, forum, by=by)
    _give_up(registration)
    signs = marks.of(columns)
    if set(signs) & set(marks.of_registration(registration)):
        raise Conflict(
            lazy("This is the person who is registered already. Write the name of your colleague.")
        )
    marks.refuse_known(forum.id, signs)
    heir = Registration(
        forum_id=forum.id,
        category_id=registration.category_id,
        delegation_id=registration.delegation_id,
        state=State.CONFIRMED,
        source=Source.OFFICE if by else Source.PUBLIC,
        form_token=secrets.token_hex(16),
        public_id=identity.public_id,
        qr=identity.qr,
        **columns,
    )
    numbering.insert(heir)
    marks.put(heir, signs)
    chosen = list(db.session.scalars(queries.chosen(registration.id)))
    db.session.add_all(Choice(registration_id=heir.id, workshop_id=key) for key in chosen)
    audit.record("registration.transferred", registration, by=by, changes={"state": _STATES})
    audit.record("registration.made", heir, by=by, state=heir.state.value)
    db.session.flush()
    letters.tell(registration, forum)
    if by or letters.has_room(heir):
        letters.tell(heir, forum)
    return heir


_STATES = [State.CONFIRMED.value, State.TRANSFERRED.value]


def _give_up(registration: Registration) -> None:
    """Of two at once, the first wins: the row decides."""
    won = db.session.scalar(
        sa.update(Registration)
        .where(Registration.id == registration.id, Registration.state == State.CONFIRMED)
        .values(
            state=State.TRANSFERRED,
            badge_serial=Registration.badge_serial + 1,
            link_serial=Registration.link_serial + 1,
        )
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    if won is None:
        raise Conflict(changing_rules.ENDED)
    db.session.refresh(registration)
    marks.drop(registration)
