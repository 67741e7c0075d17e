"""The commands of the demonstration, as they are typed."""

from collections.abc import Iterator
from contextvars import Context
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app import create_app
from app.accounts.models import Role, User
from app.demo.content import read
from app.forums.models import Forum
from app.forums.queries import by_slug
from app.platform import clock, storage
from app.platform.db import Model, db, unit_of_work
from tests import application, make
from tests.databases import PostgreSQL, SQLite
from tests.demo.test_accounts import production


def run(app: Flask, *words: str) -> Result:
    """The command in a context of its own, as from a shell; the test reads afresh what it left."""
    done = Context().run(app.test_cli_runner().invoke, args=["demo", *words])
    db.session.rollback()
    return done


def counts() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }


@pytest.fixture
def unlaid(built: Flask, database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """The application on a database without a table."""
    database.create()
    with built.app_context():
        yield built
        application.forget(built)


def test_load_on_a_day_dates_the_event_after_it(app: Flask) -> None:
    assert run(app, "load", "--on", "2026-03-02").exit_code == 0
    assert str(db.session.scalars(by_slug("forum-demo")).one().starts_on) == "2026-03-14"


def test_loading_twice_with_if_empty_changes_nothing(app: Flask) -> None:
    assert run(app, "load", "--on", "2026-03-02").exit_code == 0
    before = counts()
    done = run(app, "load", "--if-empty")
    assert (done.exit_code, done.output) == (0, "There are data already: nothing was loaded.\n")
    assert counts() == before


def test_loading_over_other_data_is_refused(app: Flask) -> None:
    with unit_of_work():
        db.session.add(Forum(slug="mine", title={"fr": "Le mien"}))
    done = run(app, "load")
    assert (done.exit_code, done.output) == (
        1,
        "Error: There are data already: flask demo reset replaces them.\n",
    )
    assert counts()["forum"] == 1


def test_reset_removes_every_row_and_file_and_loads_anew(app: Flask) -> None:
    assert run(app, "load", "--on", "2026-03-02").exit_code == 0
    before = counts()
    stray = storage.put(b"left by somebody").key
    with unit_of_work():
        db.session.add(Forum(slug="mine", title={"fr": "Le mien"}))
    assert run(app, "reset", "--on", "2026-03-05").exit_code == 0
    assert counts() == before
    assert str(db.session.scalars(by_slug("forum-demo")).one().starts_on) == "2026-03-17"
    assert stray not in storage.all_keys()
    assert len(storage.all_keys()) == 4  # the signed paper and three documents


def test_reset_takes_the_letters_out_of_the_folder(app: Flask) -> None:
    outbox = app.config["SETTINGS"].instance / "outbox"
    outbox.mkdir()
    (outbox / "1.eml").write_text("Subject: yesterday")
    other = create_app(replace(app.config["SETTINGS"], mail_url=f"folder:{outbox}"))
    assert run(other, "reset").exit_code == 0
    assert list(outbox.iterdir()) == []
    outbox.rmdir()
    with other.app_context():
        application.forget(other)


def test_prepare_lays_the_tables_loads_and_shows_the_accounts(unlaid: Flask) -> None:
    done = run(unlaid, "prepare")
    assert done.exit_code == 0, done.output
    assert [one["email"] in done.stdout for one in read("accounts")["accounts"]] == [True] * len(Role)
    begins = db.session.scalars(by_slug("forum-demo")).one().starts_on
    assert begins is not None
    assert (begins - clock.today()).days in (11, 12)


def test_preparing_again_changes_nothing(app: Flask) -> None:
    assert run(app, "load").exit_code == 0
    before = counts()
    assert run(app, "prepare").exit_code == 0
    assert counts() == before


@pytest.mark.parametrize(
    "words", [("load",), ("load", "--if-empty"), ("reset",), ("accounts",), ("prepare",)]
)
def test_every_command_refuses_a_production_with_one_sentence(app: Flask, words: tuple[str, ...]) -> None:
    done = run(create_app(production(app)), *words)
    assert (done.exit_code, done.output) == (
        1,
        "Error: These commands are for the demonstration: set MOUNADARA_MODE=demo first.\n",
    )
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


def test_neither_reset_nor_prepare_touches_what_is_no_demonstration(app: Flask) -> None:
    make.account(Role.ADMINISTRATOR)
    make.forum()
    said = "Error: This database is not a demonstration: nothing was changed.\n"
    assert [run(app, word).output.endswith(said) for word in ("reset", "prepare")] == [True, True]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Forum)) == 1
