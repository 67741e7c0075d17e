"""A registration through all its states, with a plain model kept beside: whatever is done in whatever order,
the places agree, marks are borne by those who are about to come, and what is forbidden changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.text import Translated
from app.registrations import actions, marks, moving, queries, recounting, registering, seats, transferring
from app.registrations.models import Category, Delegation, Mark, Quota, Registration, Workshop
from app.registrations.registering import Wish
from app.registrations.words import Covers, Entry, State
from tests import make

PEOPLE = 7
_forums = count(1)
# Written anew here, so that a slip in the table of the application is seen.
ALLOWED = {
    "approve": ({"pending", "waiting", "refused"}, "confirmed"),
    "let_wait": ({"pending", "refused"}, "waiting"),
    "refuse": ({"pending", "waiting"}, "refused"),
    "withdraw": ({"held", "pending", "waiting", "confirmed"}, "withdrawn"),
    "cancel": ({"held", "pending", "waiting", "confirmed"}, "cancelled"),
    "lapse": ({"held"}, "lapsed"),
}
LIVE, HOLDING = {"held", "pending", "waiting", "confirmed"}, {"held", "confirmed"}


@dataclass(frozen=True)
class Row:
    """What the model knows of a registration."""

    who: int
    state: str
    category: str
    is_delegate: bool = False
    workshops: frozenset[int] = frozenset()


@dataclass
class Model:
    """Places by the key of the quota, and the registrations by theirs."""

    places: dict[int, int] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)

    def is_live(self, who: int) -> bool:
        return any(row.who == who and row.state in LIVE for row in self.rows.values())


class Machine(RuleBasedStateMachine):
    """An event of five places with three categories, a delegation and two workshops."""

    def __init__(self) -> None:
        super().__init__()
        forum = make.forum(f"machine-{next(_forums)}")
        self.forum_id, self.model = forum.id, Model()
        self.categories = {
            name: make.category(forum, places=3, name=name).id for name in ("open", "held", "asked")
        }
        with unit_of_work():
            self._quota(Covers.EVENT, 5)
            db.session.get_one(Category, self.categories["held"]).hold_hours = 24
            db.session.get_one(Category, self.categories["asked"]).entry = Entry.APPROVAL
            delegation = Delegation(
                forum_id=forum.id, category_id=self.categories["open"], name=Translated(fr="Une région")
            )
            workshops = [Workshop(forum_id=forum.id, session_ref=f"w{number}") for number in range(2)]
            db.session.add_all([delegation, *workshops])
            db.session.flush()
            self.delegation_id, self.workshops = delegation.id, [one.id for one in workshops]
            self._quota(Covers.DELEGATION, 2, delegation_id=delegation.id)
            for key in self.workshops:
                self._quota(Covers.WORKSHOP, 2, workshop_id=key)
        for quota in self._quotas():
            self.model.places[quota.id] = quota.places

    def _quota(self, covers: Covers, places: int, **of: int) -> None:
        db.session.add(Quota(forum_id=self.forum_id, covers=covers, places=places, **of))

    def _quotas(self) -> list[Quota]:
        db.session.rollback()
        return list(db.session.scalars(sa.select(Quota).where(Quota.forum_id == self.forum_id)))

    def _touches(self, quota: Quota, row: Row) -> bool:
        return {
            Covers.EVENT: True,
            Covers.CATEGORY: quota.category_id == self.categories[row.category],
            Covers.DELEGATION: row.is_delegate,
            Covers.WORKSHOP: quota.workshop_id in row.workshops,
        }[quota.covers]

    def _taken(self, quota: Quota) -> int:
        return sum(row.state in HOLDING and self._touches(quota, row) for row in self.model.rows.values())

    def _full(self, row: Row) -> Quota | None:
        """The first quota by key that has no place for this row."""
        for quota in sorted(self._quotas(), key=lambda one: one.id):
            if self._touches(quota, row) and self._taken(quota) >= self.model.places[quota.id]:
                return quota
        return None

    def _is_waited_for(self, category: str) -> bool:
        return any((row.state, row.category) == ("waiting", category) for row in self.model.rows.values())

    @rule(
        who=st.integers(1, PEOPLE),
        category=st.sampled_from(["open", "held", "asked"]),
        waits=st.booleans(),
        chosen=st.sets(st.sampled_from([0, 1])),
        is_delegate=st.booleans(),
    )
    def register(self, who: int, category: str, waits: bool, chosen: set[int], is_delegate: bool) -> None:
        workshops = frozenset(self.workshops[number] for number in chosen)
        row = Row(who, "pending", category, is_delegate and category == "open", workshops)
        full = self._full(row) if category != "asked" else None
        is_queued = category != "asked" and not row.is_delegate and self._is_waited_for(category)
        expected: type[Conflict] | None = None
        if self.model.is_live(who):
            expected = marks.KnownAlready
        elif waits and (is_queued or (full and full.covers in (Covers.EVENT, Covers.CATEGORY))):
            row = replace(row, state="waiting")
        elif full or is_queued:
            expected = seats.Full
        elif category != "asked":
            row = replace(row, state="held" if category == "held" else "confirmed")
        made = self._try(expected, lambda: self._register(row, wait=waits))
        if made:
            self.model.rows[made.id] = row

    def _register(self, row: Row, *, wait: bool) -> Registration:
        identity = registering.new_identity()
        delegation = db.session.get_one(Delegation, self.delegation_id) if row.is_delegate else None
        return registering.register(
            db.session.get_one(make.Forum, self.forum_id),
            db.session.get_one(Category, self.categories[row.category]),
            person(row.who),
            form_token=identity.public_id,
            identity=identity,
            wish=Wish(workshop_ids=sorted(row.workshops), delegation=delegation),
            wait=wait,
        )

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), leaves=st.booleans())
    def move_on(self, data: st.DataObject, leaves: bool) -> None:
        """Something that is allowed, so that states come about which chance alone seldom finds."""
        self._move(*data.draw(st.sampled_from(self._pairs(allowed=True))), leaves=leaves)

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), leaves=st.booleans())
    def move_where_it_is_forbidden(self, data: st.DataObject, leaves: bool) -> None:
        self._move(*data.draw(st.sampled_from(self._pairs(allowed=False))), leaves=leaves)

    def _pairs(self, *, allowed: bool) -> list[tuple[int, str]]:
        pairs = [
            (key, act)
            for key, row in sorted(self.model.rows.items())
            for act, (came_from, _) in ALLOWED.items()
            if (row.state in came_from) == allowed
        ]
        return pairs or [(min(self.model.rows), "lapse")]

    def _move(self, key: int, act: str, *, leaves: bool) -> None:
        row = self.model.rows[key]
        came_from, to = ALLOWED[act]
        goes = replace(row, state=to)
        more: dict[str, Any] = {} if act in ("cancel", "lapse") else {"by": None}
        if act == "approve" and leaves:
            more["without"] = row.workshops
            goes = replace(goes, workshops=frozenset())
        expected: type[Conflict] | None = None
        if row.state not in came_from:
            expected = Conflict
        elif to in HOLDING and self._full(goes):
            expected = seats.Full
        elif row.state not in LIVE and to in LIVE and self.model.is_live(row.who):
            expected = marks.KnownAlready
        self._try(expected, lambda: getattr(moving, act)(registration(key), **more))
        if expected is None:
            self.model.rows[key] = goes

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data())
    def confirm_contact(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.rows)))
        row = self.model.rows[key]
        expected = None if row.state in LIVE else Conflict
        self._try(expected, lambda: moving.confirm_contact(registration(key)))
        if row.state == "held":
            self.model.rows[key] = replace(row, state="confirmed")

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), heir=st.integers(1, PEOPLE))
    def transfer(self, data: st.DataObject, heir: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.rows)))
        row = self.model.rows[key]
        expected = None
        if row.state != "confirmed" or heir == row.who:
            expected = Conflict
        elif self.model.is_live(heir):
            expected = marks.KnownAlready
        made = self._try(
            expected,
            lambda: transferring.transfer(
                registration(key), person(heir), identity=registering.new_identity()
            ),
        )
        if made:
            self.model.rows[key] = replace(row, state="transferred")
            self.model.rows[made.id] = replace(row, who=heir)

    @rule(data=st.data(), places=st.integers(0, 6))
    def set_places(self, data: st.DataObject, places: int) -> None:
        quotas = self._quotas()
        quota = quotas[data.draw(st.integers(0, len(quotas) - 1))]
        expected = Conflict if self._taken(quota) > places else None
        self._try(expected, lambda: actions.set_places(quota, places, by=None))
        if expected is None:
            self.model.places[quota.id] = places

    def _try(self, expected: type[Conflict] | None, act: Callable[[], Any]) -> Any:
        """Do it in a unit of work of its own; what came of it, or None where it was refused as expected."""
        if expected is None:
            with unit_of_work():
                return act()
        with pytest.raises(Conflict) as refused, unit_of_work():
            act()
        told = refused.value
        assert isinstance(told, expected)
        assert expected is not Conflict or not isinstance(told, (seats.Full, marks.KnownAlready))
        return None

    @invariant()
    def places_agree_with_the_model(self) -> None:
        quotas = self._quotas()
        assert {one.id: one.taken for one in quotas} == {one.id: self._taken(one) for one in quotas}
        assert {one.id: one.places for one in quotas} == self.model.places
        assert recounting.drifts(self.forum_id) == []

    @invariant()
    def states_and_workshops_agree_with_the_model(self) -> None:
        here = sa.select(Registration).where(Registration.forum_id == self.forum_id)
        found = {
            one.id: (one.state.value, frozenset(db.session.scalars(queries.chosen(one.id))))
            for one in db.session.scalars(here)
        }
        assert found == {key: (row.state, row.workshops) for key, row in self.model.rows.items()}

    @invariant()
    def marks_are_borne_by_the_living(self) -> None:
        here = sa.select(Mark.registration_id, sa.func.count()).where(Mark.forum_id == self.forum_id)
        borne = dict(tuple(row) for row in db.session.execute(here.group_by(Mark.registration_id)))
        assert borne == {key: 2 for key, row in self.model.rows.items() if row.state in LIVE}


def person(who: int) -> dict[str, str]:
    """In both scripts with an e-mail: two marks."""
    letter = "ابتثجحخد"[who]
    return {
        "given_ar": f"أمينة {letter}",
        "given_latin": f"Amina {'abcdefgh'[who]}",
        "email": f"p{who}@example.org",
        "locale": "fr",
    }


def registration(key: int) -> Registration:
    return db.session.get_one(Registration, key)


@pytest.mark.parametrize(
    "examples", [pytest.param(20, id="20"), pytest.param(200, id="200", marks=pytest.mark.audit)]
)
def test_whatever_is_done_in_whatever_order_the_places_agree(app: Flask, examples: int) -> None:
    _run(examples, 25)


def _run(examples: int, steps: int) -> None:
    chosen: Iterable[HealthCheck] = (HealthCheck.too_slow, HealthCheck.data_too_large)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=chosen,
            # Without the last phase, which explains: it takes minutes with a database.
            phases=(Phase.reuse, Phase.generate, Phase.shrink),
        ),
    )


@pytest.mark.parametrize("act", ALLOWED)
def test_what_is_forbidden_is_refused_from_every_state(app: Flask, act: str) -> None:
    """Each by itself: chance does not come to all of them."""
    forum = make.forum()
    made = make.registration(forum, make.category(forum))
    for state in {one.value for one in State} - ALLOWED[act][0]:
        with unit_of_work():
            db.session.execute(sa.update(Registration).values(state=state))
        with pytest.raises(Conflict) as refused, unit_of_work():
            getattr(moving, act)(made, **({} if act in ("cancel", "lapse") else {"by": None}))
        assert not isinstance(refused.value, (seats.Full, marks.KnownAlready))
        assert db.session.scalar(sa.select(Registration.state)).value == state
