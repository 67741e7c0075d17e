"""Where `make serve` listens, and what it says when it cannot."""

import socket

import pytest

from deploy import address
from deploy.console import Stop


def said(mode: str, monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Stop) as stop:
        address.chosen(mode)
    return str(stop.value)


def test_the_demonstration_is_seen_from_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "The demonstration answers on this machine only: leave HOST out, or choose production."
    assert said("demo", monkeypatch, HOST="0.0.0.0") == expected


def test_a_real_installation_listens_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "8000")
    assert address.chosen("production").bound == "0.0.0.0:8000"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", ""])
def test_a_port_is_a_number(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    assert said("demo", monkeypatch, PORT=port) == f"PORT must be a number from 1 to 65535, not {port!r}."


def test_a_person_opens_localhost_which_is_a_secure_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.delenv("HOST", raising=False)
    chosen = address.chosen("demo")
    assert (chosen.bound, chosen.opened) == ("127.0.0.1:8123", "http://localhost:8123")


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        where = address.Address("127.0.0.1", port)
        assert address.answers(where)
        with pytest.raises(Stop) as stop:
            address.refuse_taken(where)
    assert str(stop.value) == f"Port {port} is taken. Choose another: make serve PORT={port + 1}"
    address.refuse_taken(where)
    assert not address.answers(where)
