"""Public pages are kept whole, and no longer than they are true."""

import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums import ports
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform import page_cache
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.page_store import Store
from app.platform.text import Translated
from tests import application, forms, make
from tests.databases import PostgreSQL, SQLite
from tests.queries import counted

PAGE = "/fr/forums/live/"
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the page of an event was drawn, with the key of the event."""
    seen: list[int] = []

    def block(forum: Forum) -> str:
        seen.append(forum.id)
        sleep(0.05)
        return ""

    monkeypatch.setattr(ports, "blocks", [*ports.blocks, (99, "drawings", block)])
    return seen


@pytest.fixture
def other(app: Flask, database: SQLite | PostgreSQL, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of another process: the same database, with pages of its own."""
    second = application.build(database.url, tmp_path)
    yield second.test_client()
    with second.app_context():
        application.forget(second)


def kept(app: Flask) -> Store:
    store: Store = app.extensions["pages"]
    return store


def test_a_kept_page_is_drawn_once_and_costs_one_statement(client: FlaskClient, drawings: list[int]) -> None:
    make.category(make.forum())
    first = client.get(PAGE)
    with counted() as statements:
        again = client.get(PAGE)
    assert again.data == first.data
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == 1
    assert len(drawings) == 1


def test_each_language_has_its_own_page(client: FlaskClient, drawings: list[int]) -> None:
    make.forum()
    pages = [client.get(f"/{locale}/forums/live/").text for locale in ("ar", "fr", "ar", "fr")]
    assert pages[:2] == pages[2:]
    assert pages[0] != pages[1]
    assert len(drawings) == 2


def test_a_browser_that_does_not_unpack_gets_the_same_page(client: FlaskClient) -> None:
    make.forum()
    packed = client.get(PAGE, headers=PACKED)
    plain = client.get(PAGE, headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("asked", [PACKED, {}])
def test_whoever_has_the_page_is_told_so_without_drawing_it(
    client: FlaskClient, drawings: list[int], asked: dict[str, str]
) -> None:
    make.forum()
    tag = client.get(PAGE, headers=asked).headers["ETag"]
    assert not tag.startswith("W/")
    answer = client.get(PAGE, headers=asked | {"If-None-Match": tag})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("no-cache", "Accept-Encoding")
    assert len(drawings) == 1


def test_the_head_of_a_page_is_that_of_the_page(client: FlaskClient) -> None:
    make.forum()
    page, head = client.get(PAGE, headers=PACKED), client.head(PAGE, headers=PACKED)
    assert (head.status_code, head.data) == (200, b"")
    told = ("ETag", "Content-Type", "Content-Length", "Content-Encoding", "Cache-Control")
    assert [head.headers[name] for name in told] == [page.headers[name] for name in told]


def test_a_kept_page_sets_no_cookie_and_differs_for_nobody(client: FlaskClient) -> None:
    forum = make.forum()
    stranger = client.get(PAGE)
    make.enter(client, make.account(Role.ORGANISER, forum))
    organiser = client.get(PAGE)
    assert organiser.data == stranger.data
    for answer in (stranger, organiser):
        assert (answer.headers.get("Set-Cookie"), answer.headers["Vary"]) == (None, "Accept-Encoding")


def test_a_change_shows_at_once_also_in_another_process(
    client: FlaskClient, other: FlaskClient, drawings: list[int]
) -> None:
    forum = make.forum()
    for reader in (client, other):
        assert "Autrement" not in reader.get(PAGE).text
    with unit_of_work():
        forum.motto = Translated(fr="Autrement")
    for reader in (client, other):
        assert "Autrement" in reader.get(PAGE).text


def test_what_is_rolled_back_draws_nothing_anew(client: FlaskClient, drawings: list[int]) -> None:
    forum = make.forum()
    client.get(PAGE)
    with pytest.raises(Conflict), unit_of_work():
        forum.motto = Translated(fr="Autrement")
        db.session.flush()
        raise Conflict("no")
    client.get(PAGE)
    assert len(drawings) == 1


def test_a_registration_changes_the_free_places_at_once_and_no_version(
    client: FlaskClient, other: FlaskClient
) -> None:
    make.category(make.forum(), places=10)
    for reader in (client, other):
        assert "10 " in reader.get(PAGE).text.partition('class="act"')[2][:300]
    assert (
        forms.send(
            client, f"{PAGE}register", {"given_latin": "Zineb", "email": "z@example.org", "notice_read": "y"}
        ).status_code
        == 303
    )
    for reader in (client, other):
        assert "9 " in reader.get(PAGE).text.partition('class="act"')[2][:300]


def test_an_event_that_is_withdrawn_is_gone_from_every_process(
    client: FlaskClient, other: FlaskClient
) -> None:
    forum = make.forum(state=State.ANNOUNCED)
    paths = (PAGE, f"{PAGE}practical", f"{PAGE}calendar.ics")
    assert {reader.get(path).status_code for reader in (client, other) for path in paths} == {200}
    with unit_of_work():
        forum.state = State.DRAFT
    assert {reader.get(path).status_code for reader in (client, other) for path in paths} == {404}
    assert "/forums/live/" not in client.get("/fr/").text + client.get("/fr/forums/").text


def test_a_page_that_is_not_there_is_not_kept(client: FlaskClient, app: Flask) -> None:
    assert client.get(PAGE).status_code == 404
    assert kept(app).get(PAGE) is None
    make.forum()
    assert client.get(PAGE).status_code == 200


def test_another_event_at_the_same_address_is_another_page(client: FlaskClient) -> None:
    first, second = make.forum(), make.forum("next", title=Translated(fr="La suivante"))
    client.get(PAGE)
    with unit_of_work():
        first.slug = "before"
    with unit_of_work():
        second.slug = "live"
    assert "<h1>La suivante</h1>" in client.get(PAGE).text


@pytest.mark.parametrize("query", ["fbclid=x", "utm_source=a&utm_medium=b", "number=1", "é=1"])
def test_a_query_changes_nothing_and_stands_in_no_link(
    client: FlaskClient, drawings: list[int], query: str
) -> None:
    make.forum()
    first = client.get(f"{PAGE}?{query}")
    assert [client.get(path).data for path in (PAGE, f"{PAGE}?{query}", f"{PAGE}?a")] == [first.data] * 3
    assert 'href="/ar/forums/live/"' in first.text
    assert len(drawings) == 1
    assert client.get(f"/fr/forums/nowhere/?{query}").status_code == 404


def test_files_and_pictures_are_kept_whatever_the_query(client: FlaskClient, app: Flask) -> None:
    make.partner_logo(make.forum())
    pictures = set(re.findall(r"/fr/forums/live/(?:share|logos)/\w+\.png", client.get(PAGE).text))
    assert len(pictures) == 2
    for path in (f"{PAGE}calendar.ics", *pictures):
        drawn = client.get(f"{path}?a=1")
        assert (drawn.status_code, kept(app).get(path) is not None) == (200, True)
        with counted() as statements:
            assert client.get(f"{path}?b=2").data == drawn.data
        assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == 1


def test_a_view_that_reads_its_query_is_asked_for_each(client: FlaskClient) -> None:
    make.forum()
    page = "/fr/search"
    found = [client.get(f"{page}?q={word}").text.count("/fr/forums/live/") for word in ("ifrane", "zzz")]
    assert (found[0] > 0, found[1]) == (True, 0)
    assert 'href="/ar/search?q=ifrane"' in client.get(f"{page}?q=ifrane").text


def test_a_kept_page_that_needs_no_row_is_shown_when_the_database_has_gone(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    second = application.build(f"sqlite:///{folder}/data.sqlite", tmp_path / "instance")
    second.config["PROPAGATE_EXCEPTIONS"] = False
    application.upgrade(second)
    reader = second.test_client()
    assert reader.get("/fr/contact").status_code == 200
    with second.app_context():
        db.session.remove()
        db.engine.dispose()
    folder.rename(tmp_path / "gone")
    assert (reader.get("/fr/contact").status_code, reader.get("/fr/").status_code) == (200, 500)


def test_nobody_waits_in_turn_for_answers_that_are_not_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.forum()
    at_once = Barrier(3)

    def refuse(_forum: Forum) -> str:
        if drawn:
            at_once.wait(10)
        else:
            drawn.append(1)
            sleep(0.3)
        raise Conflict("not now")

    drawn: list[int] = []
    monkeypatch.setattr(ports, "blocks", [(1, "refuses", refuse)])
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda _: app.test_client().get(PAGE).status_code, range(4)))
    assert answers == [409] * 4


def test_a_refusal_is_not_kept(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make.forum()

    def refuse(_forum: Forum) -> str:
        raise Conflict("not now")

    with monkeypatch.context() as once:
        once.setattr(ports, "blocks", [(1, "refuses", refuse)])
        assert client.get(PAGE).status_code == 409
    assert client.get(PAGE).status_code == 200


def test_two_who_ask_at_once_have_it_drawn_once(app: Flask, drawings: list[int]) -> None:
    make.forum()
    ready = Barrier(6)

    def ask(_number: int) -> bytes:
        reader = app.test_client()
        ready.wait()
        return reader.get(PAGE).data

    with ThreadPoolExecutor(6) as people:
        pages = list(people.map(ask, range(6)))
    assert len(set(pages)) == 1
    assert len(drawings) == 1


def test_when_the_drawing_fails_the_next_one_draws(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make.forum()
    failures: list[int] = []

    def fail_once(forum: Forum) -> str:
        sleep(0.05)
        if not failures:
            failures.append(forum.id)
            raise Conflict("not now")
        return ""

    monkeypatch.setattr(ports, "blocks", [(1, "fails once", fail_once)])
    with ThreadPoolExecutor(3) as people:
        answers = people.map(lambda _: app.test_client().get(PAGE).status_code, range(3))
    assert sorted(answers) == [200, 200, 409]


def test_a_new_day_draws_the_page_anew(
    client: FlaskClient, drawings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.forum()
    client.get(PAGE)
    monkeypatch.setattr(page_cache, "today", lambda: date(2030, 1, 1))
    client.get(PAGE)
    assert len(drawings) == 2


def page(size: int) -> Any:
    return page_cache.Page(None, (), b"x" * size, False, "", ())  # type: ignore[arg-type]


def test_the_page_that_nobody_asked_for_longest_makes_room() -> None:
    store = Store(most_bytes=100)
    for name in "abc":
        store.put(name, page(30))
    assert store.get("a")
    store.put("d", page(30))
    assert [name for name in "abcd" if store.get(name)] == ["a", "c", "d"]
    assert store.size == 90
    store.put("e", page(101))
    store.put("a", page(10))
    assert (store.get("e"), store.size) == (None, 70)
