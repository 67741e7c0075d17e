"""Names proposed in the other script while the public form is filled in."""

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.queries import counted

NAMES = "/ar/forums/live/register/names"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("given/latin?text=خديجة", "Khadija"),
        ("family/ar?text=El Alami", "العلمي"),
        ("given/ar?text=Zorglub", ""),
        ("given/latin?text=", ""),
        ("given/latin", ""),
        ("given/latin?text=" + "خديجة " * 40, ""),
        ("family/latin?text=%00<script>", ""),
    ],
)
def test_a_known_name_is_proposed_and_an_unknown_one_is_left_blank(
    client: FlaskClient, address: str, name: str
) -> None:
    make.forum()
    assert client.get(f"{NAMES}/{address}").json == {"name": name}


def test_any_cache_may_keep_it_and_no_session_is_read(client: FlaskClient) -> None:
    make.forum()
    answer = client.get(f"{NAMES}/given/ar?text=Khadija")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert ("Set-Cookie" in answer.headers, "Cookie" in answer.headers.get("Vary", "")) == (False, False)


@pytest.mark.parametrize("address", ["given/tifinagh", "nickname/ar"])
def test_nothing_else_is_asked_of_the_table(client: FlaskClient, address: str) -> None:
    make.forum()
    assert client.get(f"{NAMES}/{address}?text=a").status_code == 404


def test_an_event_in_preparation_is_not_there(client: FlaskClient) -> None:
    forum = make.forum()
    with make.unit_of_work():
        forum.state = make.State.DRAFT
    assert client.get(f"{NAMES}/given/ar?text=a").status_code == 404


def test_it_asks_the_database_for_nothing_but_the_event(client: FlaskClient) -> None:
    make.forum()
    client.get(f"{NAMES}/given/ar?text=Khadija")
    with counted() as asked:
        client.get(f"{NAMES}/given/ar?text=Khadija")
    assert len(asked) <= 2
