"""Attempts are counted: of an account by rows, which hold for all processes; of an address by its process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.doors import public
from app.platform import limits
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.limits_rows import Attempts
from config import ROOT, BadSetting, Settings
from tests import queries
from tests.platform import bare as seams

HOUR = timedelta(hours=1)
PROCESSES, EACH, MOST = 8, 20, 50
TAKER = f"""
import json, sys
from datetime import timedelta
from pathlib import Path
from app.platform import limits
from tests.platform import bare
app = bare.build_empty(Path(sys.argv[1]), sys.argv[2])
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    let = [limits.take("test", "amina", most={MOST}, within=timedelta(hours=1)) for _ in range({EACH})]
print(json.dumps(let))
"""


def take(who: str = "amina", most: int = 2) -> bool:
    return limits.take("test", who, most=most, within=HOUR)


def pass_by(time: timedelta) -> None:
    """Let so much time go by for all windows."""
    with unit_of_work():
        for one in db.session.scalars(sa.select(Attempts)):
            one.window_ends_at -= time


def test_many_processes_at_once_let_exactly_as_many_through_as_is_allowed(bare: Flask) -> None:
    settings = bare.config["SETTINGS"]
    program = [sys.executable, "-c", TAKER, str(settings.instance), settings.database_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    takers = [subprocess.Popen(program, cwd=ROOT, **pipes) for _ in range(PROCESSES)]
    try:
        for taker in takers:
            assert taker.stdout and taker.stdout.readline() == "ready\n"
        for taker in takers:
            assert taker.stdin
            taker.stdin.write("go\n")
            taker.stdin.flush()
        let = [one for taker in takers for one in json.loads(taker.communicate(timeout=60)[0])]
    finally:
        for taker in takers:
            taker.kill()
            taker.communicate()
    assert (len(let), let.count(True)) == (PROCESSES * EACH, MOST)
    assert db.session.scalars(sa.select(Attempts.tries)).all() == [MOST]


def test_an_attempt_too_many_is_refused_and_another_person_is_not(bare: Flask) -> None:
    assert [take() for _ in range(4)] == [True, True, False, False]
    assert take("brahim")


def test_a_window_opens_again_when_its_time_is_over(bare: Flask) -> None:
    assert [take() for _ in range(3)] == [True, True, False]
    pass_by(HOUR - timedelta(minutes=1))
    assert not take()
    pass_by(timedelta(minutes=1))
    assert [take() for _ in range(3)] == [True, True, False]


def test_a_refused_attempt_does_not_lengthen_the_window(bare: Flask) -> None:
    for _ in range(2):
        take()
    (ends,) = db.session.scalars(sa.select(Attempts.window_ends_at)).all()
    take()
    db.session.rollback()
    assert db.session.scalars(sa.select(Attempts.window_ends_at)).all() == [ends]


def test_a_success_forgives_the_attempts_before(bare: Flask) -> None:
    for _ in range(3):
        take()
        take("brahim")
    with unit_of_work():
        limits.forgive("test", "amina")
    assert (take(), take("brahim")) == (True, False)


def test_an_attempt_counts_though_what_followed_was_rolled_back(bare: Flask) -> None:
    take()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        raise ZeroDivisionError
    assert (take(), take()) == (True, False)


def test_a_row_names_nobody(bare: Flask) -> None:
    take("amina@press.example")
    (row,) = db.session.scalars(sa.select(Attempts)).all()
    assert "amina" not in repr(vars(row))


def test_the_windows_that_are_over_are_removed(bare: Flask) -> None:
    take()
    pass_by(HOUR)
    take("brahim")
    limits.forget()
    db.session.rollback()
    assert [one > now() for one in db.session.scalars(sa.select(Attempts.window_ends_at))] == [True]


def test_many_are_removed_in_blocks(bare: Flask) -> None:
    with unit_of_work():
        db.session.add_all(
            Attempts(key=f"{number:064}", tries=1, window_ends_at=now()) for number in range(401)
        )
    with queries.counted() as statements:
        limits.forget()
    assert len([one for one in statements if one.startswith("DELETE FROM attempts")]) == 3
    assert db.session.scalars(sa.select(Attempts.id)).all() == []


def counting(folder: Path, proxies: int = 0) -> Flask:
    """The application with a page that takes three requests a minute from each address."""
    app = create_app(
        Settings(
            mode="test",
            secret_key="k" * 40,
            instance=folder,
            database_url=f"sqlite:///{folder}/a.sqlite",
            jobs_url="memory:",
            storage_url="memory:",
            mail_url="memory:",
            limits_url="memory:",
            proxies=proxies,
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    for name in ("tried", "other"):
        view = public(limits.per_address("3 per minute")(lambda: "tried"))
        app.add_url_rule(f"/fr/{name}", name, view, methods=["GET", "POST"])
    return app


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[FlaskClient]:
    app = counting(tmp_path)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_the_fourth_sending_of_an_address_is_answered_in_words_with_the_time_to_wait(
    counted: FlaskClient,
) -> None:
    assert [counted.post("/fr/tried").status_code for _ in range(3)] == [200] * 3
    answer = counted.post("/fr/tried")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "<h1" in answer.text
    assert 'lang="fr"' in answer.text


def test_reading_is_never_limited_and_each_page_counts_for_itself(counted: FlaskClient) -> None:
    assert {counted.get("/fr/tried").status_code for _ in range(20)} == {200}
    for _ in range(4):
        counted.post("/fr/tried")
    assert counted.post("/fr/tried").status_code == 429
    assert (counted.get("/fr/tried").status_code, counted.post("/fr/other").status_code) == (200, 200)


def test_another_address_is_another_count(counted: FlaskClient) -> None:
    for _ in range(4):
        counted.post("/fr/tried")
    other = counted.post("/fr/tried", environ_base={"REMOTE_ADDR": "196.200.1.2"})
    assert other.status_code == 200


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 200)])
def test_the_address_that_a_header_tells_is_believed_behind_a_proxy_only(
    tmp_path: Path, proxies: int, last: int
) -> None:
    app = counting(tmp_path, proxies)
    client = app.test_client()
    told = [
        client.post("/fr/tried", headers={"X-Forwarded-For": f"196.200.1.{number}"}) for number in range(4)
    ]
    assert [one.status_code for one in told] == [200, 200, 200, last]
    with app.app_context():
        db.engine.dispose()


def test_what_a_visitor_writes_before_the_proxys_word_is_not_believed(tmp_path: Path) -> None:
    app = counting(tmp_path, proxies=1)
    client = app.test_client()
    told = [
        client.post("/fr/tried", headers={"X-Forwarded-For": f"10.0.0.{number}, 196.200.1.2"})
        for number in range(4)
    ]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    with app.app_context():
        db.engine.dispose()


def test_redis_without_its_package_is_refused_in_words(tmp_path: Path) -> None:
    app = seams.build_empty(tmp_path, f"sqlite:///{tmp_path}/a.sqlite", limits_url="redis://localhost")
    with pytest.raises(BadSetting, match="needs the package redis"):
        limits.init(app)
