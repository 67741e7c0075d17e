"""Registers the fictional people: most as rows in blocks, without a letter; a few as the public does it."""

import random
import secrets
from dataclasses import dataclass
from datetime import date

from app.audit import actions as audit
from app.demo.crowd import SEED, Guest, guests
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations import queries, registering, seats
from app.registrations.models import Category, Registration
from app.registrations.registering import Identity
from app.registrations.words import State

BLOCK = 50  # rows a transaction, so that nobody else waits for long


@dataclass(frozen=True)
class Prepared:
    """A guest with what is slow to make: the signed badge code, drawn, and a number."""

    guest: Guest
    identity: Identity
    number: str


def prepare(day: date) -> list[Prepared]:
    """Everybody, ready for the transregistering."""
    people = guests(day)
    numbers = random.Random(SEED).sample(range(100_000, 1_000_000), len(people))  # noqa: S311 - not a secret
    return [
        Prepared(guest, registering.new_identity(), str(number))
        for guest, number in zip(people, numbers, strict=True)
    ]


def register_all(
    forum: Forum, categories: dict[str, Category], prepared: list[Prepared], *, day: date
) -> None:
    """Give everybody a place or a rank, as of `day`. Opens its own units of work."""
    quiet = [one for one in prepared if not one.guest.writes]
    for start in range(0, len(quiet), BLOCK):
        with unit_of_work():
            _register_block(forum, categories, quiet[start : start + BLOCK])
    for one in prepared[len(quiet) :]:
        with unit_of_work():
            registering.register(
                forum,
                categories[one.guest.category],
                one.guest.person,
                form_token=secrets.token_hex(16),
                identity=one.identity,
                wait=one.guest.waiting,
                on=day,
            )


def _register_block(forum: Forum, categories: dict[str, Category], block: list[Prepared]) -> None:
    quotas = {key: queries.quota_ids(forum.id, category.id) for key, category in categories.items()}
    rows = [_row(forum, categories[one.guest.category], one) for one in block]
    for one in block:
        if not one.guest.waiting:
            seats.claim(quotas[one.guest.category])
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        audit.record("registration.made", row, by=None, state=row.state.value)


def _row(forum: Forum, category: Category, one: Prepared) -> Registration:
    return Registration(
        forum_id=forum.id,
        category_id=category.id,
        state=State.WAITING if one.guest.waiting else State.CONFIRMED,
        number=one.number,
        public_id=one.identity.public_id,
        qr=one.identity.qr,
        form_token=secrets.token_hex(16),
        created_at=one.guest.since,
        **one.guest.person,
    )
