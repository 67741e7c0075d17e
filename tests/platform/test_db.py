"""The edge contract: one write transaction per request, committed in one place."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.platform.db import Model, after_commit, db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound


class Apart(Model):
    """Tables of this test, outside the metadata that the migrations answer for."""

    __abstract__ = True
    metadata = sa.MetaData()


class Shelf(Apart):
    __tablename__ = "shelf"

    label: Mapped[str] = mapped_column(sa.String(50), unique=True)
    books: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


@pytest.fixture
def shelves(bare: Flask) -> Iterator[Flask]:
    Apart.metadata.create_all(db.engine)
    yield bare
    db.session.rollback()
    Apart.metadata.drop_all(db.engine)


def labels() -> list[str]:
    with Session(db.engine) as other:
        return list(other.scalars(sa.select(Shelf.label).order_by(Shelf.label)))


def put(label: str) -> Shelf:
    shelf = Shelf(label=label)
    db.session.add(shelf)
    return shelf


def test_a_unit_of_work_commits_at_its_end(shelves: Flask) -> None:
    with unit_of_work():
        put("law")
        assert labels() == []
    assert labels() == ["law"]


def test_an_error_rolls_everything_back(shelves: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        put("law")
        db.session.flush()
        raise ZeroDivisionError
    assert labels() == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_opens_no_unit_of_work_but_may_observe(shelves: Flask, method: str) -> None:
    with shelves.test_request_context(method=method):
        with pytest.raises(RuntimeError, match="Reading changes nothing"), unit_of_work():
            db.session.add(Shelf(label="never"))
        with observe() as session:
            session.add(Shelf(label="seen"))
    assert labels() == ["seen"]


def test_a_unit_of_work_inside_another_is_refused_and_the_outer_rolls_back(shelves: Flask) -> None:
    with pytest.raises(RuntimeError, match="the edge commits once"), unit_of_work():
        put("law")
        with unit_of_work():
            put("history")
    assert labels() == []


def test_effects_run_after_the_commit_in_order_and_never_after_a_rollback(shelves: Flask) -> None:
    seen: list[object] = []
    with unit_of_work():
        put("law")
        after_commit(lambda: seen.append(labels()))
        after_commit(lambda: seen.append("second"))
        assert seen == []
    assert seen == [["law"], "second"]
    with pytest.raises(ZeroDivisionError), unit_of_work():
        after_commit(lambda: seen.append("lost"))
        raise ZeroDivisionError
    with unit_of_work():
        put("history")
    assert seen == [["law"], "second"]


def test_an_effect_may_open_a_unit_of_work_of_its_own(shelves: Flask) -> None:
    def shelve_next() -> None:
        with unit_of_work():
            put("history")

    with unit_of_work():
        put("law")
        after_commit(shelve_next)
    assert labels() == ["history", "law"]


@pytest.mark.parametrize(
    "stray",
    [
        lambda: put("law"),
        lambda: db.session.execute(sa.insert(Shelf).values(label="law", version=1)),
        lambda: db.session.execute(sa.update(Shelf).values(books=1)),
        lambda: db.session.execute(sa.delete(Shelf)),
    ],
    ids=["added", "inserted", "updated", "deleted"],
)
def test_rows_do_not_change_outside_a_unit_of_work(shelves: Flask, stray: Any) -> None:
    with pytest.raises(RuntimeError, match="inside a unit of work only"):
        stray()
        db.session.flush()


def test_a_change_to_a_loaded_row_outside_a_unit_of_work_is_refused(shelves: Flask) -> None:
    with unit_of_work():
        put("law")
    shelf = db.session.scalars(sa.select(Shelf)).one()
    shelf.books = 3
    with pytest.raises(RuntimeError, match="inside a unit of work only"):
        db.session.flush()


def test_observe_leaves_its_mark_even_when_the_unit_of_work_is_refused(shelves: Flask) -> None:
    with pytest.raises(Conflict), unit_of_work():
        put("law")
        raise Conflict("no")
    with observe() as session:
        session.add(Shelf(label="attempts"))
    assert labels() == ["attempts"]


def test_observe_keeps_nothing_of_a_failure(shelves: Flask) -> None:
    with pytest.raises(ZeroDivisionError), observe() as session:
        session.add(Shelf(label="attempts"))
        session.flush()
        raise ZeroDivisionError
    assert labels() == []


def test_a_row_read_before_is_read_again_inside_the_unit_of_work(shelves: Flask) -> None:
    with unit_of_work():
        put("law")
    shelf = db.session.scalars(sa.select(Shelf)).one()
    assert shelf.books == 0
    db.session.rollback()
    with observe() as other:
        other.execute(sa.update(Shelf).values(books=7, version=2))
    with unit_of_work():
        assert shelf.books == 7


def test_of_two_changes_to_one_version_the_second_is_a_conflict(shelves: Flask) -> None:
    with unit_of_work():
        put("law")
    with pytest.raises(Conflict, match="Somebody else changed this"), unit_of_work():
        shelf = db.session.scalars(sa.select(Shelf)).one()
        db.session.execute(sa.update(Shelf).values(version=9).execution_options(synchronize_session=False))
        shelf.books = 1
    assert db.session.scalars(sa.select(Shelf.books)).one() == 0


def test_a_missing_row_is_not_found(shelves: Flask) -> None:
    with pytest.raises(NotFound):
        one_or_404(sa.select(Shelf).where(Shelf.label == "nowhere"))


def test_each_connection_to_sqlite_waits_keeps_its_references_and_survives_a_power_cut(
    shelves: Flask,
) -> None:
    if db.engine.dialect.name != "sqlite":
        assert db.engine.dialect.name == "postgresql"
        return
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 8_000, "synchronous": 2}
    with db.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_a_second_writer_waits_before_it_reads(shelves: Flask) -> None:
    """Otherwise both would read the same state, and SQLite would refuse one of them half-way."""
    entered: list[str] = []

    def follow() -> None:
        with shelves.app_context(), unit_of_work():
            if db.engine.dialect.name == "postgresql":
                db.session.execute(sa.text("LOCK TABLE shelf"))
            entered.append("second")

    with unit_of_work():
        put("law")
        db.session.flush()
        thread = threading.Thread(target=follow)
        thread.start()
        time.sleep(0.2)
        assert entered == []
        entered.append("first")
    thread.join()
    assert entered == ["first", "second"]


def test_eight_writers_and_three_hashing_loops_never_lock_each_other_out(shelves: Flask) -> None:
    written = storm(shelves, writers=8, hashers=3, seconds=3)
    assert len(labels()) == len(written)
    assert {writer for writer, _ in written} == set(range(8))


def storm(app: Flask, *, writers: int, hashers: int, seconds: float) -> list[tuple[int, float]]:
    """Write from each thread until the time is over; (writer, seconds) per commit. Any error is raised."""
    written: list[tuple[int, float]] = []
    errors: list[BaseException] = []
    end = time.monotonic() + seconds

    def write(writer: int) -> None:
        count = 0
        while time.monotonic() < end and not errors:
            begun = time.perf_counter()
            try:
                with app.app_context():
                    with unit_of_work():
                        put(f"{writer}-{count}")
                    db.session.scalar(sa.select(sa.func.count()).select_from(Shelf))
            except BaseException as error:
                errors.append(error)
                return
            written.append((writer, time.perf_counter() - begun))
            count += 1

    def hash_on() -> None:
        hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        while time.monotonic() < end and not errors:
            hasher.hash("a password")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    threads += [threading.Thread(target=hash_on) for _ in range(hashers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return written
