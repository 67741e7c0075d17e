"""Filling in a form as a person does: open the page, keep what it holds, write over some of it, send it."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import Barrier
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Inputs(HTMLParser):
    """The forms of a page: action → name → value, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "form":
            self.forms.append((attributes.get("action", ""), {}))
        if not self.forms:
            return
        values, name = self.forms[-1][1], attributes.get("name", "")
        if tag == "input" and name and attributes.get("type") != "file":
            chosen = attributes.get("type") not in ("radio", "checkbox") or "checked" in attributes
            if chosen:
                values[name] = attributes.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in attributes or self._select not in values):
            values[self._select] = attributes.get("value", "")
        elif tag == "textarea":
            self._area = name
            values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area] += data.removeprefix("\n")


def held(page: TestResponse, action: str = "") -> dict[str, str]:
    """What the form with this action (part of it is enough) would send as it stands."""
    return held_in(page.text, action)


def held_in(html: str, action: str = "") -> dict[str, str]:
    """The same, of the text of a page."""
    reader = _Inputs()
    reader.feed(html)
    return next(
        values
        for where, values in reversed(reader.forms)
        if action in where and any(name.endswith("csrf_token") for name in values)
    )


def send(
    client: FlaskClient, address: str, values: dict[str, Any] | None = None, *, page: str = "", **more: Any
) -> TestResponse:
    """Open `page` (the address itself when it is not given), fill in its form for `address`, send it."""
    opened = client.get(page or address)
    assert opened.status_code == 200, (opened.status_code, page or address)
    filled = held(opened, address if page else "") | (values or {}) | more
    return client.post(address, data={name: value for name, value in filled.items() if value is not None})


def at_once(clients: list[FlaskClient], pages: list[str], values: dict[str, Any] | None = None) -> list[int]:
    """Each client sends the form of its page, with `values` written over it, at the same moment; the statuses
    of the answers.
    """
    filled = [held(client.get(page)) | (values or {}) for client, page in zip(clients, pages, strict=True)]
    ready = Barrier(len(clients))

    def press(number: int) -> int:
        ready.wait()
        return clients[number].post(pages[number], data=filled[number]).status_code

    with ThreadPoolExecutor(len(clients)) as people:
        return list(people.map(press, range(len(clients))))
