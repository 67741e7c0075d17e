"""What a monitor is told, what an administrator reads."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import JobLeader
from tests import application, make
from tests.queries import counted


@pytest.fixture(autouse=True)
def _asked_afresh(app: Flask) -> None:
    app.extensions.pop("health", None)


def lead() -> None:
    with unit_of_work():
        db.session.add(JobLeader(role="sweep", holder="a", until=now() + timedelta(seconds=20)))


@pytest.fixture
def behind(app: Flask) -> None:
    """The tables of an older version, as far as they say."""
    with unit_of_work():
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))


def test_the_process_answers_without_asking_the_database(client: FlaskClient) -> None:
    with counted() as statements:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json, statements) == (200, {"status": "ok"}, [])


def test_a_platform_in_order_is_ready(client: FlaskClient) -> None:
    lead()
    answer = client.get("/readyz")
    checks = dict.fromkeys(("database", "storage", "jobs", "mail", "disk"), "ok")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "checks": checks})


@pytest.mark.usefixtures("behind")
def test_what_failed_is_named_and_no_more_is_told(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    checks = {"database": "failed", "storage": "ok", "jobs": "failed", "mail": "ok", "disk": "ok"}
    assert (answer.status_code, answer.json) == (503, {"status": "failed", "checks": checks})


def test_a_warning_closes_nothing(client: FlaskClient) -> None:
    lead()
    letter = make.letter(make.forum())
    with unit_of_work():
        letter.created_at = now() - timedelta(minutes=20)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json and answer.json["checks"]["mail"]) == (200, "warning")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_an_answer_is_kept_nowhere_and_belongs_to_nobody(client: FlaskClient, path: str) -> None:
    answer = make.enter(client, make.account(Role.ADMINISTRATOR)).get(path)
    found = {name: answer.headers.get(name) for name in ("Cache-Control", "Set-Cookie", "Vary")}
    assert found == {"Cache-Control": "no-store", "Set-Cookie": None, "Vary": None}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_demonstration_tells_this_machine_alone(tmp_path: Path, path: str) -> None:
    demo = application.build(f"sqlite:///{tmp_path}/a.sqlite", tmp_path, mode="demo")
    answer = demo.test_client().get(path, headers={"X-Forwarded-For": "9.9.9.9"})
    assert answer.status_code == 403


@pytest.mark.usefixtures("behind")
def test_an_administrator_reads_each_check_and_what_to_do(client: FlaskClient) -> None:
    page = make.enter(client, make.account(Role.ADMINISTRATOR)).get("/fr/administration/health").text
    commands = ["flask --app wsgi db upgrade", "flask --app wsgi jobs work"]
    assert [one for one in commands if one in page] == commands
    assert page.count('class="state urgent"') == 2
    assert page.count('class="state good"') == 3
