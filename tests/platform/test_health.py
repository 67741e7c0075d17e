"""Each thing the platform stands on is tried; what is broken is named, and nothing more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import Migrate

from app.platform import health, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.health import Check, Verdict
from app.platform.jobs_rows import JobLeader
from app.platform.mail_rows import OutgoingMail, State
from config import ROOT


@pytest.fixture
def platform(bare: Flask) -> Flask:
    """The seams on the tables of this version, with a worker that leads."""
    Migrate(bare, db, directory=str(ROOT / "migrations"))
    stamp(str(health._newest(str(ROOT / "migrations"))))
    lead(timedelta(seconds=20))
    return bare


def stamp(revision: str) -> None:
    with unit_of_work():
        db.session.execute(sa.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
        db.session.execute(sa.text("DELETE FROM alembic_version"))
        db.session.execute(sa.text("INSERT INTO alembic_version VALUES (:one)"), {"one": revision})


def lead(until: timedelta) -> None:
    with unit_of_work():
        db.session.execute(sa.delete(JobLeader))
        db.session.add(JobLeader(role="sweep", holder="a", until=now() + until))


def write(waited: timedelta, state: State = State.QUEUED) -> None:
    with unit_of_work():
        letter = mail.compose(to="a@press.example", locale="fr", subject="s", text="t", kind="test.plain")
        letter.created_at = now() - waited
        letter.state = state


def verdicts(app: Flask) -> dict[str, str]:
    app.extensions.pop("health", None)
    return {name: check.verdict.value for name, check in health.readiness().items()}


def only_wrong(app: Flask) -> dict[str, str]:
    return {name: verdict for name, verdict in verdicts(app).items() if verdict != "ok"}


def test_a_platform_in_order_passes_every_check(platform: Flask) -> None:
    assert list(verdicts(platform)) == ["database", "storage", "jobs", "mail", "disk"]
    assert only_wrong(platform) == {}


def test_tables_of_an_older_version_are_out_of_order(platform: Flask) -> None:
    stamp("0001")
    assert only_wrong(platform) == {"database": "failed"}


def test_a_database_that_does_not_answer_takes_along_what_is_read_in_it(platform: Flask) -> None:
    for table in ("alembic_version", "job_leader", "outgoing_mail"):
        with unit_of_work():
            db.session.execute(sa.text(f"DROP TABLE {table}"))
    assert only_wrong(platform) == {"database": "failed", "jobs": "failed", "mail": "failed"}


def test_files_that_cannot_be_written_are_out_of_order(platform: Flask) -> None:
    place = platform.config["SETTINGS"].instance / "files"
    place.write_text("a file where the folder should be")
    assert only_wrong(platform) == {"storage": "failed"}


def test_the_file_that_was_tried_is_gone(platform: Flask) -> None:
    verdicts(platform)
    files = platform.config["SETTINGS"].instance / "files"
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("led_for", "wrong"), [(20, {}), (-25, {}), (-35, {"jobs": "failed"}), (-3600, {"jobs": "failed"})]
)
def test_a_worker_that_was_not_seen_for_a_minute_is_missing(
    platform: Flask, led_for: int, wrong: dict[str, str]
) -> None:
    """A worker leads for 30 s each time it says that it lives."""
    lead(timedelta(seconds=led_for))
    assert only_wrong(platform) == wrong


def test_where_no_worker_ever_was_one_is_missing(platform: Flask) -> None:
    with unit_of_work():
        db.session.execute(sa.delete(JobLeader))
    assert only_wrong(platform) == {"jobs": "failed"}


@pytest.mark.parametrize(
    ("minutes", "state", "wrong"),
    [
        (14, State.QUEUED, {}),
        (16, State.QUEUED, {"mail": "warning"}),
        (16, State.WAITING, {"mail": "warning"}),
        (16, State.SENDING, {"mail": "warning"}),
        (16, State.SENT, {}),
        (16, State.FAILED, {}),
    ],
)
def test_a_letter_that_waits_for_long_is_a_warning(
    platform: Flask, minutes: int, state: State, wrong: dict[str, str]
) -> None:
    write(timedelta(minutes=minutes), state)
    assert only_wrong(platform) == wrong


def test_the_oldest_letter_that_waits_counts(platform: Flask) -> None:
    for minutes in (2, 9, 4):
        write(timedelta(minutes=minutes))
    assert round(health.letters().figure or 0) == 9
    assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 3


@pytest.mark.parametrize(("free", "verdict"), [(0.06, "ok"), (0.05, "failed"), (0.0, "failed")])
def test_a_disk_wants_a_twentieth_free(free: float, verdict: str) -> None:
    assert health.room(free) == Check(Verdict(verdict), free * 100)


def test_whoever_asks_often_costs_the_disk_nothing(platform: Flask) -> None:
    platform.extensions.pop("health", None)
    first = health.readiness()
    stamp("0001")
    assert health.readiness() is first


def test_a_check_takes_less_than_fifty_milliseconds(platform: Flask) -> None:
    verdicts(platform)  # the migrations are read once
    found = [sum(one.figure or 0 for one in (health.database(), health.files())) for _ in range(5)]
    assert min(found) < 50
