"""Details are forgotten after the months that the installation says, and not a day earlier."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import chain
from app.audit.models import Entry
from app.audit.retention import forget, months_before
from app.audit.verifying import verify
from app.platform import clock, operator
from app.platform.db import db, unit_of_work


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 24, date(2024, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_so_many_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def lay(app: Flask, old: int, young: int) -> None:
    """Old acts from the last day that is forgotten, young ones from the first that is kept."""
    first_kept = clock.at(months_before(clock.today(), 24), 0)
    with unit_of_work():
        for number in range(old + young):
            moment = first_kept - timedelta(microseconds=1) if number < old else first_kept
            row = Entry(act="forum.edited", subject_kind="forum", details={"page": number}, created_at=moment)
            db.session.add(row)
    chain.chain()


def kept() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Entry.details.is_not(None))) or 0


def test_old_details_go_in_blocks_and_it_is_one_act(app: Flask) -> None:
    lay(app, old=450, young=3)
    assert forget() == 450
    acts = db.session.scalars(sa.select(Entry).where(Entry.act == "log.erased")).all()
    first_kept = months_before(clock.today(), 24).isoformat()
    assert [(one.details, one.subject_kind) for one in acts] == [
        ({"before": first_kept, "count": 450}, "operator")
    ]
    assert kept() == 3 + 1
    chain.chain()
    assert verify().whole


def test_nothing_old_is_no_act(app: Flask) -> None:
    lay(app, old=0, young=3)
    assert (forget(), kept()) == (0, 3)
    assert db.session.scalar(sa.select(sa.func.count(Entry.id))) == 3


def test_the_months_are_those_of_the_installation(app: Flask) -> None:
    lay(app, old=2, young=2)
    with unit_of_work():
        db.session.add(operator.Operator(id=operator.ONLY, log_months=36))
    assert (forget(), kept()) == (0, 4)


def test_an_entry_that_is_not_chained_waits(app: Flask) -> None:
    lay(app, old=2, young=0)
    with unit_of_work():
        row = Entry(act="forum.edited", subject_kind="forum", details={"page": 9})
        row.created_at = clock.now() - timedelta(days=2000)
        db.session.add(row)
    assert forget() == 2
    chain.chain()
    assert forget() == 1
    chain.chain()
    assert verify().whole


def test_the_erasure_counts_before_its_act_is_chained(app: Flask) -> None:
    """Else whoever checks within these ten seconds would be alarmed."""
    lay(app, old=2, young=1)
    assert forget() == 2
    assert verify().whole


def test_what_is_erased_is_gone_and_the_head_stays(app: Flask) -> None:
    lay(app, old=2, young=0)
    before = chain.head()
    forget()
    left = db.session.execute(sa.select(Entry.details, Entry.salt).where(Entry.id < 3)).all()
    assert {tuple(row) for row in left} == {(None, None)}
    report = verify()
    assert (report.whole, (report.position, report.hash)) == (True, before)
