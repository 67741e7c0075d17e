"""All that moves places, by many at once: whatever wins, the places agree afterwards."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.registrations import actions, changing, moving, registering
from app.registrations.models import Category, Quota, Registration
from app.registrations.words import Covers, Entry
from tests import make
from tests.registrations import storms

ROUNDS, PEOPLE = 4, 6


def test_registering_cancelling_approving_and_changing_at_once_leave_every_place_counted(app: Flask) -> None:
    forum = make.forum()
    kinds = [make.category(forum, places=9, name=name).id for name in ("open", "other", "asked")]
    who = make.account().id
    with unit_of_work():
        db.session.add(Quota(forum_id=forum.id, covers=Covers.EVENT, places=16))
        db.session.get_one(Category, kinds[2]).entry = Entry.APPROVAL
    made = [
        make.registration(
            forum, db.session.get_one(Category, kinds[number % 3]), email=f"{number}@example.org"
        ).id
        for number in range(12)
    ]

    acts = _acts(forum.id, kinds, made, who)
    wait = partial(Barrier(len(acts) * PEOPLE).wait, storms.PATIENCE_S)

    def person(number: int) -> Counter[bool]:
        done: Counter[bool] = Counter()
        wait()
        for turn in range(ROUNDS):
            with app.app_context():
                try:
                    with unit_of_work():
                        acts[number % len(acts)](number + turn * 7)
                    done[True] += 1
                except Conflict:
                    done[False] += 1
        return done

    with ThreadPoolExecutor(len(acts) * PEOPLE) as people:
        seen = sum(people.map(person, range(len(acts) * PEOPLE)), Counter[bool]())
    assert seen.total() == len(acts) * PEOPLE * ROUNDS
    assert min(seen[True], seen[False]) > 0
    db.session.rollback()
    storms.check()


def _acts(forum_id: int, kinds: list[int], made: list[int], who: int) -> list[Callable[[int], object]]:
    """What each person does, by the key of what is there, loaded in the person's own thread."""

    def register(number: int) -> None:
        identity = registering.new_identity()
        registering.register(
            db.session.get_one(make.Forum, forum_id),
            db.session.get_one(Category, kinds[number % 2]),
            {"given_latin": "Amina", "email": f"new{number}@example.org", "locale": "fr"},
            form_token=identity.public_id,
            identity=identity,
            wait=number % 3 == 0,
        )

    def row(number: int) -> Registration:
        return db.session.get_one(Registration, made[number % len(made)])

    def by() -> User:
        return db.session.get_one(User, who)

    return [
        register,
        lambda number: moving.cancel(row(number)),
        lambda number: moving.withdraw(row(number), by=by()),
        lambda number: moving.approve(row(number), by=by()),
        lambda number: changing.change(
            row(number), {}, category=db.session.get_one(Category, kinds[number % 2]), by=by()
        ),
        lambda number: actions.set_places(
            db.session.scalars(sa.select(Quota).where(Quota.category_id == kinds[1])).one(),
            5 + number % 7,
            by=by(),
        ),
    ]
