"""Whoever writes over the log by SQL is found out, and the place is named."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import actions, anchor, chain, heads
from app.audit.hashing import GENESIS, chain_key, link_hash
from app.audit.models import ChainLink, Entry
from app.audit.retention import forget
from app.audit.verifying import Fault, Report, Trouble, verify
from app.platform import operator
from app.platform.clock import now, today
from app.platform.db import db, unit_of_work

ENTRIES = 12


@pytest.fixture(autouse=True)
def _twelve_acts(app: Flask) -> None:
    with unit_of_work():
        for number in range(1, ENTRIES + 1):
            actions.record("forum.edited", operator.held(), by=None, page=number)
    chain.chain()
    assert verify() == Report(ENTRIES, *chain.head())


def by_sql(statement: str, **values: Any) -> None:
    """As somebody does who has the database and nothing else."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert connection.execute(sa.text(statement), values).rowcount > 0
    db.session.rollback()


def found(noted: tuple[int, str] | None = None) -> list[tuple[Trouble, int | None]]:
    return [(fault.trouble, fault.position) for fault in verify(noted).faults]


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ("act = 'forum.created'", Trouble.EDITED),
        ("actor = 'Somebody else'", Trouble.EDITED),
        ("actor_id = 7", Trouble.EDITED),
        ("subject_kind = 'hall'", Trouble.EDITED),
        ("subject_id = 7", Trouble.EDITED),
        ("forum_id = 7", Trouble.EDITED),
        ("created_at = '2020-01-01 00:00:00.000000+00:00'", Trouble.EDITED),
        ("details = '{\"page\": 55}'", Trouble.DETAILS),
        ("salt = '0123456789abcdef0123456789abcdef'", Trouble.DETAILS),
        ("salt = NULL", Trouble.DETAILS),
        ("details = NULL", Trouble.DETAILS),
    ],
)
@pytest.mark.parametrize("number", [1, 5])
def test_an_edited_entry_is_named(change: str, trouble: Trouble, number: int) -> None:
    by_sql(f"UPDATE audit_entry SET {change} WHERE id = {number}")
    assert found() == [(trouble, number)]


def test_an_entry_made_unreadable_is_named_and_the_walk_goes_on() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no such value")
    by_sql("UPDATE audit_entry SET created_at = 'never' WHERE id = 4")
    by_sql("UPDATE audit_entry SET details = 'no json' WHERE id = 7")
    by_sql("UPDATE audit_entry SET act = 'forum.created' WHERE id = 9")
    assert found() == [(Trouble.EDITED, 4), (Trouble.EDITED, 7), (Trouble.EDITED, 9)]


def test_the_last_entry_edited_is_named_though_no_link_follows_it() -> None:
    by_sql(f"UPDATE audit_entry SET act = 'forum.created' WHERE id = {ENTRIES}")
    assert found() == [(Trouble.BROKEN, ENTRIES)]


def test_a_removed_entry_is_named() -> None:
    by_sql("DELETE FROM audit_entry WHERE id = 5")
    assert verify().faults == [Fault(Trouble.MISSING, 5, 5)]


def test_a_removed_link_is_named_and_its_entry_finds_its_place_at_the_end() -> None:
    by_sql("DELETE FROM audit_link WHERE position IN (5, 6)")
    assert verify().faults == [Fault(Trouble.REMOVED, 5, last=6)]
    assert chain.chain() == 2
    assert verify().faults == [Fault(Trouble.REMOVED, 5, last=6)]


def test_details_erased_without_a_recorded_act_are_named() -> None:
    """The data go and the salt with them, as a lawful erasure leaves it."""
    by_sql("UPDATE audit_entry SET details = NULL, salt = NULL WHERE id IN (5, 12)")
    assert found() == [(Trouble.DETAILS, 5), (Trouble.DETAILS, 12)]


@pytest.mark.parametrize("days", [-1, 1])
def test_an_erasure_excuses_neither_what_is_younger_nor_what_follows_its_own_act(days: int) -> None:
    with unit_of_work():
        until = (today() + timedelta(days=days)).isoformat()
        actions.record("log.erased", operator.held(), by=None, before=until, count=1)
    chain.chain()
    by_sql("UPDATE audit_entry SET details = NULL, salt = NULL WHERE id = 5")
    assert found() == [(Trouble.DETAILS, 5)]


def test_the_act_of_an_erasure_erased_leaves_it_without_excuse() -> None:
    with unit_of_work():
        long_ago = now() - timedelta(days=2000)
        db.session.add(Entry(act="forum.edited", subject_kind="forum", details={}, created_at=long_ago))
    chain.chain()
    assert forget() == 1
    chain.chain()
    assert found() == []
    by_sql("UPDATE audit_entry SET details = NULL, salt = NULL WHERE id = 14")
    assert found() == [(Trouble.DETAILS, 13), (Trouble.DETAILS, 14)]


def test_the_first_link_removed_is_named() -> None:
    by_sql("DELETE FROM audit_link WHERE position = 1")
    assert found() == [(Trouble.REMOVED, 1)]


def test_the_hash_of_a_link_written_over_is_named_alone() -> None:
    by_sql("UPDATE audit_link SET hash = :hash WHERE position = 5", hash="f" * 64)
    assert found() == [(Trouble.BROKEN, 5)]


def test_a_row_chained_again_without_the_key_is_named() -> None:
    """Somebody edits an entry and knows how the chain is made: all that they write is named."""
    by_sql("UPDATE audit_entry SET act = 'forum.created' WHERE id = 10")
    rechain(10, b"a key of one's own")
    broken = [(Trouble.BROKEN, 10), (Trouble.BROKEN, 11), (Trouble.BROKEN, 12)]
    assert sorted(found()) == sorted([*broken, (Trouble.OTHER, 12)])


def test_the_whole_chain_made_anew_with_the_key_differs_from_a_head_noted_before(app: Flask) -> None:
    position, hash_ = chain.head()
    by_sql("UPDATE audit_entry SET act = 'forum.created' WHERE id = 3")
    rechain(3, app.config["SECRET_KEY"].encode())
    assert found() == [(Trouble.OTHER, position)]
    anchor.forget()
    assert found() == []
    assert found((position, hash_)) == [(Trouble.OTHER, position)]


def test_a_chain_cut_at_its_end_is_found_by_a_head_noted_before() -> None:
    position, hash_ = chain.head()
    assert found((position, hash_[:16])) == []
    by_sql("DELETE FROM audit_link WHERE position > 10")
    by_sql("DELETE FROM audit_entry WHERE id > 10")
    assert verify().faults == [Fault(Trouble.CUT, 10, last=position)]
    anchor.forget()
    assert found() == []
    assert verify((position, hash_)).faults == [Fault(Trouble.CUT, 10, last=position)]


def test_an_entry_that_waits_for_its_link_too_long_is_named() -> None:
    with unit_of_work():
        actions.record("forum.edited", operator.held(), by=None)
    assert found() == []
    by_sql("UPDATE audit_entry SET created_at = '2020-01-01 00:00:00.000000+00:00' WHERE id = 13")
    assert verify().faults == [Fault(Trouble.WAITING, None, 13)]


def test_another_key_finds_nothing_in_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "audit_key", chain_key(b"another"))
    broken = [(Trouble.BROKEN, number) for number in range(1, ENTRIES + 1)]
    assert found() == [*broken, (Trouble.NOTE, ENTRIES)]


def test_no_more_than_a_hundred_faults_are_named_and_the_others_counted() -> None:
    with unit_of_work():
        for number in range(150):
            actions.record("forum.edited", operator.held(), by=None, page=number)
    chain.chain()
    by_sql("UPDATE audit_entry SET details = '{}' WHERE id > 12")
    report = verify()
    assert (len(report.faults), report.more, report.checked) == (100, 50, 162)


def test_our_own_job_does_not_sign_a_forged_log(caplog: pytest.LogCaptureFixture) -> None:
    """Somebody edits an entry, takes the links from there away and waits for the job, which has the key."""
    links = db.session.execute(sa.select(ChainLink.position, ChainLink.hash)).all()
    by_sql("UPDATE audit_entry SET actor = 'Somebody else' WHERE id = 5")
    by_sql("DELETE FROM audit_link WHERE position >= 5")
    for again in (chain.chain, chain.chain, heads.tell_head):
        with pytest.raises(anchor.Rewritten, match=r"operation no\. 12, the noted head, is missing"):
            again()
    assert {record.levelname for record in caplog.records} == {"ERROR"}
    db.session.rollback()
    assert db.session.execute(sa.select(ChainLink.position, ChainLink.hash)).all() == links[:4]
    assert Fault(Trouble.CUT, 4, last=12) in verify().faults


def test_what_was_signed_before_the_note_was_compared_is_found_by_the_other_machine(app: Flask) -> None:
    """A machine whose note is behind signs; the note of the other one tells."""
    noted = chain.head()
    anchor.forget()
    by_sql("UPDATE audit_entry SET actor = 'Somebody else' WHERE id = 5")
    by_sql("DELETE FROM audit_link WHERE position >= 5")
    assert chain.chain() == 8
    assert found() == []
    anchor.write(*noted)
    assert found() == [(Trouble.OTHER, 12)]
    with pytest.raises(anchor.Rewritten, match="is another"):
        chain.chain()


def test_links_taken_away_while_a_block_is_made_are_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work():
        actions.record("forum.edited", operator.held(), by=None)
    made = chain._links

    def taken_away(rows: Any) -> Any:
        by_sql("DELETE FROM audit_link WHERE position >= 5")
        return made(rows)

    monkeypatch.setattr(chain, "_links", taken_away)
    with pytest.raises(anchor.Rewritten):
        chain.chain()
    assert db.session.scalar(sa.select(sa.func.count(ChainLink.id))) == 4


@pytest.mark.parametrize("text", ["", "13", "x y z", "12 {hash} {seal}0", "11 {hash} {seal}", "é é é"])
def test_a_note_that_was_written_over_stops_the_chaining_and_is_named(app: Flask, text: str) -> None:
    note = app.config["SETTINGS"].instance / anchor.FILE
    position, hash_, seal = note.read_text().split()
    assert (int(position), hash_) == chain.head()
    note.write_text(text.format(hash=hash_, seal=seal))
    with pytest.raises(anchor.Rewritten):
        chain.chain()
    assert found() == [(Trouble.NOTE, 12)]


def test_the_note_follows_the_head_and_nobody_else_reads_it(app: Flask) -> None:
    assert anchor.read() == chain.head()
    anchor.write(4, db.session.scalars(sa.select(ChainLink.hash).where(ChainLink.position == 4)).one())
    assert chain.chain() == 0
    assert anchor.read() == chain.head()
    note = app.config["SETTINGS"].instance / anchor.FILE
    assert note.stat().st_mode & 0o077 == 0
    assert list(note.parent.glob(f"{anchor.FILE}.*")) == []


def rechain(first: int, secret: bytes) -> None:
    """Write the hashes anew from a place on."""
    key = chain_key(secret)
    links = db.session.execute(sa.select(ChainLink.hash).where(ChainLink.position == first - 1)).scalar()
    previous = links or GENESIS
    rows = db.session.execute(
        sa.select(ChainLink.position, ChainLink.details_hash, *chain.COLUMNS)
        .join(Entry, Entry.id == ChainLink.entry_id)
        .where(ChainLink.position >= first)
        .order_by(ChainLink.position)
    ).all()
    for row in rows:
        previous = link_hash(key, previous, row.position, chain.facts(row)[0], row.details_hash)
        by_sql(
            "UPDATE audit_link SET hash = :hash WHERE position = :position",
            hash=previous,
            position=row.position,
        )
