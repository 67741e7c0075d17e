"""Each committed act gets its place behind the one before, whoever chains, and keeps it when it is erased."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Role
from app.audit import actions, chain, verifying
from app.audit.hashing import GENESIS, Facts, chain_key, details_hash, link_hash, micros
from app.audit.models import ChainLink, Entry
from app.platform import jobs, operator
from app.platform.db import db, observe, unit_of_work
from config import ROOT
from tests import make


def act(number: int, **details: object) -> None:
    with unit_of_work():
        actions.record("forum.edited", operator.held(), by=None, number=number, **details)


def places() -> list[tuple[int, int]]:
    db.session.rollback()
    return [
        tuple(row)
        for row in db.session.execute(
            sa.select(ChainLink.position, ChainLink.entry_id).order_by(ChainLink.position)
        )
    ]


def test_entries_are_chained_in_blocks_and_each_once(app: Flask) -> None:
    with unit_of_work():
        for number in range(450):
            actions.record("forum.edited", operator.held(), by=None, number=number)
    assert (chain.chain(), chain.chain()) == (450, 0)
    assert places() == [(number, number) for number in range(1, 451)]
    report = verifying.verify()
    assert (report.whole, report.checked, report.position, report.hash) == (True, 450, *chain.head())


def test_the_chain_begins_at_a_fixed_place_and_each_link_follows(app: Flask) -> None:
    user = make.account(Role.ADMINISTRATOR)
    chain.chain()
    first = db.session.get_one(Entry, 1)
    link = db.session.scalars(sa.select(ChainLink).where(ChainLink.position == 1)).one()
    known = Facts(1, micros(first.created_at), None, "", "account.opened", "account", user.id, None)
    key = chain_key(app.config["SECRET_KEY"].encode())
    assert link.details_hash == details_hash(first.salt or "", None)
    assert link.hash == link_hash(key, GENESIS, 1, known, link.details_hash)


def test_a_moment_is_the_same_number_in_both_databases_and_details_in_any_order() -> None:
    moment = datetime(2026, 5, 7, 9, 30, 15, 123456, tzinfo=UTC)
    assert micros("2026-05-07 09:30:15.123456") == micros(moment) == 1_778_146_215_123_456
    assert details_hash("ab", {"x": 1, "y": "é"}) == details_hash("ab", {"y": "é", "x": 1})
    assert details_hash("a", {"x": 1}) != details_hash("ab", {"x": 1})


def test_an_act_that_is_committed_late_is_chained_later(app: Flask) -> None:
    for number in (5, 9, 3):
        with unit_of_work():
            db.session.add(Entry(id=number, act="forum.edited", subject_kind="forum"))
        chain.chain()
    assert places() == [(1, 5), (2, 9), (3, 3)]
    assert verifying.verify().whole


def test_two_workers_that_chain_at_once_make_one_chain(app: Flask) -> None:
    with unit_of_work():
        for number in range(1_000):
            actions.record("forum.edited", operator.held(), by=None, number=number)
    ready = Barrier(4)

    def work(_number: int) -> int:
        with app.app_context():
            ready.wait()
            return chain.chain()

    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(work, range(4)))
    assert sum(made) == 1_000
    assert places() == [(number, number) for number in range(1, 1_001)]
    assert verifying.verify().whole


def test_eight_people_act_while_the_chain_grows(app: Flask) -> None:
    done = Event()

    def person(number: int) -> None:
        with app.app_context():
            for turn in range(25):
                with observe() as session:
                    actions.record("forum.edited", operator.held(), by=None, session=session, turn=turn)

    def chainer(_number: int) -> None:
        with app.app_context():
            while not done.is_set():
                chain.chain()
                db.session.rollback()

    with ThreadPoolExecutor(10) as threads:
        chainers = [threads.submit(chainer, number) for number in range(2)]
        list(threads.map(person, range(8)))
        done.set()
        for one in chainers:
            one.result()
    chain.chain()
    assert sorted(entry for _place, entry in places()) == list(range(1, 201))
    report = verifying.verify()
    assert (report.whole, report.checked) == (True, 200)


KILLED = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from app.audit import chain
from app.platform.db import db
from tests import application
app = application.build(sys.argv[1], Path(sys.argv[2]))
with app.app_context():
    blocks = []
    def last(*_):
        blocks.append(1)
        if len(blocks) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
    sa.event.listen(db.engine, "commit", last)
    chain.chain()
"""


def test_a_worker_that_is_killed_while_it_chains_leaves_a_whole_chain(app: Flask) -> None:
    with unit_of_work():
        for number in range(1_000):
            actions.record("forum.edited", operator.held(), by=None, number=number)
    settings = app.config["SETTINGS"]
    program = [sys.executable, "-c", KILLED, settings.database_url, str(settings.instance / "other")]
    assert subprocess.run(program, cwd=ROOT, timeout=60, check=False).returncode == -signal.SIGKILL
    linked = len(places())
    assert linked in (400, 600)  # killed while the third block is committed
    assert chain.chain() == 1_000 - linked
    assert verifying.verify().whole


def test_an_entry_that_cannot_be_read_does_not_stop_the_others(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no such value")
    for number in range(3):
        act(number)
    with unit_of_work():
        db.session.execute(sa.text("UPDATE audit_entry SET created_at = 'never' WHERE id = 2"))
    assert chain.chain() == 2
    assert places() == [(1, 1), (2, 3)]


def test_the_job_is_planted_and_runs_every_ten_seconds(app: Flask) -> None:
    act(1)
    jobs.plant()
    jobs.run_due(app)
    assert places() == [(1, 1)]
    row = db.session.scalars(sa.select(jobs.Job).where(jobs.Job.name == "audit.chain")).one()
    assert 5 < (row.due_at - jobs.now()).total_seconds() <= 10
