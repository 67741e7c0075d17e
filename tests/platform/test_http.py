"""The demonstration answers this machine alone; every answer carries its number and its headers."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.ui import pages


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, 200),
        ({"base_url": "http://127.0.0.1:8000"}, 200),
        ({"base_url": "http://[::1]:8000"}, 200),
        ({"base_url": "http://evil.example"}, 403),
        ({"headers": {"X-Forwarded-For": "9.9.9.9"}}, 403),
        ({"environ_base": {"REMOTE_ADDR": "9.9.9.9"}}, 403),
    ],
)
def test_the_demonstration_answers_this_machine_alone(tmp_path: Path, told: dict, status: int) -> None:
    client = pages.build(tmp_path, "demo").test_client()
    assert client.get("/fr/styles", **told).status_code == status


def test_a_production_answers_whoever_asks(tmp_path: Path) -> None:
    client = pages.build(tmp_path, "production").test_client()
    answer = client.get(
        "/fr/nowhere", environ_base={"REMOTE_ADDR": "9.9.9.9"}, base_url="https://forums.example"
    )
    assert answer.status_code == 404
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_an_error_tells_the_number_of_its_request(client: FlaskClient) -> None:
    numbers = {client.get("/fr/nowhere").headers["X-Request-Id"] for _ in range(3)}
    assert len(numbers) == 3
    assert all(len(number) == 8 for number in numbers)
