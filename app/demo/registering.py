"""Registers the fictional people: most as rows in blocks, without a letter; a few as the public does it."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.audit import actions as audit
from app.demo.asking import Asked
from app.demo.content import read
from app.demo.crowd import SEED, Guest, guests
from app.demo.replying import Reply, reply
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.registrations import answers, marks, notices, queries, registering, seats
from app.registrations.models import Choice, Registration
from app.registrations.registering import Identity, Wish
from app.registrations.rule_rows import Consent
from app.registrations.standing import HOLDING, LIVE
from app.registrations.words import State

BLOCK = 20  # rows a transaction, so that nobody else waits for long


@dataclass(frozen=True)
class Prepared:
    """A guest with what is slow to make: the signed badge code, drawn, and a number."""

    guest: Guest
    identity: Identity
    number: str


@dataclass(frozen=True)
class _Coming:
    """A guest with what they answer; `in_delegation`: by its link."""

    prepared: Prepared
    reply: Reply
    in_delegation: bool

    @property
    def guest(self) -> Guest:
        return self.prepared.guest


def prepare(day: date) -> list[Prepared]:
    """Everybody, ready for the transactions."""
    people = guests(day)
    numbers = random.Random(SEED).sample(range(100_000, 1_000_000), len(people))  # noqa: S311 - not a secret
    return [
        Prepared(guest, registering.new_identity(), str(number))
        for guest, number in zip(people, numbers, strict=True)
    ]


def register_all(forum: Forum, asked: Asked, prepared: list[Prepared], *, day: date) -> None:
    """Give everybody a place or a rank, as of `day`. Opens its own units of work."""
    coming = list(_coming(asked, prepared))
    quiet = [one for one in coming if not one.guest.writes]
    with unit_of_work():
        notice_id = notices.in_force(forum).id
    for start in range(0, len(quiet), BLOCK):
        with unit_of_work():
            _register_block(forum, asked, quiet[start : start + BLOCK], notice_id, day)
    for one in coming[len(quiet) :]:
        with unit_of_work():
            registering.register(
                forum,
                asked.categories[one.guest.category],
                one.guest.person | {"arrangements": one.reply.arrangements},
                form_token=secrets.token_hex(16),
                identity=one.prepared.identity,
                wish=Wish(
                    workshop_ids=one.reply.workshops,
                    answers=one.reply.answers,
                    notice_id=notice_id,
                    consents=one.reply.consents,
                ),
                wait=one.guest.state is State.WAITING,
                on=day,
            )


def _coming(asked: Asked, prepared: list[Prepared]) -> Iterable[_Coming]:
    content = read("registration")["delegation"]
    left = content["named"]
    for place, one in enumerate(prepared):
        guest = one.guest
        fits = guest.category == content["category"] and guest.state is State.CONFIRMED and not guest.writes
        yield _Coming(one, reply(place, guest, asked), fits and left > 0)
        left -= fits


def _register_block(forum: Forum, asked: Asked, block: list[_Coming], notice_id: int, day: date) -> None:
    rows = [_row(forum, asked, one, day) for one in block]
    for one, row in zip(block, rows, strict=True):
        if row.state in HOLDING:
            seats.claim(queries.quota_ids(forum.id, row.category_id, row.delegation_id, one.reply.workshops))
    db.session.add_all(rows)
    db.session.flush()
    for one, row in zip(block, rows, strict=True):
        db.session.add_all(Choice(registration_id=row.id, workshop_id=key) for key in one.reply.workshops)
        answers.write(row, one.reply.answers)
        db.session.add_all(
            Consent(
                registration_id=row.id,
                notice_id=notice_id,
                kind=kind,
                is_given=given,
                created_at=row.created_at,
            )
            for kind, given in one.reply.consents.items()
        )
        if row.state in LIVE:
            marks.put(row, marks.of_registration(row))
        audit.record("registration.made", row, by=None, state=row.state.value)


def _row(forum: Forum, asked: Asked, one: _Coming, day: date) -> Registration:
    guest, identity = one.guest, one.prepared.identity
    proved_at = guest.since if guest.person["email"] and guest.state is State.CONFIRMED else None
    return Registration(
        forum_id=forum.id,
        category_id=asked.categories[guest.category].id,
        delegation_id=asked.delegation.id if one.in_delegation else None,
        state=guest.state,
        hold_until=at(day + timedelta(days=2), 12) if guest.state is State.HELD else None,
        contact_verified_at=proved_at,
        email_proved_at=proved_at,
        arrangements=one.reply.arrangements,
        number=one.prepared.number,
        public_id=identity.public_id,
        qr=identity.qr,
        form_token=secrets.token_hex(16),
        created_at=guest.since,
        **guest.person,
    )
