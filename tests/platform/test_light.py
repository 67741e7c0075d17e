"""Public pages are packed and answered 304; what belongs to one person never is."""

import gzip

import pytest
from flask import get_flashed_messages
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.forums import ports
from app.platform.db import unit_of_work
from app.platform.text import Translated
from app.registrations import links
from tests import make

PAGE = "/fr/forums/live/"
PACKED = {"Accept-Encoding": "gzip, br"}


def lightness(answer: TestResponse) -> tuple[int, str | None, bool]:
    return answer.status_code, answer.headers.get("Content-Encoding"), "ETag" in answer.headers


def test_a_public_page_is_packed_for_a_browser_that_unpacks(client: FlaskClient) -> None:
    make.forum()
    plain, packed = client.get(PAGE), client.get(PAGE, headers=PACKED)
    assert (lightness(plain), lightness(packed)) == ((200, None, True), (200, "gzip", True))
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.content_length == len(packed.data) < len(plain.data) / 2


def test_a_browser_that_refuses_gzip_gets_the_page_as_it_is(client: FlaskClient) -> None:
    make.forum()
    answer = client.get(PAGE, headers={"Accept-Encoding": "gzip;q=0"})
    assert lightness(answer) == (200, None, True)


@pytest.mark.parametrize("headers", [{}, PACKED])
def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient, headers: dict[str, str]) -> None:
    make.forum()
    tag = client.get(PAGE, headers=PACKED).headers["ETag"]
    answer = client.get(PAGE, headers={**headers, "If-None-Match": tag})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in answer.headers


def test_a_page_that_changed_is_sent_again(client: FlaskClient) -> None:
    forum = make.forum()
    tag = client.get(PAGE).headers["ETag"]
    with unit_of_work():
        forum.motto = Translated(fr="Autrement")
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "Autrement" in answer.text


def test_a_page_that_holds_a_secret_is_never_packed_nor_kept(client: FlaskClient) -> None:
    forum = make.forum()
    registration = make.registration(forum, make.category(forum))
    personal = f"/fr/my/{links.token(registration)}"
    for page in ("/fr/sign-in", f"{PAGE}register", personal, f"{personal}/cancellation"):
        assert lightness(client.get(page, headers=PACKED)) == (200, None, False)
    make.enter(client, make.account(Role.ORGANISER, forum))
    assert lightness(client.get("/fr/office/live/", headers=PACKED)) == (200, None, False)


def test_a_public_page_that_looks_at_the_session_is_not_packed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.forum()
    block = (99, "flashed", lambda _forum: "".join(get_flashed_messages()))
    monkeypatch.setattr(ports, "blocks", [*ports.blocks, block])
    assert lightness(client.get(PAGE, headers=PACKED)) == (200, None, False)


def test_an_error_page_is_neither_packed_nor_kept(client: FlaskClient) -> None:
    assert lightness(client.get("/fr/nowhere/", headers=PACKED)) == (404, None, False)
