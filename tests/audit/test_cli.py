"""What the operator types."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import actions, anchor, chain
from app.audit.models import Entry
from app.platform import operator
from app.platform.db import db, unit_of_work


@pytest.fixture(autouse=True)
def _three_acts(app: Flask) -> None:
    with unit_of_work():
        for number in range(3):
            actions.record("forum.edited", operator.held(), by=None, page=number)
    chain.chain()


def said(app: Flask, *arguments: str) -> tuple[int, list[str]]:
    answer = app.test_cli_runner().invoke(args=["audit", *arguments])
    return answer.exit_code, answer.output.splitlines()


def by_sql(statement: str) -> None:
    with unit_of_work():
        db.session.execute(sa.text(statement))


def test_a_whole_chain_is_said_to_be_whole_with_its_head(app: Flask) -> None:
    _position, hash_ = chain.head()
    first = f"Operations checked: 3. Head: 3:{hash_}"
    assert said(app, "verify") == (0, [first, "The chain is whole."])
    assert said(app, "verify", "--head", f"3:{hash_}") == (0, [first, "The chain is whole."])
    assert said(app, "verify", "--head", f"3:{hash_[:16].upper()}")[0] == 0


def test_what_is_wrong_is_named_and_the_command_fails(app: Flask) -> None:
    by_sql("UPDATE audit_entry SET act = 'forum.created' WHERE id = 1")
    by_sql("DELETE FROM audit_entry WHERE id = 3")
    status, lines = said(app, "verify")
    assert (status, lines[1:]) == (
        1,
        [
            "Operation no. 1 (entry 1): its act, actor, time or subject was edited.",
            "Operation no. 3 (entry 3): its entry was removed.",
        ],
    )


def test_a_cut_chain_is_found_by_its_noted_head(app: Flask) -> None:
    _position, hash_ = chain.head()
    for table, column in (("audit_link", "position"), ("audit_entry", "id")):
        by_sql(f"DELETE FROM {table} WHERE {column} > 1")
    status, lines = said(app, "verify", "--head", f"3:{hash_}")
    assert (status, lines[1:]) == (
        1,
        ["Operation no. 1 to 3: the chain ends before the head that was noted."],
    )


def test_after_a_backup_was_restored_the_head_is_accepted(app: Flask) -> None:
    _position, hash_ = chain.head()
    by_sql("DELETE FROM audit_link WHERE position > 2")
    by_sql("DELETE FROM audit_entry WHERE id > 2")
    with pytest.raises(anchor.Rewritten):
        chain.chain()
    assert said(app, "accept-head")[0] == 1
    assert anchor.read() == (3, hash_)
    position, hash_ = chain.head()
    assert said(app, "accept-head", "--yes") == (0, [f"Noted: {position}:{hash_}"])
    assert anchor.read() == (2, hash_)
    assert chain.chain() == 1
    act = db.session.scalars(sa.select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert (act.act, act.details) == ("log.head_accepted", {"number": 2, "noted": 3})
    assert said(app, "verify")[0] == 0


@pytest.mark.parametrize("noted", ["3", "3:short", "x:0123456789abcdef", "3:0123456789abcdeg"])
def test_a_head_that_is_none_is_refused(app: Flask, noted: str) -> None:
    assert said(app, "verify", "--head", noted)[0] == 2


def test_old_details_are_forgotten_on_demand(app: Flask) -> None:
    assert said(app, "forget") == (0, ["Details erased: 0."])
    by_sql("UPDATE audit_entry SET created_at = '2020-01-01 00:00:00.000000+00:00' WHERE id < 3")
    assert said(app, "forget") == (0, ["Details erased: 2."])
