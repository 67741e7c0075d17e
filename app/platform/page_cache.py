"""Public pages, kept whole as they are sent: what one visitor's page cost serves all the others.

A kept page hangs on the day and on numbers of the database: the versions of its scopes, and counts such as
the free places. One statement reads them at each request; when all are as they were, the bytes are sent
without a view, a template or a session. So a change shows at once, in every process.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, Response, current_app, make_response, request

from app.platform import light
from app.platform.clock import today
from app.platform.db import db
from app.platform.page_store import Page, Stamp, Store
from app.platform.page_versions import SITE, number

PATIENCE_S = 20.0
TEXTUAL = ("text/", "application/xml", "application/json")
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control")

View = TypeVar("View", bound=Callable[..., Any])
Values = dict[str, Any]


@dataclass(frozen=True)
class Watched:
    """What a page hangs on besides the site: scopes of page_versions, and counts read at each request."""

    scopes: tuple[str, ...] = ()
    counts: tuple[sa.ScalarSelect[Any], ...] = ()

    def numbers(self) -> sa.Select[Any]:
        """All of them in one row."""
        columns: list[Any] = [*(number(scope) for scope in (SITE, *self.scopes)), *self.counts]
        return sa.select(*columns)


def cached(
    watch: Callable[[Values], Watched] = lambda _: Watched(),
    load: Callable[[Values], Values] = lambda _: _,
    *,
    reads_query: bool = False,
) -> Callable[[View], View]:
    """Under `@public`: keep what the view answers, until something changes that it hangs on.

    `watch` and `load` are given the values of the address and asked only when the page must be drawn: the
    first tells what it hangs on, the second gives the arguments of the view; it must read what it loads after
    the numbers, as here. An answer that is not 200 or looked at the session is never kept.

    A query changes nothing: the page of the path is drawn and sent without it. With `reads_query` the view is
    asked at each address with one, and must limit itself (`limits.per_address(…, reading=True)`).
    """

    def under(view: View) -> View:
        @wraps(view)
        def kept(**values: Any) -> Any:
            if request.method not in ("GET", "HEAD") or (reads_query and request.query_string):
                return view(**load(values))
            _without_query()
            try:
                answer = _kept(lambda: watch(values).numbers(), lambda: view(**load(values)))
            except sa.exc.OperationalError:
                answer = None  # a page that needs no row is shown while the database is away
            return view(**load(values)) if answer is None else answer

        return cast(View, kept)

    return under


def init(app: Flask) -> None:
    """An empty store for this process: a page of another release is never sent."""
    app.extensions["pages"] = Store()


def forget(app: Flask) -> None:
    """Forget every page: the database is another one."""
    app.extensions["pages"].clear()


def _without_query() -> None:
    """Links to this page in other languages must not carry the query of whoever has it drawn."""
    request.query_string = b""
    for name in ("args", "full_path", "url"):  # what was read of it already
        request.__dict__.pop(name, None)


def _kept(watched: Callable[[], sa.Select[Any]], drawn: Callable[[], Any]) -> Response | None:
    """The page as it is kept, or as it is drawn now; none where the caller draws it for itself."""
    pages: Store = current_app.extensions["pages"]
    path = request.path
    while True:
        page = pages.get(path)
        if page and page.stamp == _now(page.numbers):
            return _send(page)
        by_another = pages.begin(path)
        if by_another is None:
            break
        # After an answer that is not kept nobody waits for the next one.
        if not by_another.done.wait(PATIENCE_S) or not by_another.kept:
            return None
    try:
        return _draw(pages, path, watched, drawn)
    finally:
        pages.end(path)


def _now(numbers: sa.Select[Any]) -> Stamp:
    """The present numbers, in a transaction of their own: who waits for a page must not look at old ones."""
    engine = db.engine
    if engine.dialect.name != "sqlite":  # two round trips less
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        return (*connection.execute(numbers).one(), today())


def _draw(
    pages: Store, path: str, watched: Callable[[], sa.Select[Any]], drawn: Callable[[], Any]
) -> Response:
    db.session.rollback()  # what was read before the numbers could be older than they are
    numbers = watched()
    stamp = (*db.session.execute(numbers).one(), today())
    response: Response = make_response(drawn())
    if not light.is_for_everybody(response) or "Set-Cookie" in response.headers:
        return response
    body = response.get_data()
    packed = response.content_type.startswith(TEXTUAL)
    page = Page(
        numbers,
        stamp,
        gzip.compress(body, 6, mtime=0) if packed else body,
        packed,
        hashlib.sha256(body).hexdigest()[:20],
        tuple((name, response.headers[name]) for name in KEPT_HEADERS if name in response.headers),
    )
    pages.put(path, page)
    return _send(page)


def _send(page: Page) -> Response:
    """The bytes as this browser takes them, or 304 to whoever has them already."""
    as_packed = page.packed and request.accept_encodings.quality("gzip") > 0
    plain, packed = page.digest, f"{page.digest}-gzip"
    known = next((one for one in (plain, packed) if request.if_none_match.contains_weak(one)), None)
    if known:
        response = Response(status=304)
    elif page.packed and not as_packed:
        response = Response(gzip.decompress(page.body))
    else:
        response = Response(page.body)
    response.headers.update(dict(page.headers))
    response.headers.setdefault("Cache-Control", "no-cache")
    response.set_etag(known or (packed if as_packed else plain))
    if page.packed:
        response.headers["Vary"] = "Accept-Encoding"
    if as_packed and not known:
        response.headers["Content-Encoding"] = "gzip"
    return response
