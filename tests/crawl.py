"""Which pages there are: found by following links, so that no address has to be guessed."""

import re
from collections import deque
from html import unescape
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
MOST = 4  # addresses looked at for each endpoint: the lists of a thing lead to every one of them


def endpoint(app: Flask, path: str) -> str | None:
    """What answers a GET of this path."""
    try:
        name, _ = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(name)


def pages(app: Flask, client: FlaskClient, starts: list[str]) -> dict[str, list[str]]:
    """The pages that a person comes to from `starts`: endpoint → addresses, at most MOST of each.

    What is no page (a PDF, a picture) and what does not answer 200 is left out.
    """
    found: dict[str, list[str]] = {}
    waiting, seen = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        name = endpoint(app, path)
        if name is None or len(found.get(name, [])) >= MOST:
            continue
        with client.get(path) as answer:
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            text = answer.text
        found.setdefault(name, []).append(path)
        locale = path.split("/")[1]
        for link in map(unescape, HREF.findall(text)):
            target = urldefrag(link).url
            page = target.startswith(f"/{locale}/") and "?" not in target and not target.endswith(".pdf")
            if page and target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def unseen(app: Flask, found: set[str]) -> list[str]:
    """Endpoints that answer a GET and that the crawl did not reach."""
    reading = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(reading - found)
