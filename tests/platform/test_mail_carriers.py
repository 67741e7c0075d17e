"""A server that misbehaves delays a letter, and never loses or doubles it but where nobody can know."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.platform import jobs, mail_carriers, storage
from app.platform.clock import now
from app.platform.mail import State
from tests.platform import sinks
from tests.platform.post import AMINA, at, make_due, row, rows, run, write

LARGE = 12_000_000  # bytes: more than the buffers of a line hold


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_carriers, "TIMEOUT_S", 0.3)
    monkeypatch.setattr(mail_carriers, "LAST_ANSWER_S", 0.3)
    monkeypatch.setattr(mail_carriers, "SLOW_S", 0.2)


def sent_in_the_end(app: Flask) -> None:
    """A good server takes the letter, once."""
    with sinks.server() as sink:
        at(app, f"smtp://127.0.0.1:{sink.port}")
        for _ in range(3):
            make_due()
            jobs.run_due(app)
    assert row().state == State.SENT
    assert [one[1] for one in sink.envelopes] == [[AMINA]]
    assert sink.letters[0]["Message-ID"] == row().message_id


def waits(error: str) -> None:
    found = row()
    assert (found.state, found.attempts, found.repeats) == (State.WAITING, 1, 0)
    assert error in found.error
    assert found.due_at is not None
    assert timedelta(seconds=30) < found.due_at - now() <= timedelta(seconds=60)


def test_a_server_that_is_down_delays(bare: Flask) -> None:
    write()
    run(bare, f"smtp://127.0.0.1:{sinks.free_port()}")
    waits("ConnectionRefusedError")
    assert jobs.run_due(bare) == 0  # not before its time
    sent_in_the_end(bare)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_greets_too_late_delays(bare: Flask) -> None:
    write()
    with sinks.rude_server(greets_after_s=0.6) as server:
        run(bare, f"smtp://127.0.0.1:{server.port}")
        waits("timed out")
    sent_in_the_end(bare)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("where", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_server_that_falls_silent_before_the_letter_delays(bare: Flask, where: bytes) -> None:
    write()
    with sinks.rude_server(hangs_at=where) as server:
        run(bare, f"smtp://127.0.0.1:{server.port}")
        waits("")
        assert server.took == 0
    sent_in_the_end(bare)


@pytest.mark.usefixtures("impatient")
def test_a_slow_server_costs_its_time_once_and_not_for_each_letter(bare: Flask) -> None:
    for _ in range(5):
        write()
    with sinks.rude_server(hangs_at=b"EHLO") as server:
        at(bare, f"smtp://127.0.0.1:{server.port}")
        jobs.run_due(bare)
        assert (server.dials, {one.state for one in rows()}) == (1, {State.WAITING})
        with time_machine.travel(now() + timedelta(seconds=61)):
            jobs.run_due(bare)
        assert server.dials == 2
    with sinks.server() as sink, time_machine.travel(now() + timedelta(minutes=10)):
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        jobs.run_due(bare)
    assert len(sink.letters) == 5


@pytest.mark.parametrize("where", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_line_cut_before_the_letter_delays(bare: Flask, where: bytes) -> None:
    write()
    with sinks.rude_server(cuts_at=where) as server:
        run(bare, f"smtp://127.0.0.1:{server.port}")
        waits("")
    sent_in_the_end(bare)


def test_a_line_cut_while_the_letter_is_written_delays(bare: Flask) -> None:
    key = storage.put(b"x" * LARGE).key
    write(attachments=[{"key": key, "name": "large.bin", "content_type": "application/octet-stream"}])
    with sinks.rude_server(cuts_at=b"letter") as server:
        run(bare, f"smtp://127.0.0.1:{server.port}")
        waits("Disconnected")
        assert server.took == 0


@pytest.mark.parametrize(("where", "took"), [(b".", 1), (b"letter", 0)])
def test_a_line_cut_when_the_letter_is_written_leaves_it_uncertain_and_it_is_repeated_once(
    bare: Flask, where: bytes, took: int
) -> None:
    write()
    with sinks.rude_server(cuts_at=where) as server:
        assert run(bare, f"smtp://127.0.0.1:{server.port}").state == State.UNCERTAIN
        assert (row().repeats, row().attempts, server.took) == (0, 1, took)
        for _ in range(3):
            make_due()
            jobs.run_due(bare)
        assert (row().state, row().repeats, row().attempts) == (State.UNCERTAIN, 1, 2)
        assert (server.dials, server.took) == (2, 2 * took)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_falls_silent_after_the_letter_leaves_it_uncertain(bare: Flask) -> None:
    write()
    with sinks.rude_server(hangs_at=b".") as server:
        assert run(bare, f"smtp://127.0.0.1:{server.port}").state == State.UNCERTAIN
    sent_in_the_end(bare)


def test_a_recipient_that_is_refused_is_a_failure_with_the_servers_reason(bare: Flask) -> None:
    write()
    with sinks.server() as sink:
        sink.refused[AMINA] = "550 5.1.1 No such mailbox"
        found = run(bare, f"smtp://127.0.0.1:{sink.port}")
        make_due()
        assert jobs.run_due(bare) == 0
    assert (found.state, found.error, found.attempts) == (State.FAILED, "550 5.1.1 No such mailbox", 1)
    assert (sink.letters, found.due_at) == ([], None)


def test_one_refused_recipient_holds_up_nobody_else_and_needs_no_new_line(bare: Flask) -> None:
    for to in (AMINA, "nobody@press.example", "omar@press.example"):
        write(to=to)
    with sinks.server() as sink:
        sink.refused["nobody@press.example"] = "550 5.1.1 No such mailbox"
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        jobs.run_due(bare)
    assert [one.state for one in rows()] == [State.SENT, State.FAILED, State.SENT]
    assert [one[1][0] for one in sink.envelopes] == [AMINA, "omar@press.example"]
    assert sink.dials == 1


@pytest.mark.parametrize(
    "answer", ["451 4.7.1 Greylisted, come back later", "452 4.2.2 Mailbox full", "421 4.3.2 Closing"]
)
def test_a_server_that_says_later_is_asked_later(bare: Flask, answer: str) -> None:
    write()
    with sinks.server() as sink:
        sink.refused[AMINA] = answer
        run(bare, f"smtp://127.0.0.1:{sink.port}")
        waits(answer)
    sent_in_the_end(bare)


@pytest.mark.parametrize("answered", [b"DATA", b"."])
@pytest.mark.parametrize(("answer", "state"), [(b"421 closing", State.WAITING), (b"554 no", State.FAILED)])
def test_an_answer_to_the_letter_itself_is_heard(
    bare: Flask, answered: bytes, answer: bytes, state: State
) -> None:
    write()
    with sinks.rude_server(answers={answered: answer}) as server:
        found = run(bare, f"smtp://127.0.0.1:{server.port}")
    assert (found.state, answer.decode() in found.error, found.repeats) == (state, True, 0)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_knows_is_not_trusted(bare: Flask, tmp_path: Path, scheme: str) -> None:
    _pem, context = sinks.certificate(tmp_path)
    tls: dict[str, Any] = {"tls_context": context} if scheme == "smtp" else {"ssl_context": context}
    write()
    with sinks.server(**tls) as sink:
        run(bare, f"{scheme}://127.0.0.1:{sink.port}")
    waits("SSLCertVerificationError")
    assert sink.letters == []
    sent_in_the_end(bare)


def test_a_password_that_is_refused_delays_and_is_told_without_it(bare: Flask) -> None:
    write()
    with sinks.server(authenticator=sinks.knows("office", "right"), auth_require_tls=False) as sink:
        run(bare, f"smtp://office:not-right@127.0.0.1:{sink.port}")
    waits("SMTPAuthenticationError: 535")
    assert "not-right" not in row().error
    sent_in_the_end(bare)


def test_letters_that_follow_each_other_share_a_line(bare: Flask) -> None:
    for _ in range(7):
        write()
    with sinks.server() as sink:
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        jobs.run_due(bare)
        assert (sink.dials, len(sink.letters)) == (1, 7)
        write()
        jobs.run_due(bare)
        assert (sink.dials, len(sink.letters)) == (2, 8)  # it had been hung up when nothing followed


def test_a_line_that_the_server_dropped_between_two_letters_costs_no_attempt(
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_carriers.Smtp, "rest", lambda _self: None)
    with sinks.server() as sink:
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        write()
        jobs.run_due(bare)
        monkeypatch.undo()
    with sinks.server(port=sink.port) as again:
        write()
        jobs.run_due(bare)
    assert [(one.state, one.attempts) for one in rows()] == [(State.SENT, 1)] * 2
    assert len(again.letters) == 1


def test_an_hour_without_a_server_loses_no_letter_and_doubles_none(bare: Flask) -> None:
    port, start = sinks.free_port(), now()
    at(bare, f"smtp://127.0.0.1:{port}")
    with time_machine.travel(start, tick=False) as clock:
        for minute in range(60):
            if minute % 3 == 0:
                write(to=f"{minute}@press.example")
            jobs.run_due(bare)
            clock.shift(timedelta(minutes=1))
        assert {one.state for one in rows()} == {State.WAITING}
        assert len(rows()) == 20
        with sinks.server(port=port) as sink:
            for _ in range(70):
                jobs.run_due(bare)
                clock.shift(timedelta(minutes=1))
    assert {one.state for one in rows()} == {State.SENT}
    assert sorted(one[1][0] for one in sink.envelopes) == sorted(one.to_address for one in rows())
