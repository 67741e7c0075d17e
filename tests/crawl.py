"""Which pages there are: found by following links, so that no address has to be guessed."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
MOST = 4  # addresses looked at for each endpoint: the lists of a thing lead to every one of them


@dataclass(frozen=True)
class Visited:
    """An address, what answers it, and how; the text of a page alone."""

    endpoint: str
    path: str
    status: int
    text: str | None


def endpoint(app: Flask, path: str) -> str | None:
    """What answers a GET of this path."""
    try:
        name, _ = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(name)


def visits(app: Flask, client: FlaskClient, starts: list[str], most: int = MOST) -> Iterator[Visited]:
    """Every address that a person comes to from `starts`, at most this many answers of 200 an endpoint."""
    answered: Counter[str] = Counter()
    waiting, seen = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        name = endpoint(app, path)
        if name is None or answered[name] >= most:
            continue
        with client.get(path) as answer:
            is_page = answer.status_code == 200 and answer.mimetype == "text/html"
            visited = Visited(name, path, answer.status_code, answer.text if is_page else None)
        answered[name] += visited.status == 200
        yield visited
        for target in _links(visited):
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def pages(app: Flask, client: FlaskClient, starts: list[str]) -> dict[str, list[str]]:
    """The pages that a person comes to from `starts`: endpoint → addresses, at most MOST of each.

    What is no page (a PDF, a picture) and what does not answer 200 is left out.
    """
    found: dict[str, list[str]] = {}
    for visited in visits(app, client, starts):
        if visited.text is not None:
            found.setdefault(visited.endpoint, []).append(visited.path)
    return found


def _links(visited: Visited) -> Iterator[str]:
    """The pages of the same language to which a page leads; not those that are it, or others, narrowed."""
    locale = visited.path.split("/")[1]
    for link in map(unescape, HREF.findall(visited.text or "")):
        target = urldefrag(link).url
        if target.startswith(f"/{locale}/") and "?" not in target and not target.endswith(".pdf"):
            yield target


def unseen(app: Flask, found: set[str]) -> list[str]:
    """Endpoints that answer a GET and that the crawl did not reach."""
    reading = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(reading - found)
