"""The server killed while people register: who was told of a place has it, and each letter leaves."""

import random
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import jobs, mail
from app.platform.db import db
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState
from app.registrations.models import Registration
from app.registrations.words import State
from tests import application, make
from tests.platform import sinks
from tests.platform.test_kills import let_leases_run_out, repeat_what_was_given_up
from tests.registrations import storms

SEED = 20_190_622
EACH, PLACES = 1_000, 100_000  # more than a server registers before it is killed
LONGEST_LIFE_S = 0.5
PATIENCE_S = 30


def killed_server(server: Flask, first: int, life_s: float) -> dict[int, int]:
    """A server of its own process registers people and sends their letters, one after the other, until it is
    killed, once it has told the first; the statuses that were told, by the number of the person.
    """
    db.session.remove()
    for one in (db.engine, _engine(server)):
        one.dispose()  # what is open would be shared: the kill would leave it open, with all that it locks
    kind = get_context("fork")
    told, tells = kind.Pipe(duplex=False)

    def serve() -> None:
        for number in range(first, first + EACH):
            tells.send((number, storms.registers(server.test_client(), number, lambda: None)))
            jobs.run_due(server)

    process = kind.Process(target=serve)
    process.start()
    tells.close()
    heard = [told.recv()]
    time.sleep(life_s)
    process.kill()
    process.join()
    while True:
        try:
            heard.append(told.recv())
        except (EOFError, OSError):  # the last word may have been cut off
            return dict(heard)


def _engine(server: Flask) -> sa.Engine:
    with server.app_context():
        return db.engine


@pytest.mark.parametrize(
    "kills", [pytest.param(5, id="5"), pytest.param(20, id="20", marks=pytest.mark.audit)]
)
def test_a_server_killed_at_random_points_loses_no_place_and_no_letter(
    app: Flask, tmp_path: Path, kills: int
) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}, {kills} kills")  # noqa: T201 — read when it fails
    make.category(make.forum(), places=PLACES)
    told: dict[int, int] = {}
    warm = kills * EACH
    with sinks.server() as sink:
        letters = f"smtp://127.0.0.1:{sink.port}"
        server = application.build(app.config["SETTINGS"].database_url, tmp_path, mail_url=letters)
        told[warm] = storms.registers(server.test_client(), warm, lambda: None)
        for number in range(kills):
            told |= killed_server(server, number * EACH, chance.uniform(0, LONGEST_LIFE_S))
            db.session.rollback()
            storms.check()
            let_leases_run_out()
    _engine(server).dispose()
    assert set(told.values()) == {303}
    confirmed = sa.select(Registration.email).where(Registration.state == State.CONFIRMED)
    standing = set(db.session.scalars(confirmed))
    assert {f"p{number}@example.org" for number in told} <= standing
    assert len(standing) <= len(told) + kills  # those whose answer was cut off
    _work_off(app)
    _check_letters(sink, standing)


def _work_off(app: Flask) -> None:
    """All letters that are left, by a worker that nobody kills; a person repeats what was given up."""
    until = time.monotonic() + PATIENCE_S
    while db.session.scalar(sa.select(sa.func.count()).where(OutgoingMail.state != MailState.SENT)):
        assert time.monotonic() < until
        let_leases_run_out()
        jobs.run_due(app)
        repeat_what_was_given_up()
        db.session.rollback()


def _check_letters(sink: sinks.Sink, standing: set[str]) -> None:
    """One letter for each who has a place; it arrived, and only where it says so more than once."""
    rows = {row.message_id: row for row in db.session.scalars(sa.select(OutgoingMail))}
    assert sorted(row.to_address for row in rows.values()) == sorted(standing)
    arrived = Counter(letter["Message-ID"] for letter in [*sink.letters, *mail.carried()])
    assert set(arrived) == set(rows)
    more = [known_as for known_as, times in arrived.items() if times > 1]
    assert all(rows[known_as].repeats for known_as in more)
    print(f"{len(standing)} registered, letters that arrived more than once: {len(more)}")  # noqa: T201
