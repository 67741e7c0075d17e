"""What a registered person receives by mail. Links, badge and calendar are put in when the mail is sent."""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform import letters, limits, mail
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.mail_message import Attachment
from app.platform.mail_slots import Untrue
from app.registrations import (
    letter_calendar,
    letter_facts,
    letter_queue,
    letter_texts,
    links,
    ports,
    queries,
    states_before,
)
from app.registrations.letter_texts import LETTERS
from app.registrations.models import Registration
from app.registrations.words import State

MOST_TO_ONE = 20
_LINKS = {"link": lazy("Personal link"), "confirm_link": lazy("Link to confirm the e-mail")}
_ENCLOSING = frozenset({letter_texts.CONFIRMED, letter_texts.CHANGED})
_STRIKING = frozenset(
    {letter_texts.CANCELLED, letter_texts.TAKEN_BACK, letter_texts.WITHDRAWN, letter_texts.TRANSFERRED}
)


def declare() -> None:
    """The letters, their texts and what fills their slots."""
    for name, one in LETTERS.items():
        letters.kind(
            name,
            label=one.label,
            placeholders=letter_facts.PLACEHOLDERS | {key: _LINKS[key] for key in one.secrets},
            subject=one.subject,
            body=one.body,
            facts=letter_facts.facts,
            latest=_latest(one.states),
            seen_by="registrations.list",
            secrets=one.secrets,
            lines=letter_facts.LINES,
        )
        # The one letter to the e-mail before holds no link.
        reads = None if name == letter_texts.LEFT else letter_queue.reads
        mail.fills(name, reads=reads)(partial(_fill, name))


def tell(registration: Registration, forum: Forum) -> None:
    """Write what the state of a registration means, in the person's language; nothing without an e-mail."""
    kind = letter_texts.OF_STATE[registration.state]
    if kind == letter_texts.CANCELLED and states_before.was_request(registration):
        kind = letter_texts.TAKEN_BACK
    _send(kind, registration, forum)


def changed(registration: Registration, forum: Forum) -> None:
    """Write that a registration was changed, and how it now stands."""
    _send(letter_texts.CHANGED, registration, forum)


def prove(registration: Registration, forum: Forum) -> None:
    """Ask whoever reads the e-mail to confirm that it is theirs."""
    held = registration.state is State.HELD
    _send(letter_texts.HELD if held else letter_texts.PROOF, registration, forum)


def left(registration: Registration, forum: Forum, email: str) -> None:
    """Write to the e-mail before that it was changed. What was still to go there goes no more: the links in
    it would be those of the new address.
    """
    letter_queue.stop(registration.id, email)
    letters.send(letter_texts.LEFT, registration.id, to=email, locale=registration.locale, forum_id=forum.id)


def again(registration_id: int) -> None:
    """Write what stands, with its link, for somebody looked for it or registered the person again; to who has
    yet to confirm the e-mail, that letter once more.
    """
    registration = db.session.get_one(Registration, registration_id)
    kind = letter_texts.HELD if registration.state is State.HELD else letter_texts.AGAIN
    _send(kind, registration, db.session.get_one(Forum, registration.forum_id))


def has_room(registration: Registration) -> bool:
    """Count a letter that somebody of the public causes, inside the unit of work; False after the twentieth
    to an address in an hour. The personal page says the same.
    """
    to = registration.email.casefold()
    return not to or limits.spend("registration letter", to, most=MOST_TO_ONE, within=timedelta(hours=1))


def _send(kind: str, registration: Registration, forum: Forum) -> None:
    if registration.email and not registration.erased_at:
        letters.send(
            kind, registration.id, to=registration.email, locale=registration.locale, forum_id=forum.id
        )


def _latest(states: Collection[State]) -> Callable[[int | None], int | None]:
    """What gives the newest registration in these states, of a forum or (None) of all."""

    def newest(forum_id: int | None) -> int | None:
        of_forum = sa.true() if forum_id is None else Registration.forum_id == forum_id
        newest_of = sa.select(sa.func.max(Registration.id))
        return db.session.scalar(newest_of.where(Registration.state.in_(states), of_forum))

    return newest


def _fill(kind: str, registration_id: int | None) -> mail.Filled:
    """Raises Untrue when the registration is no longer so, or its person was erased."""
    registration = db.session.scalars(queries.by_id(registration_id or 0)).one()
    if registration.state not in LETTERS[kind].states or registration.erased_at:
        raise Untrue()
    made = {"link": links.url, "confirm_link": links.contact_url}
    return {name: made[name](registration) for name in LETTERS[kind].secrets}, _enclosed(kind, registration)


def _enclosed(kind: str, registration: Registration) -> list[Attachment]:
    if kind in _STRIKING:
        return letter_calendar.attached(registration) if states_before.was_confirmed(registration) else []
    if kind not in _ENCLOSING or registration.state is not State.CONFIRMED:
        return []
    return [make(registration) for make in ports.enclosures] + letter_calendar.attached(registration)
