"""What is past its time is emptied, all of it, and nothing a day earlier."""

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.audit.chain import chain
from app.audit.models import Entry
from app.audit.retention import months_before
from app.audit.verifying import verify
from app.forums import actions as forum_actions
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform import storage
from app.platform.clock import now, today
from app.platform.db import Model, db, unit_of_work
from app.registrations import purging
from app.registrations.models import Mark, Quota, Registration
from app.registrations.rule_rows import Consent
from app.registrations.words import State
from tests import make
from tests.registrations.persons import set_rules, whole


def ended(forum: Forum, on: date) -> None:
    with unit_of_work():
        row = db.session.get_one(Forum, forum.id)
        row.starts_on = row.ends_on = on


def erased() -> list[bool]:
    found = db.session.scalars(sa.select(Registration.erased_at).order_by(Registration.id)).all()
    return [one is not None for one in found]


def end(made: Registration, state: State) -> None:
    with unit_of_work():
        db.session.execute(sa.update(Registration).where(Registration.id == made.id).values(state=state))


def everything() -> str:
    rows = [db.session.execute(sa.select(table)).all() for table in Model.metadata.sorted_tables]
    return json.dumps([[list(row) for row in one] for one in rows], ensure_ascii=False, default=str)


def test_a_registration_is_emptied_the_day_after_its_months_and_not_before(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum))
    set_rules(forum, keep_months=2)
    ended(forum, months_before(today(), 2))
    assert (purging.purge(), erased()) == (0, [False])
    ended(forum, months_before(today(), 2) - timedelta(days=1))
    assert (purging.purge(), erased(), purging.purge()) == (1, [True], 0)


def test_an_event_without_a_date_counts_from_the_day_it_was_closed(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum))
    set_rules(forum, keep_months=2, keep_refused_months=2)
    with unit_of_work():
        row = db.session.get_one(Forum, forum.id)
        row.starts_on = row.ends_on = None
        row.state = ForumState.UNDER_WAY
    with unit_of_work():
        forum_actions.move(db.session.get_one(Forum, forum.id), ForumState.CLOSED, by=None)
    assert (purging.purge(), erased()) == (0, [False])
    with time_machine.travel(now() + timedelta(days=70)):
        assert (purging.purge(), erased()) == (1, [True])


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED, State.WITHDRAWN, State.LAPSED])
def test_those_that_ended_early_have_their_own_months(app: Flask, state: State) -> None:
    forum = make.forum()
    category = make.category(forum)
    make.registration(forum, category)
    end(make.registration(forum, category, given_latin="Nadia", email="n@example.org"), state)
    ended(forum, months_before(today(), 7))
    assert (purging.purge(), erased()) == (1, [False, True])


def test_all_that_told_who_it_was_is_gone_and_the_figures_stay(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum)
    made, key = whole(forum, category, phone="+212661020304")
    ended(forum, months_before(today(), 13))
    chain()
    assert purging.purge() == 1
    held = everything()
    for word in ("khadija", "Khadija", "خديجة", "العلمي", "212661020304", "nique"):
        assert word not in held, word
    with pytest.raises(storage.Missing):
        storage.open(key)
    row = db.session.get_one(Registration, made.id)
    assert (row.state, row.category_id, row.cin_sealed, row.cin_mark) == (
        State.CONFIRMED,
        category.id,
        "",
        "",
    )
    assert db.session.scalars(sa.select(Quota.taken)).all() == [1]
    assert db.session.scalar(sa.select(sa.func.count(Mark.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Consent.id))) == 3
    chain()
    assert verify().faults == []


def test_it_is_one_act_with_its_count_whatever_the_blocks(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BLOCK", 2)
    forum = make.forum()
    category = make.category(forum)
    for number in range(5):
        make.registration(forum, category, email=f"{number}@example.org")
    ended(forum, months_before(today(), 13))
    assert (purging.purge(), erased()) == (5, [True] * 5)
    acts = db.session.scalars(sa.select(Entry).where(Entry.act == "registrations.purged")).all()
    assert [(one.forum_id, one.details) for one in acts] == [(forum.id, {"count": 5})]


def test_an_event_without_a_day_keeps_its_registrations(app: Flask) -> None:
    forum = make.forum(starts_on=None, ends_on=None)
    make.registration(forum, make.category(forum))
    assert (purging.purge(), purging.today(forum)) == (0, [])


def test_the_command_says_what_it_would_do_and_does_it(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum))
    ended(forum, months_before(today(), 13))
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["registrations", "purge", "--dry-run"])
    assert dry.output.splitlines() == [
        "live: 1 that stood, 0 that had ended early.",
        "Nothing was changed.",
    ]
    assert erased() == [False]
    assert runner.invoke(args=["registrations", "purge"]).output.splitlines()[-1] == "Emptied: 1."
    assert erased() == [True]


@pytest.mark.parametrize(("ago", "told"), [(0, 0), (40, 0), (325, 0), (340, 1), (500, 1)])
def test_organisers_are_told_a_month_before(app: Flask, ago: int, told: int) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum))
    ended(forum, today() - timedelta(days=ago))
    with app.test_request_context("/fr/"):
        needs = purging.today(db.session.get_one(Forum, forum.id))
    assert [one.endpoint for one in needs] == ["registration_rules.index"] * told


@pytest.mark.parametrize(
    "last", [date(2026, 1, 31), date(2025, 12, 31), date(2024, 2, 29), date(2026, 8, 30)]
)
@pytest.mark.parametrize("months", [1, 6, 12, 25])
def test_the_day_that_is_told_is_the_first_on_which_it_is_done(last: date, months: int) -> None:
    day = purging.first_day(last, months)
    before = day - timedelta(days=1)
    assert last < months_before(day, months)
    assert not last < months_before(before, months)
